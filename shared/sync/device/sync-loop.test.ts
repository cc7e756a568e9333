import { describe, expect, test } from 'vitest';
import { StorageFailure } from './device-store.ts';
import { createVisit, verdictOn, visitRow, wireVisit } from './test-device.ts';
import { createTestLoop, idleMs } from './test-loop.ts';
import { testId } from '../wire/test-id.ts';
import { bootstrapPage, pushAnswerOf, tailPage } from './test-transport.ts';
import type { TransportFailure } from '../wire/transport.ts';

const [a, b] = [testId(10), testId(11)] as const;
const unreachable: TransportFailure = { code: 'server_unreachable' };

describe('a cycle', () => {
  test('[R6] pushes what waits, then pulls, and rests', async () => {
    const { device, time, steps, phases, start } = await createTestLoop();
    await device.write([createVisit(a)]);
    start();
    await time.pass(0);
    expect(steps()).toEqual(['push', 'pull']);
    expect(phases()).toEqual(['syncing', 'online']);
    expect(time.running()).toEqual([idleMs]);
    const { outbox, acknowledged } = device.store.snapshot();
    expect([outbox.size, acknowledged.size]).toEqual([0, 0]);
  });

  test('is repeated until nothing waits', async () => {
    const { device, time, steps, transport, start } = await createTestLoop();
    for (let n = 0; n < 1_001; n += 1) await device.write([createVisit(testId(1_000 + n))]);
    start();
    await time.pass(0);
    expect(steps()).toEqual(['push', 'pull', 'push', 'pull', 'push', 'pull']);
    const sizes = transport.asked.flatMap((one) => ('push' in one ? [one.push.changes.length] : []));
    expect(sizes).toEqual([500, 500, 1]);
    expect(device.store.snapshot().outbox.size).toBe(0);
  });

  test('[R8.10] sends all that waits before the first page of a bootstrap', async () => {
    const { device, time, steps, start } = await createTestLoop();
    for (let n = 0; n < 501; n += 1) await device.write([createVisit(testId(1_000 + n))]);
    await device.put({ cursor: null });
    start();
    await time.pass(0);
    expect(steps()).toEqual(['push', 'push', 'pull']);
  });

  test('[R8.10] after a restore nothing is pulled before all that waits has its verdict, be the server busy', async () => {
    const { device, time, steps, transport, start } = await createTestLoop();
    await device.write([createVisit(a)]);
    transport.onPush({ code: 'epoch_changed', epoch: 'epoch-2' });
    transport.onPush({ ...pushAnswerOf([verdictOn(1, { verdict: 'retry' })]), epoch: 'epoch-2' });
    start();
    await time.pass(0);
    expect(steps()).toEqual(['push', 'recover', 'push']);
    await time.pass(1_000);
    expect(steps()).toEqual(['push', 'recover', 'push', 'push', 'pull']);
  });

  test('[R8.10] a loop that is stopped with changes waiting does not ask for the first page', async () => {
    const { device, time, steps, transport, start } = await createTestLoop();
    for (let n = 0; n < 501; n += 1) await device.write([createVisit(testId(1_000 + n))]);
    await device.put({ cursor: null });
    transport.onPush(async ({ changes }) => {
      loop.stop();
      return pushAnswerOf(changes.map((_, at) => verdictOn(at + 1)));
    });
    const loop = start();
    await time.pass(0);
    await loop.finished;
    expect(steps()).toEqual(['push']);
  });

  test('[R8] a restored server gets back what is beyond it, and only then are changes sent and rows loaded', async () => {
    const { device, time, steps, transport, phases, start } = await createTestLoop();
    await device.hold('visit', visitRow(a, 11));
    await device.write([createVisit(b)]);
    transport.onPush({ code: 'epoch_changed', epoch: 'epoch-2' });
    start();
    await time.pass(0);
    expect(steps()).toEqual(['push', 'recover', 'recover', 'push', 'pull']);
    expect(phases()).toEqual(['syncing', 'online']);
  });

  test('begins again when the idle time is over, without anyone asking', async () => {
    const { time, steps, start } = await createTestLoop();
    start();
    await time.pass(idleMs - 1);
    expect(steps()).toEqual(['pull']);
    await time.pass(1);
    expect(steps()).toEqual(['pull', 'pull']);
  });

  test('begins at once when a change was written', async () => {
    const { device, time, steps, start } = await createTestLoop();
    const loop = start();
    await time.pass(10);
    await device.write([createVisit(a)]);
    loop.poke();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'push', 'pull']);
  });

  test('takes along what was written while it ran', async () => {
    const { device, time, transport, steps, start } = await createTestLoop();
    transport.onPull(async () => {
      await device.write([createVisit(a)]);
      loop.poke();
      return tailPage();
    });
    const loop = start();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'push', 'pull']);
    expect(time.running()).toEqual([idleMs]);
  });

  test('[R7] of the first load shows how far it has come, and lets a push in between', async () => {
    const { device, time, transport, steps, statuses, phases, start } = await createTestLoop({ fresh: true });
    transport.onPull(async () => {
      await device.write([createVisit(b)]);
      loop.poke();
      return bootstrapPage('visit', { rows: [wireVisit(a, 1)], cursor: 'page-1' });
    });
    // The next page was under way when the push came between.
    transport.onPull(bootstrapPage('serving', { cursor: 'page-2' }));
    transport.onPull(bootstrapPage('serving', { cursor: 'page-2' }));
    const loop = start();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'pull', 'push', 'pull', 'pull']);
    expect(statuses.map(({ loadedRows }) => loadedRows)).toContain(1);
    expect(phases()).toEqual(['firstLoad', 'online']);
    expect(device.row('visit', a)).toEqual(visitRow(a, 1));
  });
});

