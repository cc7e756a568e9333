import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeClaimed } from '../../entities/test-claimed.ts';
import { releaseClaim, takeClaim } from './claims.ts';
import { createTestLoop, idleMs } from './test-loop.ts';
import type { Change } from '../wire/protocol.ts';
import { testId } from '../wire/test-id.ts';

describe('[R10.8] claims in a cycle', () => {
  let end: () => void;
  beforeAll(() => {
    end = makeClaimed('vehicle');
  });
  afterAll(() => end());
  const car = { entity: 'vehicle', id: testId(10) } as const;
  const granted = { epoch: 'epoch-1', serverTime: 0, token: 'token', until: 300_000 };

  test('are asked for before what waits is sent; given back, the work done, without another one', async () => {
    const { device, time, transport, steps, start } = await createTestLoop();
    await device.hold('vehicle', { id: testId(10), rowVersion: 1 });
    await takeClaim(device.store, car, testId(1));
    await device.write([{ ...car, op: 'update', set: { note: 'x' } }]);
    await releaseClaim(device.store, car);
    transport.onClaim(granted);
    start();
    await time.pass(0);
    expect(steps()).toEqual(['claim', 'push', 'release', 'pull']);
    const sent = transport.asked.flatMap((one) => ('push' in one ? (one.push.changes as Change[]) : []));
    expect(sent.flatMap(({ patches }) => patches.map(({ claim }) => claim))).toEqual(['token']);
    expect(device.store.snapshot().claims.size).toBe(0);
  });

  test('of a row that was made here are asked for again once the server has it', async () => {
    const { device, time, transport, steps, start } = await createTestLoop();
    await device.write([{ ...car, op: 'create', set: {} }]);
    await takeClaim(device.store, car, testId(1));
    transport.onClaim({ code: 'not_found' });
    transport.onClaim(granted);
    start();
    await time.pass(0);
    expect(steps()).toEqual(['claim', 'push', 'claim', 'pull']);
    expect([...device.store.snapshot().claims.values()]).toMatchObject([{ token: 'token' }]);
  });

  test('that cannot be asked for keep nothing waiting, and are asked for with the next one', async () => {
    const { device, time, steps, start } = await createTestLoop();
    await device.hold('vehicle', { id: testId(10), rowVersion: 1 });
    await takeClaim(device.store, car, testId(1));
    start();
    await time.pass(0);
    expect(steps()).toEqual(['claim', 'pull']);
    await time.pass(idleMs);
    expect(steps()).toEqual(['claim', 'pull', 'claim', 'pull']);
  });
});
