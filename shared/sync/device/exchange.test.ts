import { describe, expect, test } from 'vitest';
import { createClockOffset } from './clock-offset.ts';
import { pullToHead, pushBatch, takeBatch, type Batch, type ExchangeDeps } from './exchange.ts';
import { adoptEpoch } from './reposition.ts';
import {
  createTestDevice,
  createVisit,
  verdictOn,
  visitRow,
  wireVisit,
  type TestDevice,
} from './test-device.ts';
import { testId } from '../wire/test-id.ts';
import { bootstrapPage, createTestTransport, pushAnswerOf, tailPage } from './test-transport.ts';

const [a, b] = [testId(10), testId(11)] as const;
const never = () => false;

async function create(about: Parameters<typeof createTestDevice>[0] = {}) {
  const device = await createTestDevice(about);
  const transport = createTestTransport();
  const heard: unknown[] = [];
  const deps: ExchangeDeps = {
    store: device.store,
    transport,
    now: () => 50,
    clockOffset: createClockOffset(),
    onRowsChanged: (changed) => heard.push(...[...changed.values()].flat()),
    onHeadReached: (head) => heard.push(`head ${head}`),
    onPageLoaded: (rows) => heard.push(`loaded ${rows}`),
  };
  return { device, transport, deps, heard };
}

async function writeVisits(device: TestDevice, count: number, note = '') {
  for (let n = 0; n < count; n += 1) await device.write([createVisit(testId(100 + n), { note })]);
}

const pushed = ({ asked }: ReturnType<typeof createTestTransport>) =>
  asked.flatMap((one) => ('push' in one ? [one.push] : []));
const pulled = ({ asked }: ReturnType<typeof createTestTransport>) =>
  asked.flatMap((one) => ('pull' in one ? [one.pull] : []));

async function push(deps: ExchangeDeps, maxChanges: number) {
  return pushBatch(deps, (await takeBatch(deps.store, maxChanges)) as Batch);
}

