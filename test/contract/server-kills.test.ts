/** `kill -9` of server, database and connections amid a storm of pushes: nothing acknowledged is lost or doubled. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { enrolDevice, type HttpDevice } from '../support/http-device.ts';
import { newSite } from '../support/new-site.ts';
import { askDatabase, backendsOf, postmasterPid } from '../support/postmaster.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { updatePatch, visitPatch } from '../support/site-fixture.ts';

let server: ServerProcess;
let devices: HttpDevice[];
let siteId: string;
const sharedVisit = uuidv7();
let headBefore: number;

beforeAll(async () => {
  server = await startServer();
  const site = await newSite(server.dataDir, ['bar', 'bar', 'callback', 'office', 'office']);
  ({ siteId } = site);
  devices = await Promise.all(site.codes.map((code) => enrolDevice(server.url, code)));
  headBefore = await head();
  devices[0]?.write(visitPatch(sharedVisit));
  await devices[0]?.drain();
});
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(dirname(server.dataDir), { recursive: true, force: true });
});

async function head(): Promise<number> {
  const rows = await askDatabase<{ head: string }>(
    server.dataDir,
    `select head from site where id = '${siteId}'`,
  );
  return Number(rows[0]?.head);
}

/** What all of them may see. */
const visitsOf = (rows: ReadonlyMap<string, WireRow> = new Map()) =>
  [...rows.values()].filter(({ entity }) => entity === 'visit').sort((a, b) => a.id.localeCompare(b.id));

const acknowledged = () => devices.reduce((sum, { verdicts }) => sum + verdicts.size, 0);

/** Writes and pushes without a pause until told to stop; every fifth change is to a visit that all of them edit. */
async function storm(device: HttpDevice, goOn: () => boolean): Promise<void> {
  for (let count = 0; goOn(); count += 1) {
    for (let index = 0; index < 5; index += 1) device.write(visitPatch(uuidv7(), { note: `${count}` }));
    device.write(updatePatch('visit', sharedVisit, 1, { note: `${device.id} ${count}` }));
    await device.push(count % 10);
  }
}

const kills: Record<string, () => Promise<void>> = {
  async server() {
    const { port, dataDir } = server;
    await server.end('SIGKILL');
    server = await startServer({ port, dataDir });
  },
  async 'server and database at once'() {
    const { port, dataDir } = server;
    process.kill(postmasterPid(dataDir), 'SIGKILL');
    await server.end('SIGKILL');
    server = await startServer({ port, dataDir });
  },
  async database() {
    process.kill(postmasterPid(server.dataDir), 'SIGKILL');
  },
  async 'a connection of the database'() {
    const [backend] = backendsOf(postmasterPid(server.dataDir));
    process.kill(backend ?? 0, 'SIGKILL');
  },
};
const rounds = [
  'server',
  'database',
  'server',
  'a connection of the database',
  'server and database at once',
  'server',
];

test('[R1] [R2] kill -9 in the middle of pushes from five devices loses and doubles nothing', async () => {
  let isOver = false;
  const storms = devices.map((device) => storm(device, () => !isOver));
  for (const round of rounds) {
    // Only once pushes are answered again is there something to kill amid.
    const before = acknowledged();
    await expect.poll(acknowledged, { timeout: 30_000, interval: 10 }).toBeGreaterThan(before + 60);
    await kills[round]?.();
  }
  const before = acknowledged();
  await expect.poll(acknowledged, { timeout: 30_000, interval: 10 }).toBeGreaterThan(before);
  isOver = true;
  await Promise.all(storms);
  await Promise.all(devices.map((device) => device.drain()));

  const results = devices.flatMap(({ verdicts }) => [...verdicts.values()]);
  expect(results.every(({ verdict }) => verdict === 'applied')).toBe(true);
  // Each change took one number, and no number was taken twice or by nobody.
  const numbers = results.map(({ seq }) => seq ?? 0).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, index) => headBefore + index + 1));
  expect(await head()).toBe(numbers.at(-1));
}, 120_000);

test('[R2] every verdict is repeated as it was, after all the kills', async () => {
  // The device throws where a verdict differs from the first one.
  for (const device of devices) expect(await device.push(500)).toBe(200);
  expect(await head()).toBe(headBefore + acknowledged());
});

test('[R6] all devices then hold the same rows, and every acknowledged visit is among them', async () => {
  const [first, ...others] = await Promise.all(devices.map((device) => device.pullAll()));
  for (const rows of others) expect(visitsOf(rows)).toEqual(visitsOf(first));
  const written = devices.flatMap((device) => device.written()).flatMap(({ patches }) => patches);
  expect(new Set(visitsOf(first).map(({ id }) => id))).toEqual(new Set(written.map(({ id }) => id)));
});
