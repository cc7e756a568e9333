import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceRecord } from '../../../shared/sync/device/device-store.ts';
import { createDeskDatabase, type DeskDatabase } from '../database.ts';
import { returnAlone } from './return-alone.ts';
import { setUpAlone } from './set-up-alone.ts';

const [card, refused] = [uuidv7(), uuidv7()];
const guest = { name: '钟一鸣', kind: 'private', customerId: uuidv7() };
let db: DeskDatabase;

beforeEach(async () => {
  db = createDeskDatabase(`return-${uuidv7()}`);
  const who = { name: '周敏', username: 'zhoum', password: '周敏的密码123' };
  await setUpAlone(db, { siteName: '吉安小店', deskName: '前台', ...who }, 1);
  await db.guestCard.put({ id: card, rowVersion: 7, ...guest } as never);
});
afterEach(() => db.delete());

const device = async () => (await db.meta.get('device'))?.value as DeviceRecord;

async function join(about: Partial<DeviceRecord>): Promise<void> {
  const { alone: _, ...rest } = await device();
  const joined = { ...rest, deviceId: uuidv7(), siteName: '吉安富源丰田', token: 'token', epoch: 'epoch' };
  await db.meta.put({ key: 'device', value: { ...joined, cursor: 'cursor', ...about } });
}

const wait = (localSeq: number) => db.outbox.put({ localSeq, opId: uuidv7(), patches: [] } as never);
const joined = { lastSeq: 5, changes: 4, brought: { guestCard: 2 }, startedAt: 1 };

describe('[R14.9] while something of what it brings waits', () => {
  beforeEach(async () => {
    await join({ joined });
    for (const localSeq of [5, 6]) await wait(localSeq);
    await db.base.put({ entity: 'guestCard', id: card, fields: null, version: 0, pending: [5] });
    const patch = {
      entity: 'guestCard',
      id: refused,
      op: 'create',
      base: 0,
      set: { ...guest, name: '退回' },
    };
    await db.attention.put({ opId: uuidv7(), patches: [patch], code: 'invalid' } as never);
  });

  test('it works alone again, with every row, those that were refused too, and nothing that would be sent', async () => {
    const before = await device();
    const [areas, people] = [await db.area.count(), await db.person.toArray()];
    expect(await returnAlone(db, 'shutOut', 99)).toBe(true);
    const { siteId, installId, siteName, name } = before;
    expect(await device()).toMatchObject({
      alone: { since: 99 },
      siteId,
      installId,
      siteName,
      name,
      token: '',
    });
    expect(await device()).not.toHaveProperty('joined');
    expect((await device()).deviceId).not.toBe(before.deviceId);
    for (const table of ['base', 'outbox', 'acknowledged', 'kept', 'claim', 'attention'])
      expect([table, await db.table(table).count()]).toEqual([table, 0]);
    const names = (await db.guestCard.toArray()).map((row) => row.name);
    expect(names.sort()).toEqual(['退回', '钟一鸣']);
    expect(await db.area.count()).toBe(areas);
    expect(await db.person.toArray()).toEqual(people);
    expect((await db.meta.get('returned'))?.value).toEqual({ at: 99, cause: 'shutOut' });
    expect(await db.meta.get('journalOver')).toBeDefined();
  });

  test('a row that was made again meanwhile is not overwritten by what was refused', async () => {
    await db.guestCard.put({ id: refused, rowVersion: 0, ...guest, name: '再次登记' } as never);
    await returnAlone(db, 'byChoice', 99);
    expect((await db.guestCard.get(refused))?.name).toBe('再次登记');
  });
});

test('[R14.9] so it does while it is only being prepared', async () => {
  const mark = { ...joined, entity: null, after: null, actor: uuidv7(), total: 2 };
  await join({ joining: mark });
  expect(await returnAlone(db, 'byChoice', 99)).toBe(true);
  expect((await device()).alone).toEqual({ since: 99 });
});

test.each<[string, Partial<DeviceRecord>]>([
  ['all it brought has arrived', { joined }],
  ['it never worked alone', {}],
])('[R14.9] not where %s: it stays a desk of the server, and nothing is cleared', async (_, about) => {
  await join(about);
  await wait(6);
  const before = await device();
  expect(await returnAlone(db, 'shutOut', 99)).toBe(false);
  expect(await device()).toEqual(before);
  expect(await db.outbox.count()).toBe(1);
});

test('[R14.9] not where the machine is no desk any more', async () => {
  await db.meta.delete('device');
  expect(await returnAlone(db, 'shutOut', 99)).toBe(false);
  expect(await db.guestCard.count()).toBe(1);
});
