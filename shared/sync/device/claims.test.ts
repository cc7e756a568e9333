import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeClaimed } from '../../entities/test-claimed.ts';
import { limits } from '../wire/protocol.ts';
import { testId } from '../wire/test-id.ts';
import { isDue, keepClaims, releaseClaim, takeClaim } from './claims.ts';
import { adoptEpoch, adoptRenewal } from './reposition.ts';
import { createTestDevice, type TestDevice } from './test-device.ts';
import { createTestTransport } from './test-transport.ts';

const [rowId, otherId, person] = [testId(10), testId(11), testId(20)] as const;
const row = { entity: 'vehicle', id: rowId } as const;
const now = 5_000;

let end: () => void;
beforeAll(() => {
  end = makeClaimed('vehicle');
});
afterAll(() => end());

const fields = { customerId: null, plate: null, vin: null, model: null, colour: null, note: null };
const edit = (id: string, note: string) => ({ entity: 'vehicle', id, op: 'update', set: { note } }) as const;

async function deskWithRow() {
  const device = await createTestDevice();
  await device.hold(
    'vehicle',
    { ...fields, id: rowId, rowVersion: 3 },
    { ...fields, id: otherId, rowVersion: 3 },
  );
  const transport = createTestTransport();
  const claims = () => [...device.store.snapshot().claims.values()];
  const keep = () =>
    keepClaims({ store: device.store, transport, now: () => now }, device.device(), claims());
  const grant = (token: string) =>
    transport.onClaim({ epoch: 'epoch-1', serverTime: 100, token, until: 100 + limits.claimMs });
  return { device, transport, claims, keep, grant };
}

const tokensIn = ({ store }: TestDevice) =>
  [...store.snapshot().outbox.values()].map(({ patches }) => patches.map(({ claim }) => claim ?? null));

describe('[R10.8] a claim on the device', () => {
  test('is tentative until the server gives its token; what was written meanwhile gets it, nothing else does', async () => {
    const { device, transport, claims, keep, grant } = await deskWithRow();
    await takeClaim(device.store, row, person);
    await device.write([edit(rowId, 'a'), edit(otherId, 'b')]);
    expect(claims()).toEqual([{ ...row, actor: person, token: null, until: null, isDone: false }]);
    grant('token');
    await keep();
    expect(transport.asked).toEqual([{ claim: { protocol: 2, epoch: 'epoch-1', ...row, actor: person } }]);
    // By the device's own clock, from when it asked.
    expect(claims()).toMatchObject([{ token: 'token', until: limits.claimMs }]);
    await device.write([edit(rowId, 'c')]);
    expect(tokensIn(device)).toEqual([['token', null], ['token']]);
  });

  test('stays tentative where the server is not reached', async () => {
    const { device, claims, keep } = await deskWithRow();
    await takeClaim(device.store, row, person);
    await keep();
    expect(claims()).toMatchObject([{ token: null }]);
  });

  test('is forgotten where somebody else has the row; the changes go as they are', async () => {
    const { device, transport, claims, keep } = await deskWithRow();
    await takeClaim(device.store, row, person);
    await device.write([edit(rowId, 'a')]);
    transport.onClaim({ code: 'claim_taken' });
    await keep();
    expect(claims()).toEqual([]);
    expect(tokensIn(device)).toEqual([[null]]);
  });

  test('that was lost is not won back by a later one: a token once written stays', async () => {
    const { device, keep, grant } = await deskWithRow();
    await takeClaim(device.store, row, person);
    grant('first');
    await keep();
    await device.write([edit(rowId, 'a')]);
    grant('second');
    await keep();
    await device.write([edit(rowId, 'b')]);
    expect(tokensIn(device)).toEqual([['first'], ['second']]);
  });

  test('on a row the server does not know waits while its beginning does, and is forgotten otherwise', async () => {
    const { device, transport, claims, keep } = await deskWithRow();
    const made = testId(12);
    await device.write([{ entity: 'vehicle', id: made, op: 'create', set: {} }]);
    await takeClaim(device.store, { entity: 'vehicle', id: made }, person);
    await takeClaim(device.store, row, person);
    transport.onClaim({ code: 'not_found' });
    transport.onClaim({ code: 'not_found' });
    await keep();
    expect(claims()).toMatchObject([{ id: made, token: null }]);
  });

  test('is asked for again once half its time is over', () => {
    const held = { ...row, actor: person, token: 't', until: now + limits.claimMs / 2, isDone: false };
    expect(isDue(held, now)).toBe(false);
    expect(isDue(held, now + 1)).toBe(true);
    // The clock was set back.
    expect(isDue({ ...held, until: now + limits.claimMs }, now)).toBe(false);
    expect(isDue({ ...held, until: now + limits.claimMs + 1 }, now)).toBe(true);
    expect(isDue({ ...held, isDone: true }, now)).toBe(true);
    expect(isDue({ ...held, token: null, until: null }, now)).toBe(true);
  });

  test('is given back only when nothing waits that carries its token', async () => {
    const { device, transport, claims, keep, grant } = await deskWithRow();
    await takeClaim(device.store, row, person);
    grant('token');
    await keep();
    await device.write([edit(rowId, 'a')]);
    await releaseClaim(device.store, row);
    await keep();
    expect(claims()).toMatchObject([{ token: 'token', isDone: true }]);
    await device.store.transact('write', [], (transaction) => transaction.deleteFromOutbox([1]));
    await keep();
    expect(claims()).toEqual([]);
    expect(transport.asked.at(-1)).toEqual({
      release: { protocol: 2, epoch: 'epoch-1', ...row, token: 'token' },
    });
  });

  test('given back while it is tentative is asked for all the same: what was done only counts under it', async () => {
    const { device, claims, keep, grant } = await deskWithRow();
    await takeClaim(device.store, row, person);
    await device.write([edit(rowId, 'a')]);
    await releaseClaim(device.store, row);
    grant('token');
    await keep();
    expect(tokensIn(device)).toEqual([['token']]);
    expect(claims()).toMatchObject([{ token: 'token', isDone: true }]);
  });

  test('taken on again while it is given back is tentative: the server may have it already', async () => {
    const { device, claims, keep, grant } = await deskWithRow();
    await takeClaim(device.store, row, person);
    grant('token');
    await keep();
    await releaseClaim(device.store, row);
    await takeClaim(device.store, row, person);
    expect(claims()).toMatchObject([{ token: null, isDone: false }]);
  });

  test.each([
    ['a renewal', (device: TestDevice) => adoptRenewal(device.store, { deviceId: testId(99), token: 't' })],
    [
      'a new epoch',
      (device: TestDevice) => adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 10 }),
    ],
  ])(
    'is tentative again after %s: what waits gets the new token, what was lost stays so',
    async (_what, move) => {
      const { device, claims, keep, grant } = await deskWithRow();
      await takeClaim(device.store, row, device.device().deviceId);
      grant('lost');
      await keep();
      await device.write([edit(rowId, 'a')]);
      grant('token');
      await keep();
      await device.write([edit(rowId, 'b')]);
      await move(device);
      expect(claims()).toMatchObject([{ token: null, actor: device.device().deviceId }]);
      expect(tokensIn(device)).toEqual([['lost'], [null]]);
      grant('new');
      await keep();
      expect(tokensIn(device)).toEqual([['lost'], ['new']]);
    },
  );
});
