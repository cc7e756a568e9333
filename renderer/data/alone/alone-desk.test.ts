import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkInNewCustomer } from '../../../shared/commands/check-in.ts';
import { editDrink } from '../../../shared/commands/menu.ts';
import { receivedScopes } from '../../../shared/entities/stations.ts';
import { createDeskDatabase, type DeskDatabase } from '../database.ts';
import { createIdbDeviceStore } from '../idb-device-store.ts';
import { runCommand, type CommandRunner } from '../run-command.ts';
import { signInAlone } from './alone-desk.ts';
import { addPerson, editPerson } from './alone-people.ts';
import { createAloneStore } from './alone-store.ts';
import { setUpAlone, type AloneSetUp } from './set-up-alone.ts';

const input: AloneSetUp = {
  ...{
    siteName: '吉安小店',
    deskName: '前台电脑',
    name: '周敏',
    username: 'zhoum',
    password: '周敏的密码123',
  },
};
const now = 1_795_700_000_000;
let db: DeskDatabase;

beforeEach(async () => {
  db = createDeskDatabase(`alone-${uuidv7()}`);
  expect(await setUpAlone(db, input, now)).toMatchObject({
    ok: true,
    value: { name: '周敏', session: null },
  });
});
afterEach(() => db.delete());

const runner = (): CommandRunner => ({ now, businessDay: '2026-11-27', actor: uuidv7(), newId: uuidv7 });

async function checkInSomebody() {
  const party = {
    ...{ partyName: '钟一鸣', partySize: 2, purpose: 'service' as const, seatId: null, note: null },
    ...{ expectedReadyAt: null, menuItemId: (await db.menuItem.toCollection().first())?.id ?? null },
  };
  const customer = {
    ...{ kind: 'private' as const, name: '钟一鸣', gender: null, phone: '13907961234', plate: '赣D12345' },
    ...{ model: null, note: null, contactPerson: null },
  };
  const read = checkInNewCustomer.input.parse({ customer, party });
  return runCommand(createAloneStore(createIdbDeviceStore(db)), runner(), checkInNewCustomer, read);
}

test('a site is made whole: what a server’s has, a first person, and a desk of all scopes that is ready', async () => {
  expect(await db.menuItem.count()).toBeGreaterThan(10);
  expect(await db.seat.count()).toBeGreaterThan(10);
  const [settings] = await db.siteSettings.toArray();
  expect(settings).toMatchObject({ name: '吉安小店', demoPassword: null, rowVersion: 0 });
  const device = await db.meta.get('device');
  expect(device?.value).toMatchObject({
    ...{ siteId: settings?.id, ready: true, alone: { since: now } },
    ...{ station: 'office', scopes: receivedScopes('office') },
  });
});

test('a machine that is a desk already stays what it is', async () => {
  expect(await setUpAlone(db, { ...input, siteName: '另一家' }, now)).toMatchObject({ ok: false });
  expect(await db.siteSettings.count()).toBe(1);
  expect(await db.staff.count()).toBe(1);
});

test('what is written is final at once: rows in full, no outbox, no bases', async () => {
  expect(await checkInSomebody()).toMatchObject({ ok: true });
  const [guest] = await db.guestCard.toArray();
  const [visit] = await db.visit.toArray();
  expect(visit).toMatchObject({ guestCardId: guest?.id, partySize: 2, leftAt: null, rowVersion: 0 });
  expect([await db.customer.count(), await db.serving.count(), await db.vehicle.count()]).toEqual([1, 1, 1]);
  expect([await db.outbox.count(), await db.base.count()]).toEqual([0, 0]);
});

test('an edit goes over the row as it is, in every window', async () => {
  const [drink] = await db.menuItem.toArray();
  const store = createAloneStore(createIdbDeviceStore(db));
  const edit = (set: object) =>
    runCommand(store, runner(), editDrink, editDrink.input.parse({ menuItemId: drink?.id, set }));
  await edit({ name: '本店茶' });
  await edit({ nameEn: 'Tea of the house' });
  expect(await db.menuItem.get(drink?.id ?? '')).toMatchObject({
    name: '本店茶',
    nameEn: 'Tea of the house',
  });
  expect(await db.base.count()).toBe(0);
});

test('a window that does not know yet that the desk joined a server writes into its outbox all the same', async () => {
  const row = await db.meta.get('device');
  if (row?.key !== 'device') throw new Error('no desk');
  const { alone: _, ...joined } = row.value;
  await db.meta.put({ key: 'device', value: joined });
  await checkInSomebody();
  expect(await db.outbox.count()).toBeGreaterThan(0);
});

test('signing in takes the password; who is unknown and who mistypes are told the same', async () => {
  expect(await signInAlone(db, 'zhoum', input.password)).toMatchObject({ ok: true, value: { name: '周敏' } });
  for (const [name, typed] of [['zhoum', '不对的密码'] as const, ['nobody', input.password] as const])
    expect(await signInAlone(db, name, typed)).toEqual({ ok: false, error: { code: 'credentials_invalid' } });
});

const chen = { username: 'chenj', name: '陈静', roles: ['attendant' as const], password: '陈静的密码123' };

test('people are added with a password of their own; a user name is given once, however it is written', async () => {
  expect(await addPerson(db, chen)).toEqual({ ok: true, value: null });
  expect(await signInAlone(db, 'chenj', chen.password)).toMatchObject({
    ok: true,
    value: { roles: ['attendant'] },
  });
  expect(await addPerson(db, { ...chen, username: 'ChenJ' })).toMatchObject({
    error: { code: 'username_taken' },
  });
  expect(await addPerson(db, { ...chen, username: 'x', password: '短' })).toMatchObject({
    error: { code: 'input_invalid' },
  });
});

test('a new password replaces the old one; who left may not come in', async () => {
  await addPerson(db, chen);
  const id = (await db.staff.toArray()).find((one) => one.name === '陈静')?.id ?? '';
  await editPerson(db, { id, password: '另一个密码456' });
  expect(await signInAlone(db, 'chenj', chen.password)).toMatchObject({ ok: false });
  expect(await signInAlone(db, 'chenj', '另一个密码456')).toMatchObject({ ok: true });
  await editPerson(db, { id, active: false });
  expect(await signInAlone(db, 'chenj', '另一个密码456')).toEqual({
    ok: false,
    error: { code: 'not_permitted' },
  });
});

test('the last one who may arrange anything stays', async () => {
  const id = (await db.staff.toArray())[0]?.id ?? '';
  for (const set of [{ roles: ['attendant' as const] }, { active: false }])
    expect(await editPerson(db, { id, ...set })).toMatchObject({ error: { code: 'last_supervisor' } });
  expect(await db.staff.get(id)).toMatchObject({ roles: ['supervisor'], active: true });
});

test('on a desk of a server nobody’s account is touched', async () => {
  const row = await db.meta.get('device');
  if (row?.key !== 'device') throw new Error('no desk');
  const { alone: _, ...joined } = row.value;
  await db.meta.put({ key: 'device', value: joined });
  expect(await addPerson(db, chen)).toMatchObject({ error: { code: 'not_permitted' } });
  expect(await db.staff.count()).toBe(1);
});
