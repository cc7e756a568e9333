/** The disk of the database fills up while the desks work: they wait, nothing acknowledged is lost, and it goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { enrolDevice, type HttpDevice } from '../support/http-device.ts';
import { newSite } from '../support/new-site.ts';
import { askDatabase } from '../support/postmaster.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { visitPatch } from '../support/site-fixture.ts';
import { fillDisk, makeSmallDisk, notVerified, type SmallDisk } from '../support/small-disk.ts';

const disk: SmallDisk | null = makeSmallDisk(160);
let server: ServerProcess;
let device: HttpDevice;
let free: () => void;

beforeAll(async () => {
  if (!disk) return;
  server = await startServer({ dataDir: disk.dataDir, within: disk.within });
  const { codes } = await newSite(insideOf(disk), ['bar']);
  device = await enrolDevice(server.url, codes[0]);
});
afterAll(async () => {
  if (!disk) return;
  await server.end('SIGTERM');
  disk.remove();
});

const insideOf = ({ dataDir }: SmallDisk) => `/proc/${server.pid}/root${dataDir}`;
const healthStatus = async () => (await fetch(`${server.url}/api/v1/health`)).status;

function writeMuch(): void {
  for (let count = 0; count < 500; count += 1) {
    device.write(visitPatch(uuidv7(), { note: uuidv7().repeat(20) }));
  }
}

test('[R3] on a full disk a push is answered with retry, and nothing of it is kept', async () => {
  if (!disk) return notVerified('a push on a full disk');
  writeMuch();
  await device.drain();
  free = fillDisk(server.pid, disk);
  let settled = -1;
  // The pages PostgreSQL has at hand take some more.
  while (device.verdicts.size > settled) {
    settled = device.verdicts.size;
    writeMuch();
    expect(await device.push()).toBe(200);
  }
  expect(device.waiting()).toBeGreaterThan(0);
  expect(await healthStatus()).toBe(200);
  expect(server.log()).toMatch(/push asked to retry/);
});

test('PostgreSQL, which ends where even a checkpoint finds no space, leaves a server that answers 503', async () => {
  if (!disk) return notVerified('a checkpoint on a full disk');
  await expect(askDatabase(insideOf(disk), 'checkpoint')).rejects.toThrow(/terminat/);
  await expect.poll(healthStatus, { timeout: 10_000 }).toBe(503);
  expect(await device.push()).toBe(503);
});

test('[R3] with space again it goes on by itself, and nothing acknowledged is lost or doubled', async () => {
  if (!disk) return notVerified('a disk that has space again');
  free();
  await device.drain();
  const results = [...device.verdicts.values()];
  expect(results.every(({ verdict }) => verdict === 'applied')).toBe(true);
  const rows = await device.pullAll();
  const visits = [...rows.values()].filter(({ entity }) => entity === 'visit');
  const written = device.written().flatMap(({ patches }) => patches);
  expect(visits.map(({ id }) => id).sort((a, b) => a.localeCompare(b))).toEqual(
    written.map(({ id }) => id).sort((a, b) => a.localeCompare(b)),
  );
  expect(new Set(results.map(({ seq }) => seq)).size).toBe(written.length);
});