describe('a push', () => {
  test('[R8.8] of a new epoch says of a kept change where it had been applied, and of a waiting one nothing', async () => {
    const { device, transport, deps } = await create();
    await writeVisits(device, 1);
    transport.onPush(pushAnswerOf([verdictOn(1, { seq: 11 })]));
    await push(deps, 1);
    await writeVisits(device, 1);
    await adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 99 });
    await push(deps, 2);
    const changes = pushed(transport).at(-1)?.changes;
    expect(changes).toMatchObject([{ opSeq: 1, applied: { epoch: 'epoch-1', seq: 11 } }, { opSeq: 2 }]);
    expect(changes?.[1]).not.toHaveProperty('applied');
  });

  test('[R2] takes the oldest changes in order, numbered on from the last verdict', async () => {
    const { device, transport, deps } = await create({ doneOpSeq: 7 });
    await writeVisits(device, 3);
    const step = await push(deps, 2);
    expect(step).toEqual({ ok: true, value: { drained: false } });
    expect(pushed(transport)).toMatchObject([
      {
        ...{ protocol: 2, epoch: 'epoch-1', ackedOpSeq: 7 },
        changes: [
          { opSeq: 8, opId: testId(901), name: 'test', version: 1, occurredAt: 1 },
          { opSeq: 9, opId: testId(902) },
        ],
      },
    ]);
    expect(device.device().doneOpSeq).toBe(9);
    expect(await push(deps, 2)).toEqual({ ok: true, value: { drained: true } });
  });

  test('says which change is sent again by a person, and nothing of it otherwise', async () => {
    const { device, transport, deps } = await create();
    await device.write([createVisit(a)]);
    await device.write([createVisit(b)], { retryOf: testId(77) });
    await push(deps, 10);
    const changes = pushed(transport)[0]?.changes ?? [];
    expect(changes[0]).not.toHaveProperty('retryOf');
    expect(changes[1]).toMatchObject({ retryOf: testId(77) });
  });

  test('asks nothing where nothing waits', async () => {
    const { transport, deps } = await create();
    expect(await push(deps, 10)).toEqual({ ok: true, value: { drained: true } });
    expect(transport.asked).toEqual([]);
  });

  test('of large changes no more are read for a push than fill it about, however many wait', async () => {
    const { device, deps } = await create({ protocol: 2 });
    const note = 'x'.repeat(2_000);
    for (let n = 0; n < 40; n += 1)
      await device.write(Array.from({ length: 50 }, (_, m) => createVisit(testId(100 * n + m), { note })));
    let read = 0;
    const counting: ExchangeDeps['store'] = {
      transact: (mode, touches, work) =>
        device.store.transact(mode, touches, (transaction) =>
          work({
            ...transaction,
            async oldestInOutbox(...asked) {
              const entries = await transaction.oldestInOutbox(...asked);
              read += entries.length;
              return entries;
            },
          }),
        ),
    };
    const batch = (await takeBatch(counting, 500)) as Batch;
    expect(batch.isAll).toBe(false);
    expect(batch.changes.length).toBeGreaterThan(2);
    expect(read).toBe(20);
    // What is small goes in one push all the same, in its order.
    const small = await create();
    await writeVisits(small.device, 130);
    const whole = (await takeBatch(small.device.store, 500)) as Batch;
    expect(whole.isAll).toBe(true);
    expect(whole.changes.map(({ opSeq }) => opSeq)).toEqual(Array.from({ length: 130 }, (_, n) => n + 1));
    expect((await takeBatch(deps.store, 500))?.changes.length).toBe(batch.changes.length);
    expect((await takeBatch(small.device.store, 50))?.changes).toHaveLength(50);
  });

  test('stays below the limit of a body', async () => {
    const { device, transport, deps } = await create();
    const visits = Array.from({ length: 200 }, (_, n) =>
      createVisit(testId(1_000 + n), { note: 'x'.repeat(2_000) }),
    );
    await device.write(visits);
    await device.write(visits.map((visit) => ({ ...visit, id: visit.id.replace('-7000-', '-7001-') })));
    expect(await push(deps, 10)).toEqual({ ok: true, value: { drained: false } });
    expect(await push(deps, 10)).toEqual({ ok: true, value: { drained: true } });
    expect(pushed(transport).map(({ changes }) => changes.length)).toEqual([1, 1]);
    expect(device.store.snapshot().outbox.size).toBe(0);
  });

  test('[R3] that the server asks to retry keeps the verdicts before it', async () => {
    const { device, transport, deps } = await create();
    await writeVisits(device, 2);
    transport.onPush(pushAnswerOf([verdictOn(1), verdictOn(2, { verdict: 'retry' })]));
    expect(await push(deps, 10)).toEqual({
      ok: false,
      failure: { code: 'server_busy' },
    });
    expect(device.device().doneOpSeq).toBe(1);
  });

  test('[R3] answered for the first changes only, is not all that waits', async () => {
    const { device, transport, deps } = await create();
    await writeVisits(device, 2);
    transport.onPush(pushAnswerOf([verdictOn(1)]));
    expect(await push(deps, 10)).toEqual({ ok: true, value: { drained: false } });
    expect(device.device().doneOpSeq).toBe(1);
  });

  test('[R3] answered for none at all, has failed: to send it again at once would never end', async () => {
    const { device, transport, deps } = await create();
    await writeVisits(device, 1);
    transport.onPush(pushAnswerOf([]));
    expect(await push(deps, 10)).toEqual({
      ok: false,
      failure: { code: 'server_answer_unreadable' },
    });
  });

  test('[R2] writes nothing of an answer to other changes', async () => {
    const { device, transport, deps } = await create();
    await writeVisits(device, 1);
    transport.onPush(pushAnswerOf([verdictOn(1, { opId: testId(77) })]));
    expect(await push(deps, 10)).toEqual({
      ok: false,
      failure: { code: 'superseded' },
    });
    expect(device.store.snapshot().outbox.size).toBe(1);
  });

  test('tells which rows a rejection changed, and measures the clock', async () => {
    const { device, transport, deps, heard } = await create();
    await device.write([createVisit(a)]);
    transport.onPush({ ...pushAnswerOf([verdictOn(1, { verdict: 'rejected' })]), serverTime: 9_000 });
    await push(deps, 10);
    expect(heard).toEqual([a]);
    expect(deps.clockOffset.current()).toBe(9_000);
  });

  test('hands a failure of the way on as it is', async () => {
    const { device, transport, deps } = await create();
    await writeVisits(device, 1);
    transport.onPush({ code: 'unavailable', retryAfter: 2_000 });
    expect(await push(deps, 10)).toEqual({
      ok: false,
      failure: { code: 'unavailable', retryAfter: 2_000 },
    });
  });
});

