import { expect, test } from 'vitest';
import { testId } from '../sync/wire/test-id.ts';
import { addArea, addSeat, arrangeFloor, editArea, editSeat } from './floor.ts';
import { createTestSite, type TestSite } from './test-site.ts';

const newSite = () => createTestSite({ station: 'office', roles: ['specialist'] });

function addedArea(site: TestSite, name: string, position: number): string {
  return site.run(addArea, { name, nameEn: null, position }).output?.areaId ?? '';
}

test('an area and its seat are added, in use from the first moment', () => {
  const site = newSite();
  const areaId = addedArea(site, '儿童区', 3);
  const added = site.run(addSeat, { areaId, name: 'K1', capacity: 2, position: 0 });
  expect(added.verdicts).toEqual(['applied']);
  expect(site.row('area', areaId)).toMatchObject({ name: '儿童区', position: 3, outOfUse: false });
  const seat = { areaId, name: 'K1', capacity: 2, outOfUse: false };
  expect(site.row('seat', added.output?.seatId ?? '')).toMatchObject(seat);
});

test('an edit writes what differs alone, so that another desk keeps what it edits', () => {
  const site = newSite();
  const areaId = addedArea(site, '儿童区', 3);
  const edited = site.run(editArea, { areaId, set: { name: '亲子区', nameEn: null } });
  const patch = { entity: 'area', id: areaId, op: 'update', set: { name: '亲子区' } };
  expect(edited.changes[0]?.patches).toEqual([patch]);
  expect(site.run(editArea, { areaId, set: { name: '亲子区' } }).changes).toEqual([]);
});

test('a seat goes out of use and back, and to another area with its place there', () => {
  const site = newSite();
  const [from, to] = [addedArea(site, '休息区', 0), addedArea(site, '展厅', 1)];
  const seat = { areaId: from, name: 'A1', capacity: 4, position: 0 };
  const seatId = site.run(addSeat, seat).output?.seatId ?? '';
  site.run(editSeat, { seatId, set: { outOfUse: true } });
  expect(site.row('seat', seatId)).toMatchObject({ outOfUse: true, areaId: from });
  site.run(editSeat, { seatId, set: { outOfUse: false, areaId: to, position: 5 } });
  expect(site.row('seat', seatId)).toMatchObject({ outOfUse: false, areaId: to, position: 5 });
});

test('neither a seat with a party on it nor its area goes out of use, whoever asks; both may be renamed', () => {
  const site = newSite();
  const [areaId, other] = [addedArea(site, '休息区', 0), addedArea(site, '展厅', 1)];
  const add = (name: string) =>
    site.run(addSeat, { areaId, name, capacity: null, position: 0 }).output?.seatId ?? '';
  const [taken, free] = [add('A1'), add('A2')];
  const here = { purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24', seatId: taken } as const;
  const visitId = testId(200);
  site.put({ entity: 'visit', id: visitId, op: 'create', set: here });
  site.put({ entity: 'visit', id: testId(201), op: 'create', set: { ...here, seatId: free, leftAt: 2 } });
  const outOfUse = { outOfUse: true };
  expect(site.run(editSeat, { seatId: taken, set: outOfUse })).toMatchObject({ failure: 'seat_taken' });
  expect(site.run(editArea, { areaId, set: outOfUse })).toMatchObject({ failure: 'seat_taken' });
  expect(site.run(editSeat, { seatId: taken, set: { name: 'B1' } }).verdicts).toEqual(['applied']);
  expect(site.run(editArea, { areaId, set: { name: '大厅' } }).verdicts).toEqual(['applied']);
  expect(site.run(editSeat, { seatId: free, set: outOfUse }).verdicts).toEqual(['applied']);
  expect(site.run(editArea, { areaId: other, set: outOfUse }).verdicts).toEqual(['applied']);
  site.put({ entity: 'visit', id: visitId, op: 'update', set: { leftAt: 3 } });
  expect(site.run(editArea, { areaId, set: outOfUse }).verdicts).toEqual(['applied']);
});

test('another order is one change, of the rows that move', () => {
  const site = newSite();
  const ids = ['一', '二', '三'].map((name, position) => addedArea(site, name, position));
  const order = [ids[1], ids[0], ids[2]].map((id = '', position) => ({ id, position }));
  const { changes, verdicts } = site.run(arrangeFloor, { entity: 'area', places: order });
  expect(verdicts).toEqual(['applied']);
  expect(changes[0]?.patches.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  expect(ids.map((id) => site.row('area', id)?.position)).toEqual([1, 0, 2]);
});

test('what is not there is not arranged', () => {
  const site = newSite();
  const gone = testId(77);
  const areaId = addedArea(site, '休息区', 0);
  const seat = { areaId, name: 'A1', capacity: null, position: 0 };
  const seatId = site.run(addSeat, seat).output?.seatId ?? '';
  const failures = [
    site.run(addSeat, { ...seat, areaId: gone }),
    site.run(editArea, { areaId: gone, set: { name: 'x' } }),
    site.run(editSeat, { seatId: gone, set: { name: 'x' } }),
    site.run(editSeat, { seatId, set: { areaId: gone } }),
    site.run(arrangeFloor, {
      entity: 'seat',
      places: [
        { id: seatId, position: 1 },
        { id: gone, position: 0 },
      ],
    }),
  ].map(({ failure }) => failure);
  expect(failures).toEqual(Array(5).fill('row_missing'));
});

test('[R9.5] an attendant’s areas and seats do not pass the server', () => {
  const site = createTestSite({ roles: ['attendant'] });
  expect(site.run(addArea, { name: '休息区', nameEn: null, position: 0 }).verdicts).toEqual(['forbidden']);
});

test('an undo takes back what still stands as it was left, and says where a colleague has been since', () => {
  const site = newSite();
  const areaId = addedArea(site, '休息区', 0);
  const seat = { areaId, name: 'A1', capacity: 4, position: 0 };
  const seatId = site.run(addSeat, seat).output?.seatId ?? '';
  const edit = { name: '窗边', capacity: 6 };
  site.run(editSeat, { seatId, set: edit });
  site.run(editSeat, { seatId, set: { capacity: 8 } });
  const undone = site.run(editSeat, { seatId, set: { name: 'A1', capacity: 4 }, ifStill: edit });
  expect(undone.output).toEqual({ isWhole: false });
  expect(site.row('seat', seatId)).toMatchObject({ name: 'A1', capacity: 8 });
  const renamed = { name: '窗边区' };
  site.run(editArea, { areaId, set: renamed });
  const whole = site.run(editArea, { areaId, set: { name: '休息区' }, ifStill: renamed });
  expect(whole.output).toEqual({ isWhole: true });
  expect(site.row('area', areaId)).toMatchObject({ name: '休息区' });
});

test('the undo of another order leaves a row that somebody moved since', () => {
  const site = newSite();
  const ids = ['一', '二', '三'].map((name, position) => addedArea(site, name, position));
  const [first = '', second = '', third = ''] = ids;
  const places = [second, first, third].map((id, position) => ({ id, position }));
  site.run(arrangeFloor, { entity: 'area', places });
  site.run(arrangeFloor, { entity: 'area', places: [{ id: first, position: 7 }] });
  const before = ids.map((id, position) => ({ id, position }));
  const undone = site.run(arrangeFloor, { entity: 'area', places: before, ifStill: places });
  expect(undone.output).toEqual({ isWhole: false });
  expect(ids.map((id) => site.row('area', id)?.position)).toEqual([7, 1, 2]);
});
