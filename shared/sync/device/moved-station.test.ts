import { describe, expect, onTestFinished, test } from 'vitest';
import { makeClaimed } from '../../entities/test-claimed.ts';
import { applyRange, applyTail, type Position } from './apply-pull.ts';
import { moveOf } from './moved-station.ts';
import { recover } from './recover.ts';
import { settle } from './settle.ts';
import {
  createTestDevice,
  createVisit,
  editVisit,
  sentFrom,
  verdictOn,
  visitRow,
  type TestDevice,
} from './test-device.ts';
import { createTestTransport } from './test-transport.ts';
import { testId } from '../wire/test-id.ts';

const [a, b, c] = [testId(10), testId(11), testId(12)] as const;
const here: Position = { deviceId: testId(1), epoch: 'epoch-1', cursor: 'cursor-1' };
const toFinance = { station: 'finance', scopes: ['site', 'money'], left: ['front'] } as const;
const tailOf = (lastOpSeq: number, cursor = 'cursor-2') => ({
  ...{ rows: [], lastOpSeq, cursor, backedUpTo: 0, serverTime: 1, head: 9 },
});
const visits = (device: TestDevice) => [...(device.store.snapshot().rows.get('visit')?.keys() ?? [])].sort();
const conflictRow = (id: string, entity: string) => ({ id, rowVersion: 1, entity, rowId: c });

describe('[R9.13] a scope that was left', () => {
  test('goes with the cursor that stands for it: its rows, and the conflicts that tell of them', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1), visitRow(b, 1));
    await device.hold('area', { id: a, rowVersion: 1 });
    await device.hold('conflict', conflictRow(a, 'visit'), conflictRow(b, 'area'));
    const applied = await applyTail(device.store, here, { ...tailOf(0), moved: toFinance }, 1);
    expect(applied).toEqual({
      applied: true,
      changed: new Map([
        ['visit', [a, b]],
        ['conflict', [a]],
      ]),
    });
    expect(visits(device)).toEqual([]);
    expect([device.row('area', a), device.row('conflict', b)]).not.toContain(undefined);
    expect(device.device()).toMatchObject({
      station: 'finance',
      scopes: ['site', 'money'],
      cursor: 'cursor-2',
    });
  });

  test('goes with the first page of what joined too, also of an entity this version does not know', async () => {
    for (const entity of ['siteSettings', 'sale']) {
      const device = await createTestDevice();
      await device.hold('visit', visitRow(a, 1));
      const range = { entity, after: null, through: null };
      await applyRange(device.store, here, { range, rows: [], cursor: 'cursor-2', moved: toFinance });
      expect(visits(device)).toEqual([]);
      expect(device.device()).toMatchObject({ station: 'finance', cursor: 'cursor-2' });
    }
  });

  test('stays where a change waits on it, as its people see it, until the last has its verdict', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1));
    await device.write([editVisit(a, { note: 'mine' })]);
    await applyTail(device.store, here, { ...tailOf(0), moved: toFinance }, 1);
    expect(device.row('visit', a)).toEqual(visitRow(a, 1, { note: 'mine' }));
    await settle(device.store, sentFrom(0), [verdictOn(1)], 1);
    await applyTail(device.store, { ...here, cursor: 'cursor-2' }, tailOf(1, 'cursor-3'), 1);
    expect(visits(device)).toEqual([]);
    expect(device.store.snapshot().bases.size).toBe(0);
  });

  test('goes where the last change that waited is rejected', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1));
    await device.write([editVisit(a, { note: 'mine' })]);
    await applyTail(device.store, here, { ...tailOf(0), moved: toFinance }, 1);
    await settle(device.store, sentFrom(0), [verdictOn(1, { verdict: 'rejected', code: 'forbidden' })], 1);
    expect(visits(device)).toEqual([]);
    expect([...device.store.snapshot().attention.keys()]).toEqual([testId(901)]);
  });

  test('shows what was covered under what still waits: the server tells of it no more', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(a, { note: 'one' })]);
    await device.write([editVisit(a, { partySize: 2 })]);
    await settle(device.store, sentFrom(0), [verdictOn(1)], 1);
    await applyTail(device.store, here, { ...tailOf(1), moved: toFinance }, 1);
    expect(device.row('visit', a)).toMatchObject({ note: 'one', partySize: 2 });
  });

  test('keeps what waits on it through a bootstrap, whose ranges say nothing of it', async () => {
    const device = await createTestDevice({ station: 'finance', scopes: ['site', 'money'] });
    await device.hold('visit', visitRow(a, 1), visitRow(b, 1));
    await device.write([editVisit(a, { note: 'mine' })]);
    const range = { entity: 'visit', after: null, through: null };
    await applyRange(device.store, here, { range, rows: [], cursor: 'cursor-2' });
    expect(visits(device)).toEqual([a]);
    expect(device.row('visit', a)).toMatchObject({ note: 'mine' });
  });

  test('[R10.9] is worked on by nobody here: what was claimed of it is given back, nothing else', async () => {
    const ends = [makeClaimed('visit'), makeClaimed('area')];
    onTestFinished(() => ends.forEach((end) => end()));
    const device = await createTestDevice();
    const claimed = { actor: testId(1), token: 'token', until: 300_000, isDone: false } as const;
    const claims = [
      { ...claimed, entity: 'visit', id: a },
      { ...claimed, entity: 'area', id: b },
    ] as const;
    await device.store.transact('write', [], (transaction) => transaction.putClaims(claims));
    await applyTail(device.store, here, { ...tailOf(0), moved: toFinance }, 1);
    const done = [...device.store.snapshot().claims.values()].filter((claim) => claim.isDone);
    expect(done.map(({ id }) => id)).toEqual([a]);
  });

  test('[R8] is not returned after a restore, though something be pending on it', async () => {
    const device = await createTestDevice({ station: 'finance', scopes: ['site', 'money'] });
    await device.hold('visit', visitRow(a, 20));
    await device.write([editVisit(a, { note: 'mine' })]);
    await device.hold('area', { id: b, rowVersion: 20 });
    const transport = createTestTransport();
    await recover({ store: device.store, transport, onProgress: () => undefined });
    const returned = transport.asked.flatMap((asked) => ('recover' in asked ? asked.recover.rows : []));
    expect(returned.map(({ entity }) => entity)).toEqual(['area']);
  });
});

describe('[R9.13] whether a page tells of a move', () => {
  const bar = { station: 'bar', scopes: ['site', 'front'] } as const;

  test('not where everything is as before', () => {
    expect(moveOf(bar, bar, [])).toBeNull();
  });

  test('by what the server names, and by what the desk itself had: a forgotten cursor tells the server nothing', () => {
    const finance = { station: 'finance', scopes: ['site', 'money'] } as const;
    expect(moveOf(bar, finance, [])).toEqual({ ...finance, left: ['front'] });
    expect(moveOf(finance, finance, ['front'])).toEqual({ ...finance, left: ['front'] });
  });
});
