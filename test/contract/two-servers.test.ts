/**
 * Two server processes on one database: what one takes the other tells, and either may be killed at any time. Real
 * processes, signals and PostgreSQL; desks go over to the other server where theirs does not answer.
 */
import { v7 as uuidv7 } from 'uuid';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { createEventStreamReader } from '../../shared/sync/wire/event-stream.ts';
import { enrolDevice, type HttpDevice } from '../support/http-device.ts';
import { newSite } from '../support/new-site.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';
import { updatePatch, visitPatch } from '../support/site-fixture.ts';

let postgres: TestPostgres;
let DATABASE_URL: string;
let servers: ServerProcess[];
let devices: HttpDevice[];
let siteId: string;
const sharedVisit = uuidv7();

const start = async (port?: number) =>
  startServer({ ...(port === undefined ? {} : { port }), env: { DATABASE_URL } });
const urlOf = (index: number) => servers[index % 2]?.url ?? '';

beforeAll(async () => {
  postgres = await startPostgres();
  DATABASE_URL = await postgres.freshDatabase();
  // Both at once, on a database without a table.
  servers = await Promise.all([start(), start()]);
  const site = await newSite({ connectionString: DATABASE_URL }, ['bar', 'bar', 'callback', 'office']);
  ({ siteId } = site);
  devices = await Promise.all(site.codes.map((code, index) => enrolDevice(urlOf(index), code)));
  devices[0]?.write(visitPatch(sharedVisit));
  await devices[0]?.drain();
}, 60_000);
afterAll(async () => {
  for (const server of servers) await server.end('SIGTERM');
  await postgres.stop();
});

async function head(): Promise<number> {
  const client = new Client(DATABASE_URL);
  await client.connect();
  const { rows } = await client.query<{ head: string }>('select head from site where id = $1', [siteId]);
  await client.end();
  return Number(rows[0]?.head);
}

const visitsOf = (rows: ReadonlyMap<string, WireRow>) =>
  [...rows.values()].filter(({ entity }) => entity === 'visit').sort((a, b) => a.id.localeCompare(b.id));

const acknowledged = () => devices.reduce((sum, { verdicts }) => sum + verdicts.size, 0);

