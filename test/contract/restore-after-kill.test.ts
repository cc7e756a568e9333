/**
 * The worst day: desks write without a pause, a backup is made meanwhile, the server and its disk are lost, and the
 * backup is restored on another machine. Real processes; the desks are written from the specification alone.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { enrolDevice, type HttpDevice } from '../support/http-device.ts';
import { newSite } from '../support/new-site.ts';
import { askDatabase } from '../support/postmaster.ts';
import { newDataDir, runServer, startServer, type ServerProcess } from '../support/server-process.ts';
import { updatePatch, visitPatch } from '../support/site-fixture.ts';

let server: ServerProcess;
let devices: HttpDevice[];
let siteId: string;
let folder: string;
let file: string;
const sharedVisit = uuidv7();
const restoredDir = newDataDir();
const held: Map<string, WireRow>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cr-desk-worst-day-'));
  file = join(folder, 'today.backup');
  server = await startServer();
  const site = await newSite(server.dataDir, ['bar', 'bar', 'callback', 'office']);
  ({ siteId } = site);
  devices = await Promise.all(site.codes.map((code) => enrolDevice(server.url, code)));
  devices[0]?.write(visitPatch(sharedVisit));
  await devices[0]?.drain();
});
afterAll(async () => {
  await server.end('SIGTERM');
  for (const dir of [folder, dirname(server.dataDir), dirname(restoredDir)])
    await rm(dir, { recursive: true, force: true });
});

const acknowledged = () => devices.reduce((sum, { verdicts }) => sum + verdicts.size, 0);

async function storm(device: HttpDevice, goOn: () => boolean): Promise<void> {
  for (let count = 0; goOn(); count += 1) {
    for (let index = 0; index < 5; index += 1) device.write(visitPatch(uuidv7(), { note: `${count}` }));
    device.write(updatePatch('visit', sharedVisit, 1, { note: `${device.id} ${count}` }));
    await device.push();
  }
}

const headOf = async (dataDir: string) => {
  const rows = await askDatabase<{ head: string }>(dataDir, `select head from site where id = '${siteId}'`);
  return Number(rows[0]?.head);
};

test('[R8.11] a backup is made and read back while four desks write', async () => {
  let isOver = false;
  const storms = devices.map((device) => storm(device, () => !isOver));
  await expect.poll(acknowledged, { timeout: 30_000, interval: 10 }).toBeGreaterThan(200);
  const before = await headOf(server.dataDir);
  const { code, stdout, stderr } = await runServer(['backup', file], { DATA_DIR: server.dataDir });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const at = acknowledged();
  await expect.poll(acknowledged, { timeout: 30_000, interval: 10 }).toBeGreaterThan(at + 200);
  isOver = true;
  await Promise.all(storms);
  await Promise.all(devices.map((device) => device.drain()));
  const [{ covered } = { covered: '0' }] = await askDatabase<{ covered: string }>(
    server.dataDir,
    `select backed_up_to as covered from site where id = '${siteId}'`,
  );
  expect(Number(covered)).toBeGreaterThanOrEqual(before);
  expect(Number(covered)).toBeLessThan(await headOf(server.dataDir));
}, 90_000);

test('[R8.11] a restore is refused while the server runs, and where there are data it is not told to replace', async () => {
  const refused = await runServer(['restore', file, '--replace'], { DATA_DIR: server.dataDir });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(
    /^CR Desk: Another CR Desk server \(process \d+, http.*\) uses the data folder/,
  );
  for (const device of devices) held.push(await device.pullAll());
  await server.end('SIGKILL');
  const notEmpty = await runServer(['restore', file], { DATA_DIR: server.dataDir });
  expect(notEmpty).toMatchObject({
    code: 1,
    stderr:
      'CR Desk: The database is not empty: add --replace to put the backup in the place of what is there.\n',
  });
}, 60_000);

test('[R8] restored elsewhere, desks bring back what they had: nothing confirmed is missing, not even of a desk that is lost, and nothing is there twice', async () => {
  const { code, stderr } = await runServer(['restore', file], { DATA_DIR: restoredDir });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  server = await startServer({ dataDir: restoredDir });
  expect(await headOf(restoredDir)).toBeGreaterThan(1_000_000_000);
  // Two of them at once, one later; the fourth was lost with the server, and what it had written the others hold.
  const survivors = devices.slice(0, 3);
  const [first, second, late] = survivors.map((device, index) => async () => {
    await device.recover(server.url, held[index] ?? new Map<string, WireRow>());
    await device.drain();
  });
  await Promise.all([first?.(), second?.()]);
  await late?.();

  const writtenBy = (some: readonly HttpDevice[]) => some.flatMap((device) => device.written());
  const verdicts = survivors.flatMap((device) => [...device.verdicts.values()]);
  expect(verdicts.length).toBe(writtenBy(survivors).length);
  expect(verdicts.filter(({ verdict }) => verdict !== 'applied')).toEqual([]);
  const numbers = verdicts.map(({ seq = 0 }) => seq);
  expect(new Set(numbers).size).toBe(numbers.length);

  const rows = await devices[0]?.pullAll();
  const visits = [...(rows?.values() ?? [])].filter(({ entity }) => entity === 'visit');
  const expected = new Set(writtenBy(devices).flatMap(({ patches }) => patches.map(({ id }) => id)));
  expect(new Set(visits.map(({ id }) => id))).toEqual(expected);
  // What all of them saw last is what there is, down to each field; only the numbers are new.
  const dataOf = (some: ReadonlyMap<string, WireRow> | undefined) =>
    new Map([...(some ?? [])].flatMap(([key, row]) => ('data' in row ? [[key, row.data] as const] : [])));
  const dropConflicts = (some: ReadonlyMap<string, unknown>) =>
    new Map([...some].filter(([key]) => !key.startsWith('conflict:')));
  expect(dropConflicts(dataOf(rows))).toEqual(dropConflicts(dataOf(held[0])));
  for (const [key, data] of dataOf(held[0])) {
    if (key.startsWith('conflict:'))
      expect(dataOf(rows).get(key)).toMatchObject({ kept: data['kept'], lost: data['lost'] });
  }
}, 90_000);
