/** A desk without a server is on one disk alone: all of it into a file, and back. */
import { entityNames } from '../../../shared/entities/registry.ts';
import type { Result } from '../../../shared/errors.ts';
import type { BackupRecord, DeskDatabase } from '../database.ts';
import { ownInstallId } from '../enrol-device.ts';
import { readBackupFile, rowCountOf, writeBackupFile, type Backup, type ReadBackup } from './backup-file.ts';
import { aloneDevice } from './set-up-alone.ts';

/** How old the last backup may grow before the desk says so. */
export const backupEveryMs = 7 * 86_400_000;

export interface MadeBackup {
  readonly file: Blob;
  readonly record: BackupRecord;
}

/**
 * All there is, as of one moment, in a file that was read back and found to say the same. Fails with `not_permitted`
 * on a desk of a server, `backup_unreadable` where the file is not what was written.
 */
export async function makeBackup(db: DeskDatabase, now: number): Promise<Result<MadeBackup>> {
  const backup = await snapshotOf(db, now);
  if (!backup) return failed('not_permitted');
  const { file, sum, rowCount } = await writeBackupFile(backup);
  const read = await readBackupFile(file);
  if (!read.ok) return read;
  if (read.value.sum !== sum || rowCountOf(read.value) !== rowCount) return failed('backup_unreadable');
  return { ok: true, value: { file, record: { madeAt: now, sum, rowCount, checkedAt: null } } };
}

/** Once it was handed to the person. */
export async function noteBackup(db: DeskDatabase, value: BackupRecord): Promise<void> {
  await db.meta.put({ key: 'backup', value });
}

/** @returns of which moment the file is; that it is the last one made here is noted. Fails as `readBackupFile` */
export async function checkBackup(db: DeskDatabase, file: Blob, now: number): Promise<Result<ReadBackup>> {
  const read = await readBackupFile(file);
  if (!read.ok) return read;
  await db.transaction('rw', db.meta, async () => {
    const last = await db.meta.get('backup');
    if (last?.key === 'backup' && last.value.sum === read.value.sum)
      await db.meta.put({ key: 'backup', value: { ...last.value, checkedAt: now } });
  });
  return read;
}

async function snapshotOf(db: DeskDatabase, madeAt: number): Promise<Backup | null> {
  return db.transaction('r', db.tables, async () => {
    const device = await db.meta.get('device');
    if (device?.key !== 'device' || !device.value.alone) return null;
    const { name, siteId, siteName, alone } = device.value;
    const views = await db.meta.get('savedViews');
    const rows: Backup['rows'] = new Map();
    for (const entity of entityNames)
      (rows as Map<unknown, unknown>).set(entity, await db.table(entity).toArray());
    return {
      madeAt,
      desk: { name, siteId, siteName, since: alone.since },
      people: await db.person.toArray(),
      savedViews: views?.key === 'savedViews' ? views.value : {},
      rows,
    };
  });
}

/**
 * In the place of all that is here, in one transaction: all of it or nothing. Fails with `not_permitted` on a desk of
 * a server, whose truth is elsewhere.
 */
export async function restoreBackup(
  db: DeskDatabase,
  backup: ReadBackup,
  now: number,
): Promise<Result<null>> {
  const installId = await ownInstallId(db);
  return db.transaction('rw', db.tables, async () => {
    const device = await db.meta.get('device');
    if (device?.key === 'device' && !device.value.alone) return failed('not_permitted');
    for (const table of db.tables) await table.clear();
    for (const [entity, rows] of backup.rows) await db.table(entity).bulkAdd([...rows]);
    await db.person.bulkAdd([...backup.people]);
    const { name: deskName, siteId, siteName, since } = backup.desk;
    const { madeAt, sum, savedViews } = backup;
    await db.meta.bulkPut([
      { key: 'installId', value: installId },
      { key: 'device', value: aloneDevice({ deskName, siteId, siteName, installId, now: since }) },
      { key: 'savedViews', value: savedViews },
      // It has just been read from the file: nothing newer is here.
      { key: 'backup', value: { madeAt, sum, rowCount: rowCountOf(backup), checkedAt: now } },
    ]);
    return { ok: true, value: null };
  });
}

const failed = (code: string) => ({ ok: false, error: { code } }) as const;
