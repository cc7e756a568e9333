/**
 * The shipped engine with its HTTP transport, the shipped server on a real PostgreSQL, and between them a network that
 * does one thing wrong: meanwhile the desk says what is wrong, after it everything has arrived, and once.
 */
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHttpTransport } from '../../renderer/sync/http-transport.ts';
import { createClockOffset } from '../../shared/sync/device/clock-offset.ts';
import type { Timer } from '../../shared/sync/device/pacer.ts';
import { enrolAnswer } from '../../shared/sync/wire/protocol.ts';
import { createSyncLoop, type LoopStatus, type SyncLoop } from '../../shared/sync/device/sync-loop.ts';
import {
  createTestDevice,
  createVisit,
  editVisit,
  type TestDevice,
} from '../../shared/sync/device/test-device.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';
import { openBadNetwork, type BadNetwork, type Weather } from '../support/bad-network.ts';

interface Desk extends TestDevice {
  readonly firstId: string;
  readonly loop: SyncLoop;
  /** Since the last `hear()`. */
  heard: LoopStatus[];
  status(): LoopStatus | undefined;
}

/** A busy machine takes its time; what never comes true fails all the same. */
const soon = { timeout: 20_000 };

let server: AppFixture;
let network: BadNetwork;
let desk: Desk;
let other: Desk;

beforeAll(async () => {
  server = await startApp();
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  network = await openBadNetwork(port);
  [desk, other] = [await openDesk(network.url), await openDesk(`http://127.0.0.1:${port}`)];
});
afterAll(async () => {
  for (const { loop } of [desk, other]) {
    loop.stop();
    await loop.finished;
  }
  await network.close();
  await server.stop();
});
beforeEach(async () => {
  network.become('good');
  await expect.poll(() => desk.status()?.phase, soon).toBe('online');
});

/** A desk of the bar; it asks every 100 ms, waits as long after a failure, and half a second for an answer. */
async function openDesk(url: string): Promise<Desk> {
  const installId = uuidv7();
  const enrolment = { code: await server.code('bar'), name: 'Desk', installId };
  const enrolled = enrolAnswer.parse((await server.post('/devices/enrol', enrolment)).body);
  const { deviceId, token, siteId, epoch } = enrolled;
  const device = await createTestDevice({
    ...{ deviceId, token, siteId, epoch, installId, cursor: null, ready: false },
  });
  const heard: LoopStatus[] = [];
  const loop = createSyncLoop({
    store: device.store,
    transport: createHttpTransport(url, 500),
    clockOffset: createClockOffset(),
    now: Date.now,
    random: () => 0,
    startTimer,
    idleWait: () => 100,
    onStatus: (status) => void heard.push(status),
    onRowsChanged: () => undefined,
    onHeadReached: () => undefined,
  });
  return { ...device, firstId: deviceId, loop, heard, status: () => heard.at(-1) };
}

function startTimer(ms: number): Timer {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  setTimeout(end, ms);
  return { over, end };
}

const waiting = () => desk.store.snapshot().outbox.size;
const changes = async () => {
  const { rows } = await sql<{ verdict: string; name: string }>`
    select verdict, name from change where site_id = ${server.siteId}`.execute(server.admin.db);
  return rows;
};

/** Three new visits and an edit, each with an opId of its own. @returns ids of the visits */
async function writeSome(): Promise<string[]> {
  const ids = [uuidv7(), uuidv7(), uuidv7()];
  const actor = desk.firstId;
  const write = (...patches: Parameters<TestDevice['write']>[0]) =>
    desk.write(patches, { opId: uuidv7(), actor, occurredAt: Date.now() });
  for (const [index, id] of ids.entries())
    await write(createVisit(id, { partySize: 2 + index, note: `桌 ${index} 5128` }));
  await write(editVisit(ids[0] ?? '', { note: '改为 6 位 2027' }));
  desk.loop.poke();
  return ids;
}

/** Everything is there, once, and the desk is the one it was. */
async function expectAllWell(ids: readonly string[], before: number): Promise<void> {
  await expect.poll(waiting, soon).toBe(0);
  await expect.poll(() => desk.status(), soon).toMatchObject({ phase: 'online', problem: null });
  const last = ids.at(-1) ?? '';
  await expect.poll(() => other.row('visit', last), soon).toBeDefined();
  // A pull of each that began after all that was pushed.
  await expect.poll(() => desk.store.snapshot().acknowledged.size, soon).toBe(0);
  await expect.poll(() => other.store.snapshot().rows, soon).toEqual(desk.store.snapshot().rows);
  const all = await changes();
  expect(all).toHaveLength(before + 4);
  expect(all.filter(({ verdict }) => verdict !== 'applied')).toEqual([]);
  expect(desk.store.snapshot().attention.size).toBe(0);
  expect(desk.device()).toMatchObject({ deviceId: desk.firstId });
  expect(other.row('visit', ids[0] ?? '')).toMatchObject({ partySize: 2, note: '改为 6 位 2027' });
}

describe('nothing gets through, and the desk says why', () => {
  const unreachable = 'server_unreachable';
  const unreadable = 'server_answer_unreadable';
  test.each<[string, Weather, string]>([
    ['a captive portal answers everything with its page', 'portal', unreadable],
    ['a half-open connection', 'silent', unreachable],
    ['answers that break off', 'cut', unreachable],
    ['requests that break off', 'cutUp', unreachable],
    ['answers that are cut to half, the length told anew', 'halfDown', unreadable],
    ['requests that are cut to half, the length told anew', 'halfUp', 'damaged'],
    ['a bit that flips in each answer', 'flippedDown', unreadable],
    ['a bit that flips in each request', 'flippedUp', 'damaged'],
  ])('%s', async (_what, weather, problem) => {
    const before = (await changes()).length;
    network.become(weather);
    const ids = await writeSome();
    desk.heard.length = 0;
    await expect.poll(() => desk.status(), soon).toMatchObject({ phase: 'offline', problem });
    // Tried again by itself, with the same end.
    await expect
      .poll(() => desk.heard.filter(({ phase }) => phase === 'offline').length, soon)
      .toBeGreaterThan(2);
    expect(new Set(desk.heard.flatMap((status) => status.problem ?? []))).toEqual(new Set([problem]));
    expect(desk.heard.map(({ phase }) => phase)).not.toContain('online');
    expect(waiting()).toBe(4);
    network.become('good');
    await expectAllWell(ids, before);
  });
});

test('of three requests one is lost and of one the answer: sync goes on meanwhile', async () => {
  const before = (await changes()).length;
  network.become('lossy');
  const ids = await writeSome();
  await expect.poll(waiting, soon).toBe(0);
  network.become('good');
  await expectAllWell(ids, before);
});
