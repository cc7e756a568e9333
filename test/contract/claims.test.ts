/** A row for one desk alone, for a while (R10): who gets it, what it keeps out, and when it is over. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeClaimed } from '../../shared/entities/test-claimed.ts';
import { limits, type Patch } from '../../shared/sync/wire/protocol.ts';
import { connectDatabase } from '../../server/db/connect.ts';
import { createPgStore } from '../../server/sync/pg-store.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  erasePatch,
  newDevice,
  newEraser,
  postgresHost,
  updatePatch,
  type StoreHost,
  type TestDevice,
} from '../support/site-fixture.ts';

let end: () => void;
beforeAll(() => {
  end = makeClaimed('vehicle');
});
afterAll(() => end());

const making = (id: string): Patch => ({ entity: 'vehicle', id, op: 'create', base: 0, set: {} });
const editing = (id: string, claim?: string): Patch => ({
  ...updatePatch('vehicle', id, 1_000_000_000, { note: uuidv7() }),
  ...(claim === undefined ? {} : { claim }),
});
async function verdictOn(device: TestDevice, ...patches: Patch[]): Promise<string | undefined> {
  const { results } = await device.push({ patches });
  return results[0]?.code ?? results[0]?.verdict;
}

onBothStores('claims on %s', (begin) => {
  let host: StoreHost;
  let siteId: string;
  let callback: TestDevice;
  let office: TestDevice;
  let later = 0;
  const now = () => Date.now() + later;
  begin(async (started) => {
    host = started;
    siteId = await host.newSite();
    callback = await newDevice(host, siteId, { station: 'callback', now });
    office = await newDevice(host, siteId, { station: 'office', now });
  });
  const newRow = async () => {
    const id = uuidv7();
    expect(await verdictOn(callback, making(id))).toBe('applied');
    return id;
  };

  test('[R10.2] one has it, and the others are told until when; asked for again it is the same one', async () => {
    const id = await newRow();
    const first = await callback.claim('vehicle', id);
    expect(first.until - first.serverTime).toBe(limits.claimMs);
    await expect(office.claim('vehicle', id)).rejects.toMatchObject({
      code: 'claim_taken',
      extra: { until: first.until },
    });
    expect((await callback.claim('vehicle', id)).token).toBe(first.token);
  });

  test('[R10.3] neither a claim nor its end takes a number', async () => {
    const id = await newRow();
    const { head } = await callback.pull(null);
    const { token } = await callback.claim('vehicle', id);
    await callback.release('vehicle', id, token);
    expect((await callback.pull(null)).head).toBe(head);
  });

  test('[R10.4] its time keeps out who has no token, or an old one; the rest of such a change neither stays', async () => {
    const [id, other] = [await newRow(), uuidv7()];
    const { token } = await callback.claim('vehicle', id);
    expect(await verdictOn(office, editing(id))).toBe('claim_lost');
    expect(await verdictOn(office, making(other), editing(id, token))).toBe('claim_lost');
    expect(await verdictOn(office, editing(other))).toBe('missing');
    expect(await verdictOn(callback, editing(id, token))).toBe('applied');
    later += limits.claimMs;
    // Nobody has taken it over: what was done without a network is not lost.
    expect(await verdictOn(callback, editing(id, token))).toBe('applied');
    const next = await office.claim('vehicle', id);
    expect(next.token).not.toBe(token);
    expect(await verdictOn(callback, editing(id, token))).toBe('claim_lost');
    expect(await verdictOn(office, editing(id, next.token))).toBe('applied');
  });

  test('[R10.4] what was done meanwhile is kept as a fact, whoever has the row', async () => {
    const id = await newRow();
    await callback.claim('vehicle', id);
    const fact = { visitId: id, quantity: 1, servedAt: 1, businessDay: '2026-11-24' };
    const serving: Patch = { entity: 'serving', id: uuidv7(), op: 'create', base: 0, set: fact };
    expect(await verdictOn(office, serving)).toBe('applied');
  });

  test('[R10.3] given back it is free at once, and its token is good for nothing; another’s token ends nothing', async () => {
    const id = await newRow();
    const { token } = await callback.claim('vehicle', id);
    await office.release('vehicle', id, token);
    await callback.release('vehicle', id, 'made up');
    await expect(office.claim('vehicle', id)).rejects.toMatchObject({ code: 'claim_taken' });
    await callback.release('vehicle', id, token);
    expect(await verdictOn(callback, editing(id, token))).toBe('claim_lost');
    expect(await verdictOn(callback, editing(id))).toBe('applied');
    await office.claim('vehicle', id);
  });

  test('[R10.5] a renewed device takes over what it had under its old id, with a token of its own', async () => {
    const id = await newRow();
    const { token } = await callback.claim('vehicle', id);
    const renewed = await newDevice(host, siteId, { station: 'callback', earlierIds: [callback.id], now });
    expect(await verdictOn(renewed, editing(id, token))).toBe('claim_lost');
    const next = await renewed.claim('vehicle', id);
    expect(await verdictOn(callback, editing(id, token))).toBe('claim_lost');
    expect(await verdictOn(renewed, editing(id, next.token))).toBe('applied');
  });

  test('[R10.6] a removal asks for no claim, and ends it', async () => {
    const id = await newRow();
    const { token } = await callback.claim('vehicle', id);
    expect(await verdictOn(await newEraser(host, siteId), erasePatch('vehicle', id))).toBe('applied');
    await expect(callback.claim('vehicle', id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await verdictOn(callback, editing(id, token))).toBe('gone');
  });

  test('[R10.6] a claim that ran out long ago is forgotten where removals are', async () => {
    const id = await newRow();
    const { token, until } = await callback.claim('vehicle', id);
    await host.store.compact(siteId, until, 10);
    expect(await verdictOn(callback, editing(id, token))).toBe('applied');
    await host.store.compact(siteId, until + 1, 10);
    expect(await verdictOn(callback, editing(id, token))).toBe('claim_lost');
  });

  test('[R12.2] a client of version 1 is served: what it says of claims means nothing, what others claimed it may not edit', async () => {
    const old = await newDevice(host, siteId, { station: 'callback', protocol: 1, now });
    const id = await newRow();
    expect(await verdictOn(old, editing(id, 'of no meaning'))).toBe('applied');
    const { token } = await callback.claim('vehicle', id);
    expect(await verdictOn(old, editing(id, token))).toBe('claim_lost');
    expect((await old.pullAll(null)).at(-1)?.more).toBe(false);
    const odd = { ...old.numbered({ patches: [] }), patches: ['x', { claim: 1 }] };
    expect((await old.pushRaw([odd])).results[0]).toMatchObject({ code: 'invalid' });
  });

  test('[R10.6] a restore ends every claim; what was applied before it asks for none', async () => {
    const id = await newRow();
    const putBack = await host.backUp();
    const { token } = await callback.claim('vehicle', id);
    const { results } = await callback.push({ patches: [editing(id, token)] });
    await putBack();
    const mark = await callback.adopt();
    await expect(office.claim('vehicle', id)).rejects.toMatchObject({ code: 'epoch_changed' });
    await office.adopt();
    const next = await office.claim('vehicle', id);
    expect(next.token).not.toBe(token);
    const again = { patches: [editing(id, token)], ...mark(results[0]?.seq) };
    expect((await callback.push(again)).results[0]).toMatchObject({ verdict: 'applied' });
    expect(await verdictOn(callback, editing(id, token))).toBe('claim_lost');
  });
});

test('[R10.1] two servers on one database give a row to one desk alone, however many ask at once', async () => {
  const host = await postgresHost();
  const second = connectDatabase({ connectionString: host.connectionString });
  try {
    const siteId = await host.newSite();
    const hosts = [host, { ...host, store: createPgStore(second.db) }];
    const desks = await Promise.all(
      Array.from({ length: 6 }, (_, at) => newDevice(hosts[at % 2] ?? host, siteId, { station: 'callback' })),
    );
    const id = uuidv7();
    expect(await verdictOn(desks[0] as TestDevice, making(id))).toBe('applied');
    const asked = await Promise.allSettled(desks.map((desk) => desk.claim('vehicle', id)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const verdicts = await Promise.all(desks.map((desk) => verdictOn(desk, editing(id))));
    expect(new Set(verdicts)).toEqual(new Set(['claim_lost']));
  } finally {
    await second.close();
    await host.stop();
  }
}, 60_000);

describe('over HTTP', () => {
  let fixture: AppFixture;
  let epoch: string;
  beforeAll(async () => {
    fixture = await startApp();
    epoch = (await fixture.app.inject({ url: '/api/v1/health' })).json<{ epoch: string }>().epoch;
  }, 60_000);
  afterAll(() => fixture?.stop());

  interface Desk {
    readonly deviceId: string;
    readonly token: string;
  }
  async function enrol(station: 'callback' | 'finance'): Promise<Desk> {
    const body = { code: await fixture.code(station), name: 'Desk', installId: uuidv7() };
    return (await fixture.post('/devices/enrol', body)).body as unknown as Desk;
  }
  const ask = ({ deviceId, token }: Desk, more: object) =>
    fixture.post('/claims', { protocol: 2, epoch, entity: 'vehicle', actor: deviceId, ...more }, token);

  test('[R10.2] each refusal has its code and status; a claim and its end are answered', async () => {
    const [desk, other, finance] = [await enrol('callback'), await enrol('callback'), await enrol('finance')];
    const id = uuidv7();
    const change = { opId: uuidv7(), opSeq: 1, name: 't', version: 1, actor: desk.deviceId, occurredAt: 1 };
    const changes = [{ ...change, patches: [making(id)] }];
    await fixture.post('/sync/push', { protocol: 2, epoch, ackedOpSeq: 0, changes }, desk.token);
    const refusals = await Promise.all([
      ask({ ...desk, token: 'nobody' }, { id }),
      ask(finance, { id }),
      ask(desk, { id, actor: uuidv7() }),
      ask(desk, { id: uuidv7() }),
      ask(desk, { id, entity: 'visit' }),
      ask(desk, { id, protocol: 1 }),
      ask(desk, { id, protocol: 3 }),
      ask(desk, { id, epoch: 'another' }),
    ]);
    expect(
      refusals.map(({ status, body }) => [status, (body['error'] as { code: string }).code].join(' ')),
    ).toEqual([
      '401 token_invalid',
      '403 forbidden',
      '403 forbidden',
      '404 not_found',
      '400 malformed',
      '400 malformed',
      '426 protocol_unsupported',
      '409 epoch_changed',
    ]);
    const given = await ask(desk, { id });
    expect(given).toMatchObject({ status: 200, body: { epoch, token: expect.any(String) as string } });
    expect(await ask(other, { id })).toMatchObject({
      status: 409,
      body: { error: { code: 'claim_taken', until: given.body['until'] } },
    });
    const request = { protocol: 2, epoch, entity: 'vehicle', id, token: given.body['token'] };
    expect((await fixture.post('/claims/release', request, desk.token)).status).toBe(200);
    expect((await ask(other, { id })).status).toBe(200);
    fixture.pass(limits.claimMs);
    expect((await ask(desk, { id })).status).toBe(200);
  });
});