/** Heads told on an event stream, until `stop`; it ends with the server too. */
async function listen(url: string, token: string) {
  const connection = new AbortController();
  const response = await fetch(`${url}/api/v1/sync/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: connection.signal,
  });
  const heads: number[] = [];
  const pieces = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = createEventStreamReader();
  const ended = (async () => {
    for (;;) {
      const { value, done } = (await pieces?.read()) ?? { value: undefined, done: true };
      if (done || value === undefined) return;
      for (const { data } of read(value)) heads.push((JSON.parse(data) as { head: number }).head);
    }
  })().catch(() => undefined);
  return { heads, ended, stop: () => connection.abort() };
}

/** Writes and pushes without a pause; a server that does not answer is left for the other one. */
async function storm(device: HttpDevice, first: number, goOn: () => boolean): Promise<void> {
  let at = first;
  for (let count = 0; goOn(); count += 1) {
    for (let index = 0; index < 5; index += 1) device.write(visitPatch(uuidv7(), { note: `${count}` }));
    device.write(updatePatch('visit', sharedVisit, 1, { note: `${device.id} ${count}` }));
    if ((await device.push(count % 10)) !== 0) continue;
    at += 1;
    device.moveTo(urlOf(at));
  }
}

test('what is pushed to one server is told on the streams of the other', async () => {
  const [here, there] = devices as [HttpDevice, HttpDevice];
  const stream = await listen(urlOf(1), there.token);
  await expect.poll(() => stream.heads.length).toBeGreaterThan(0);
  here.write(visitPatch(uuidv7()));
  await here.drain();
  const reached = await head();
  await expect.poll(() => stream.heads.at(-1)).toBe(reached);
  expect((await there.pullAll()).size).toBe((await here.pullAll()).size);
  stream.stop();
});

test('[R2] one batch sent to both at once takes effect once, and gets the same verdicts from both', async () => {
  const [device] = devices as [HttpDevice];
  for (let round = 0; round < 10; round += 1) {
    const before = await head();
    for (let count = 0; count < 20; count += 1) device.write(visitPatch(uuidv7()));
    device.moveTo(urlOf(0));
    const first = device.push();
    device.moveTo(urlOf(1));
    // The device throws where one verdict differs from the other.
    expect(await Promise.all([first, device.push()])).toEqual([200, 200]);
    expect(await head()).toBe(before + 20);
  }
  device.moveTo(urlOf(0));
});

test('[R1] [R2] either is killed amid pushes of four desks: nothing confirmed is lost, doubled or left out', async () => {
  const before = await head();
  const confirmed = acknowledged();
  let isOver = false;
  const storms = devices.map((device, index) => storm(device, index, () => !isOver));
  for (const index of [0, 1, 1, 0]) {
    const at = acknowledged();
    await expect.poll(acknowledged, { timeout: 30_000, interval: 10 }).toBeGreaterThan(at + 60);
    const killed = servers[index] as ServerProcess;
    await killed.end('SIGKILL');
    // The other one serves on alone.
    const alone = acknowledged();
    await expect.poll(acknowledged, { timeout: 30_000, interval: 10 }).toBeGreaterThan(alone + 30);
    servers[index] = await start(killed.port);
  }
  isOver = true;
  await Promise.all(storms);
  await Promise.all(devices.map((device) => device.drain()));

  const results = devices.flatMap(({ verdicts }) => [...verdicts.values()]);
  expect(results.filter(({ verdict }) => verdict !== 'applied')).toEqual([]);
  const numbers = results.map(({ seq = 0 }) => seq);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(await head()).toBe(before + acknowledged() - confirmed);
  const [first, ...others] = await Promise.all(
    devices.map(async (device, index) => {
      device.moveTo(urlOf(index));
      return visitsOf(await device.pullAll());
    }),
  );
  for (const rows of others) expect(rows).toEqual(first);
  const written = devices.flatMap((device) => device.written()).flatMap(({ patches }) => patches);
  expect(new Set(first?.map(({ id }) => id))).toEqual(new Set(written.map(({ id }) => id)));
}, 120_000);

test('[R9.8] codes are guessed ten times in all, whichever server is asked, and a kill gives no more tries', async () => {
  const guess = async (index: number) => {
    const body = JSON.stringify({ code: 'AAAA2222', name: 'x', installId: uuidv7() });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${urlOf(index)}/api/v1/devices/enrol`, { method: 'POST', headers, body })).status;
  };
  const answers = await Promise.all(Array.from({ length: 14 }, (_, index) => guess(index)));
  expect(answers.toSorted((a, b) => a - b)).toEqual([
    ...Array<number>(10).fill(404),
    ...Array<number>(4).fill(429),
  ]);
  await servers[0]?.end('SIGKILL');
  servers[0] = await start(servers[0]?.port ?? 0);
  expect(await guess(0)).toBe(429);
});

test('a stream of the server that was not killed goes on; a command on one is obeyed by both', async () => {
  const [here, lost] = devices as [HttpDevice, HttpDevice];
  const stream = await listen(urlOf(1), here.token);
  await servers[0]?.end('SIGKILL');
  servers[0] = await start(servers[0]?.port ?? 0);
  here.moveTo(urlOf(0));
  here.write(visitPatch(uuidv7()));
  await here.drain();
  const reached = await head();
  await expect.poll(() => stream.heads.at(-1)).toBe(reached);
  stream.stop();

  const revoked = await runServer(['device-revoke', '--device', lost.id], { DATABASE_URL });
  expect(revoked.code).toBe(0);
  for (const index of [0, 1]) {
    lost.moveTo(urlOf(index));
    await expect(lost.pullAll()).rejects.toThrow();
    const answer = await fetch(`${urlOf(index)}/api/v1/sync/pull`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${lost.token}` },
      body: JSON.stringify({ protocol: 1, epoch: '-', cursor: null, limit: 1 }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'device_revoked' } }]);
  }
});