describe('a pull', () => {
  test('[R6] shows the pages of a tail together, at the last one', async () => {
    const { device, transport, deps, heard } = await create();
    transport.onPull(tailPage({ rows: [wireVisit(a, 2)], cursor: 'page-1', more: true }));
    transport.onPull(async () => {
      expect(device.row('visit', a)).toBeUndefined();
      expect(device.device().cursor).toBe('cursor-1');
      return tailPage({ rows: [wireVisit(b, 2)], cursor: 'page-2', head: 2 });
    });
    const step = await pullToHead(deps, device.device(), never);
    expect(step).toEqual({ ok: true, value: { complete: true } });
    expect([device.row('visit', a), device.row('visit', b)]).toEqual([visitRow(a, 2), visitRow(b, 2)]);
    expect(device.device().cursor).toBe('page-2');
    expect(pulled(transport).map(({ cursor }) => cursor)).toEqual(['cursor-1', 'page-1']);
    expect(heard).toEqual([a, b, 'head 2']);
  });

  test('[R6] that breaks off within a tail shows none of it', async () => {
    const { device, transport, deps } = await create();
    const before = device.state();
    transport.onPull(tailPage({ rows: [wireVisit(a, 2)], cursor: 'page-1', more: true }));
    transport.onPull({ code: 'server_unreachable' });
    expect(await pullToHead(deps, device.device(), never)).toMatchObject({ ok: false });
    expect(device.state()).toBe(before);
  });

  test('[R7] writes each page of a bootstrap, and goes on from there after a break', async () => {
    const { device, transport, deps, heard } = await create({ cursor: null, ready: false });
    transport.onPull(bootstrapPage('visit', { rows: [wireVisit(a, 2)], cursor: 'page-1' }));
    transport.onPull({ code: 'server_unreachable' });
    expect(await pullToHead(deps, device.device(), never)).toMatchObject({ ok: false });
    expect(device.row('visit', a)).toEqual(visitRow(a, 2));
    expect(device.device()).toMatchObject({ cursor: 'page-1', ready: false });

    transport.onPull(bootstrapPage('serving', { cursor: 'page-2' }));
    transport.onPull(tailPage({ cursor: 'page-3' }));
    await pullToHead(deps, device.device(), never);
    expect(pulled(transport).map(({ cursor }) => cursor)).toEqual([null, 'page-1', 'page-1', 'page-2']);
    expect(device.device()).toMatchObject({ cursor: 'page-3', ready: true, lastSyncedAt: 50 });
    expect(heard).toContain('loaded 1');
  });

  test('[R7] makes way between two pages of a bootstrap for a change that was written meanwhile', async () => {
    const { device, transport, deps } = await create({ cursor: null, ready: false });
    transport.onPull(bootstrapPage('visit', { cursor: 'page-1' }));
    const step = await pullToHead(deps, device.device(), () => true);
    expect(step).toEqual({ ok: true, value: { complete: false } });
    expect(device.device().cursor).toBe('page-1');
  });

  test('[R6] writes nothing where another window took over meanwhile', async () => {
    const { device, transport, deps } = await create();
    transport.onPull(async () => {
      await device.put({ cursor: 'further' });
      return tailPage({ rows: [wireVisit(a, 2)] });
    });
    const step = await pullToHead(deps, device.device(), never);
    expect(step).toEqual({ ok: false, failure: { code: 'superseded' } });
    expect(device.row('visit', a)).toBeUndefined();
  });
});