describe('after a failure', () => {
  test('the loop is offline and comes back by itself', async () => {
    const { time, transport, steps, phases, statuses, start } = await createTestLoop();
    transport.onPull(unreachable);
    start();
    await time.pass(0);
    expect(phases()).toEqual(['syncing', 'offline']);
    expect(statuses.at(-1)).toMatchObject({ problem: 'server_unreachable' });
    // When it will be tried again is told, and no longer once it is.
    expect(statuses.at(-1)?.nextTryAt).toBe(time.now() + (time.running()[0] ?? 0));
    expect(statuses.find(({ phase }) => phase === 'syncing')?.nextTryAt).toBeNull();
    await time.pass(1_000);
    expect(statuses.at(-1)?.nextTryAt).toBeNull();
    expect(steps()).toEqual(['pull', 'pull']);
    expect(statuses.at(-1)).toMatchObject({ phase: 'online', problem: null });
  });

  test('waits grow up to 30 seconds, are spread, and begin anew after a success', async () => {
    const { time, transport, start } = await createTestLoop({ random: 0.5 });
    const waits: (number | undefined)[] = [];
    for (let n = 0; n < 7; n += 1) transport.onPull(unreachable);
    start();
    for (let n = 0; n < 7; n += 1) {
      await time.pass(0);
      waits.push(time.running()[0]);
      await time.pass(time.running()[0] ?? 0);
    }
    expect(waits).toEqual([600, 1_100, 2_100, 4_100, 8_100, 15_100, 15_100]);
    transport.onPull(unreachable);
    await time.pass(idleMs);
    expect(time.running()).toEqual([600]);
  });

  test('a poke does not hurry it, a hint and a wake do', async () => {
    const { time, transport, steps, start } = await createTestLoop({ random: 0.9 });
    transport.onPull(unreachable);
    const loop = start();
    await time.pass(0);
    loop.poke();
    await time.pass(0);
    expect(steps()).toEqual(['pull']);
    transport.onPull(unreachable);
    loop.hint();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'pull']);
    loop.wake();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'pull', 'pull']);
  });

  test('the wait the server asks for is kept, and spread; its own news do not shorten it', async () => {
    const { time, transport, steps, start } = await createTestLoop({ random: 0.5 });
    transport.onPull({ code: 'too_many_requests', retryAfter: 20_000 });
    const loop = start();
    await time.pass(0);
    loop.hint();
    await time.pass(0);
    expect(time.running()).toEqual([20_600]);
    loop.wake();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'pull']);
  });

  test('that no waiting cures the loop is stopped, and asks once a minute all the same', async () => {
    const { time, transport, steps, statuses, start } = await createTestLoop();
    transport.onPull({ code: 'device_revoked' });
    start();
    await time.pass(0);
    expect(statuses.at(-1)).toMatchObject({ phase: 'stopped', problem: 'device_revoked' });
    await time.pass(59_999);
    expect(steps()).toEqual(['pull']);
    await time.pass(1);
    expect(statuses.at(-1)).toMatchObject({ phase: 'online', problem: null });
  });

  test('[R3] a server that takes nothing for the moment is pulled from all the same, then waited for', async () => {
    const { device, time, transport, steps, statuses, start } = await createTestLoop();
    await device.write([createVisit(a)]);
    transport.onPush(pushAnswerOf([verdictOn(1, { verdict: 'retry' })]));
    transport.onPull(tailPage({ rows: [wireVisit(b, 3)] }));
    start();
    await time.pass(0);
    expect(steps()).toEqual(['push', 'pull']);
    expect(device.row('visit', b)).toBeDefined();
    expect(statuses.at(-1)).toMatchObject({ phase: 'offline', problem: 'unavailable' });
    await time.pass(1_000);
    expect(device.store.snapshot().outbox.size).toBe(0);
  });

  test('[R3] a push that is too large is made smaller at once, and whole again the next time', async () => {
    const { device, time, transport, start } = await createTestLoop();
    for (let n = 0; n < 500; n += 1) await device.write([createVisit(testId(1_000 + n))]);
    transport.onPush({ code: 'too_large' });
    start();
    await time.pass(0);
    const sizes = () => transport.asked.flatMap((one) => ('push' in one ? [one.push.changes.length] : []));
    expect(sizes()).toEqual([500, 250, 250]);
    for (let n = 0; n < 500; n += 1) await device.write([createVisit(testId(3_000 + n))]);
    await time.pass(idleMs);
    expect(sizes()).toEqual([500, 250, 250, 500]);
  });

  test('[R6] an expired cursor begins the bootstrap at once', async () => {
    const { time, transport, steps, start } = await createTestLoop();
    transport.onPull({ code: 'cursor_expired' });
    start();
    await time.pass(0);
    expect(steps()).toEqual(['pull', 'pull']);
    expect(transport.asked[1]).toMatchObject({ pull: { cursor: null } });
  });

  test('mending that does not help is given up after five times, and the loop waits', async () => {
    const { time, transport, steps, statuses, start } = await createTestLoop();
    for (let n = 0; n < 6; n += 1) transport.onPull({ code: 'cursor_expired' });
    start();
    await time.pass(0);
    expect(steps()).toHaveLength(6);
    expect(statuses.at(-1)).toMatchObject({ phase: 'offline', problem: 'cursor_expired' });
    expect(time.running()).toHaveLength(1);
  });

  test('a full disk is waited out like a lost network', async () => {
    let isFull = true;
    const { time, statuses, start } = await createTestLoop({
      store: (store) => ({
        transact: (...args) =>
          isFull ? Promise.reject(new StorageFailure('storage_full', null)) : store.transact(...args),
      }),
    });
    start();
    await time.pass(0);
    expect(statuses.at(-1)).toMatchObject({ phase: 'offline', problem: 'storage_full' });
    isFull = false;
    await time.pass(1_000);
    expect(statuses.at(-1)).toMatchObject({ phase: 'online', problem: null });
  });

  test('any other error is a bug, and ends the loop aloud', async () => {
    const { time, start } = await createTestLoop({
      store: () => ({ transact: () => Promise.reject(new Error('bug')) }),
    });
    const { finished } = start();
    const seen = expect(finished).rejects.toThrow('bug');
    await time.pass(0);
    await seen;
  });
});

