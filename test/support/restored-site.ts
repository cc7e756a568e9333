/** A site whose server goes back to a backup, and what devices see of it. */
import { v7 as uuidv7 } from 'uuid';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import {
  newDevice,
  newEraser,
  updatePatch,
  visitPatch,
  type StoreHost,
  type TestDevice,
} from './site-fixture.ts';

export const rowOf = async (device: TestDevice, id: string) =>
  (await device.pullAll(null)).flatMap((page) => page.rows).findLast((row) => row.id === id);
export const dataOf = async (device: TestDevice, id: string) => {
  const row = await rowOf(device, id);
  return row && 'data' in row ? row.data : undefined;
};
export const conflictsOn = async (device: TestDevice, id: string) =>
  (await device.pullAll(null))
    .flatMap((page) => page.rows)
    .flatMap((row) =>
      row.entity === 'conflict' && 'data' in row && row.data['rowId'] === id ? [row.data] : [],
    );

/** A site with three desks, and one that may erase; a visit is in the backup, then noted “late” by the first of them. */
export async function siteWithBackup(host: StoreHost) {
  const siteId = await host.newSite();
  const [bar, other, callback, eraser] = await Promise.all([
    newDevice(host, siteId),
    newDevice(host, siteId),
    newDevice(host, siteId, { station: 'callback' }),
    newEraser(host, siteId),
  ]);
  const visitId = uuidv7();
  await bar.push({ patches: [visitPatch(visitId, { note: 'early' })] });
  const restore = await host.backUp();
  const edit = bar.numbered({ patches: [updatePatch('visit', visitId, 1, { note: 'late' })] });
  await bar.pushRaw([edit]);
  const held = (await rowOf(other, visitId)) as WireRow;
  return { siteId, bar, other, callback, eraser, visitId, restore, edit, held };
}