describe('[R2] a server that holds verdicts for more than the device sent', () => {
  test('knows a copy of its profile, also where as much waits here', async () => {
    const { device, transport, deps } = await create({ doneOpSeq: 4, sentOpSeq: 4 });
    await writeVisits(device, 2);
    const before = device.state();
    transport.onPull(tailPage({ rows: [wireVisit(a, 2)], lastOpSeq: 6 }));
    const step = await pullToHead(deps, device.device(), never);
    expect(step).toEqual({ ok: false, failure: { code: 'device_cloned' } });
    expect(device.state()).toBe(before);
  });

  test('knows none where the answer to a push was lost, be it that of a process before this one', async () => {
    const { device, transport, deps } = await create({ doneOpSeq: 4, sentOpSeq: 4 });
    await writeVisits(device, 2);
    transport.onPush({ code: 'server_unreachable' });
    await push(deps, 9);
    expect(device.device()).toMatchObject({ doneOpSeq: 4, sentOpSeq: 6 });
    transport.onPull(tailPage({ rows: [wireVisit(a, 2)], lastOpSeq: 6 }));
    expect(await pullToHead(deps, device.device(), never)).toMatchObject({ ok: true });
    expect(device.row('visit', a)).toBeDefined();
  });

  test('knows none where another window pushed meanwhile', async () => {
    const { device, transport, deps } = await create({ doneOpSeq: 4, sentOpSeq: 4 });
    const seen = device.device();
    transport.onPull(async () => {
      await device.put({ doneOpSeq: 6, sentOpSeq: 6 });
      return tailPage({ lastOpSeq: 6 });
    });
    expect(await pullToHead(deps, seen, never)).toMatchObject({ ok: true });
  });
});

test('[R2] what is sent is noted on the disk before, and the larger note stays', async () => {
  const { device, transport, deps } = await create({ doneOpSeq: 4, sentOpSeq: 4 });
  await writeVisits(device, 3);
  const notes: number[] = [];
  const answer = async () => {
    notes.push(device.device().sentOpSeq);
    return { code: 'server_unreachable' } as const;
  };
  for (const maxChanges of [3, 1]) {
    transport.onPush(answer);
    await push(deps, maxChanges);
  }
  expect(notes).toEqual([7, 7]);
});

test('[R2] what is sent is numbered for the position of that moment, which another window may have moved', async () => {
  const { device, transport, deps } = await create({ doneOpSeq: 4, sentOpSeq: 4 });
  await writeVisits(device, 1);
  await device.put({ doneOpSeq: 5, sentOpSeq: 5 });
  await push(deps, 9);
  expect(pushed(transport)).toMatchObject([{ ackedOpSeq: 5, changes: [{ opSeq: 6 }] }]);
});

test('[R2] what was made for a position that another window has left since is settled nowhere', async () => {
  const { device, deps } = await create({ doneOpSeq: 4, sentOpSeq: 4 });
  await writeVisits(device, 1);
  const batch = (await takeBatch(device.store, 9)) as Batch;
  await device.put({ doneOpSeq: 5, sentOpSeq: 5 });
  expect(await pushBatch(deps, batch)).toEqual({ ok: false, failure: { code: 'superseded' } });
  expect(device.store.snapshot().outbox.size).toBe(1);
});

test('before the enrolment there is nothing to send', async () => {
  const { device } = await create();
  await device.store.transact('write', [], (transaction) => transaction.putDevice(null as never));
  expect(await takeBatch(device.store, 9)).toBeNull();
});
