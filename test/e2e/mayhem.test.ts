/**
 * The simulation's promises on the real thing: PostgreSQL, Chromium's storage, processes that are killed with -9, and
 * lines that spoil what is sent. Not replayable; what it did is told where it fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBadNetwork, type BadNetwork, type Weather } from '../support/bad-network.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, wholeTruth, type DemoSite } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { checkInAnonymous, chooseParty, leaveField, partyCard } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

const people = ['刘晓燕', '陈静', '周文静'] as const;
/** Counted, not timed: a busy machine takes longer over the same. */
const [browserKills, serverKills] = [3, 2] as const;
const weathers: readonly Weather[] = [
  ...(['good', 'good', 'portal', 'cut', 'cutUp', 'lossy'] as const),
  ...(['silent', 'flippedUp', 'flippedDown', 'halfUp', 'halfDown', 'held'] as const),
];
const pick = <Item>(list: readonly Item[]) => list[Math.floor(Math.random() * list.length)] as Item;

/** A desk that is killed and opened again on its own profile, behind a line of its own. */
interface Desk {
  readonly person: string;
  readonly profile: string;
  readonly network: BadNetwork;
  open: OpenDesk;
  /** What the screen had shown as done. */
  readonly confirmed: string[];
  /** Seeing them off was begun: gone or not, where the browser was killed. */
  readonly leaving: Set<string>;
  /** What the screen had shown as gone. */
  readonly seenOff: Set<string>;
  /** Begun when the browser was killed: done or not, but not twice. */
  readonly begun: string[];
}

let site: DemoSite;
const desks: Desk[] = [];
const history: string[] = [];

// The line may be down: a desk starts without a server from what is kept of the application.
const openOn = (profile: string, network: BadNetwork) =>
  openDesk({ profile, at: network.url, mayBeKilled: true });

beforeAll(async () => {
  site = await openDemoSite();
  for (const person of people) {
    const network = await openBadNetwork(site.server.port);
    const profile = mkdtempSync(join(tmpdir(), 'cr-desk-mayhem-'));
    const open = await openOn(profile, network);
    desks.push({
      person,
      profile,
      network,
      open,
      confirmed: [],
      leaving: new Set(),
      seenOff: new Set(),
      begun: [],
    });
    await enrolAtDemo(open.page, { name: `吧台 ${person}` });
    await signInAs(open.page, person);
    await whenSynchronised(open.page);
  }
});
afterAll(async () => {
  for (const { open, network, profile } of desks) {
    await open.close();
    await network.close();
    rmSync(profile, { recursive: true, force: true });
  }
  await site.close();
});

let isOver = false;

async function work(desk: Desk): Promise<void> {
  for (let turn = 1; !isOver; turn += 1) {
    const { page } = desk.open;
    const name = `${desk.person}的${turn}`;
    desk.begun.push(name);
    try {
      await checkInAnonymous(page, name);
      desk.confirmed.push(name);
      const inside = desk.confirmed.filter((one) => !desk.leaving.has(one));
      // The floor stays one that can be walked by arrow keys, however fast the machine is.
      if (turn % 3 === 0 || inside.length === 0) continue;
      const guest = pick(inside);
      await chooseParty(page, guest);
      desk.leaving.add(guest);
      await page.keyboard.press('x');
      await partyCard(page, guest).waitFor({ state: 'detached' });
      desk.seenOff.add(guest);
      await leaveField(page);
    } catch (error) {
      // Killed under it: the one who kills opens it again, and what was begun may be there or not.
      if (desk.open.page === page && !page.isClosed()) throw error;
      await expect.poll(() => desk.open.page !== page).toBe(true);
    }
  }
}

async function killBrowsers(): Promise<void> {
  for (let turn = 0; turn < browserKills; turn += 1) {
    await pause(7_000);
    const desk = desks[turn % desks.length] as Desk;
    history.push(`${at()} ${desk.person}: killed`);
    const { context, pid } = desk.open;
    const gone = new Promise((resolve) => context.once('close', resolve));
    process.kill(pid as number, 'SIGKILL');
    await gone;
    await desk.open.close();
    const again = await openOn(desk.profile, desk.network);
    await signInAs(again.page, desk.person);
    desk.open = again;
  }
}

async function killServer(): Promise<void> {
  for (let turn = 0; turn < serverKills; turn += 1) {
    await pause(9_000 + Math.random() * 4_000);
    history.push(`${at()} the server: killed`);
    await site.restart('SIGKILL');
  }
}

async function spoilLines(): Promise<void> {
  while (!isOver) {
    await pause(1_500);
    const [desk, weather] = [pick(desks), pick(weathers)];
    history.push(`${at()} ${desk.person}: ${weather}`);
    desk.network.become(weather);
  }
}

const began = performance.now();
const at = () => `${Math.round((performance.now() - began) / 100) / 10} s`;
const pause = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

test('[R2 R3 R6 R7] browsers and server killed, lines spoilt, three desks at work all the while: nothing lost, nothing twice', async () => {
  const trouble = Promise.all([killBrowsers(), killServer()]).finally(() => {
    isOver = true;
  });
  await Promise.all([trouble, spoilLines(), ...desks.map(work)]);
  for (const { network } of desks) network.become('good');
  for (const { open } of desks) await whenSynchronised(open.page);
  const [first, ...others] = desks as [Desk, ...Desk[]];
  for (const { open } of others) await whenEqual(first.open.page, open.page);

  const visits = await heldRows(first.open.page, 'visit');
  const byName = new Map<string, (typeof visits)[number][]>();
  for (const visit of visits) {
    const name = String(visit['partyName']);
    byName.set(name, [...(byName.get(name) ?? []), visit]);
  }
  const told = history.join('\n');
  for (const { confirmed, begun, seenOff } of desks) {
    expect(confirmed.length, told).toBeGreaterThan(1);
    expect(
      confirmed.filter((name) => byName.get(name)?.length !== 1),
      told,
    ).toEqual([]);
    expect(
      begun.filter((name) => (byName.get(name)?.length ?? 0) > 1),
      told,
    ).toEqual([]);
    expect(
      [...seenOff].filter((name) => byName.get(name)?.[0]?.['leftAt'] === null),
      told,
    ).toEqual([]);
  }
  expect(history.filter((line) => line.endsWith('killed'))).toHaveLength(browserKills + serverKills);
});

test('[R11] the hourly check finds nothing to mend, and a desk that comes new holds the same', async () => {
  const fresh = await site.enter({ name: '新来的' });
  await whenSynchronised(fresh.page);
  for (const { open } of desks) {
    await whenEqual(open.page, fresh.page);
    await open.page.getByRole('contentinfo').getByRole('link').first().click();
    await open.page.getByRole('button', { name: '立即核对' }).click();
    await open.page.getByText('核对完成').waitFor();
    await open.page.getByText(/与服务器一致/).waitFor();
    expect(await heldRows(open.page, 'attention')).toEqual([]);
  }
  expect(Object.keys(await wholeTruth(fresh.page)).length).toBeGreaterThan(5);
});