test('a laptop that slept over a weekend goes on by itself, be it at rest or in the middle of a push', async () => {
  const { device, transport, time, phases, statuses, start } = await createTestLoop();
  start();
  await time.pass(0);
  time.sleep(60 * 60 * 60_000);
  await time.pass(0);
  expect(transport.asked).toHaveLength(2);
  expect(device.device().lastSyncedAt).toBe(time.now());

  const { promise, resolve } = Promise.withResolvers<TransportFailure>();
  transport.onPush(() => promise);
  await device.write([createVisit(a)]);
  await time.pass(idleMs);
  expect(phases().at(-1)).toBe('syncing');
  time.sleep(60 * 60 * 60_000);
  // What was asked before the sleep is over when the machine wakes.
  resolve(unreachable);
  await time.pass(2_000);
  expect(phases().slice(-3)).toEqual(['offline', 'syncing', 'online']);
  expect(device.store.snapshot().outbox.size).toBe(0);
  expect(statuses.at(-1)).toMatchObject({ problem: null });
});

test('a loop that is stopped ends, whatever it waits for', async () => {
  const { time, transport, start } = await createTestLoop();
  const idle = start();
  await time.pass(0);
  idle.stop();
  await idle.finished;
  transport.onPull(unreachable);
  const failed = start();
  await time.pass(0);
  failed.stop();
  await failed.finished;
  expect(time.running()).toEqual([]);
});

test('a device that is not enrolled any more asks nothing', async () => {
  const { device, time, steps, statuses, start } = await createTestLoop();
  device.store.restore({ ...device.store.snapshot(), device: null });
  start();
  await time.pass(0);
  expect(steps()).toEqual([]);
  expect(statuses.at(-1)).toMatchObject({ phase: 'stopped', problem: 'token_invalid' });
});
