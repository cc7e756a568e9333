/** Making this installation a site of its own: what `site-create` and `user-add` make on a server, on this disk. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { DraftPatch } from '../../../shared/commands/define.ts';
import { siteSettings, staff } from '../../../shared/entities/site.ts';
import { requiredText } from '../../../shared/entities/fields.ts';
import { entityByName, type EntityName } from '../../../shared/entities/registry.ts';
import { receivedScopes } from '../../../shared/entities/stations.ts';
import type { Result } from '../../../shared/errors.ts';
import { defaultSite } from '../../../shared/rules/default-site.ts';
import type { Role } from '../../../shared/rules/permissions.ts';
import type { DeviceRecord, StoredRow } from '../../../shared/sync/device/device-store.ts';
import { storedRow } from '../../../shared/sync/device/overlay.ts';
import { completeFields } from '../../../shared/sync/wire/complete-fields.ts';
import type { DeskDatabase } from '../database.ts';
import { ownInstallId } from '../enrol-device.ts';
import { passwordVerifier, type Person } from '../people.ts';

const firstRoles: Role[] = ['supervisor'];

/** Of a person's password here; on a server its administrator gives them out. */
export const shortestPassword = 8;

export const password = z.string().min(shortestPassword).max(200);

export const aloneSetUp = z.object({
  siteName: siteSettings.schema.shape.name,
  /** Of the machine. */
  deskName: requiredText(80),
  /** The first person, who may do everything, and adds the others. */
  name: staff.schema.shape.name,
  username: staff.schema.shape.username,
  password,
});
export type AloneSetUp = z.infer<typeof aloneSetUp>;

/** All of it or nothing; `not_permitted` where the machine is a desk already, by another window say. */
export async function setUpAlone(db: DeskDatabase, input: AloneSetUp, now: number): Promise<Result<Person>> {
  const installId = await ownInstallId(db);
  const verifier = await passwordVerifier(input.password);
  const [siteId, id] = [uuidv7(), uuidv7()];
  const { username, name } = input;
  const person = { id, username, name, roles: firstRoles };
  const first: DraftPatch = {
    entity: 'staff',
    id,
    op: 'create',
    set: { username, name, roles: firstRoles, active: true },
  };
  const patches = [...defaultSite(siteId, input.siteName, uuidv7), first];
  const isDone = await db.transaction('rw', db.tables, async () => {
    if (await db.meta.get('device')) return false;
    for (const [entity, rows] of createdRows(patches)) await db.table(entity).bulkAdd(rows);
    await db.person.put({ ...person, verifier });
    await db.meta.put({ key: 'device', value: aloneDevice({ ...input, siteId, installId, now }) });
    await db.meta.delete('wiped');
    return true;
  });
  return isDone
    ? { ok: true, value: { ...person, session: null } }
    : { ok: false, error: { code: 'not_permitted' } };
}

interface AlonePlace {
  readonly deskName: string;
  readonly siteName: string;
  readonly siteId: string;
  readonly installId: string;
  readonly now: number;
}

/** One PC is bar and office: it holds all there is. @param place `now`: since when it works alone, device's ms */
export function aloneDevice(place: AlonePlace): DeviceRecord {
  const { deskName, siteName, siteId, installId, now } = place;
  return {
    ...{ deviceId: uuidv7(), name: deskName, siteId, siteName, installId },
    ...{ station: 'office', scopes: receivedScopes('office') },
    ...{ token: '', epoch: '', cursor: null, doneOpSeq: 0, sentOpSeq: 0, ready: true, lastSyncedAt: null },
    alone: { since: now },
  };
}

/** Rows that nothing but these creates made. */
export function createdRows(patches: readonly DraftPatch[]): Map<EntityName, StoredRow[]> {
  const rows = new Map<EntityName, StoredRow[]>();
  for (const patch of patches) {
    if (patch.op !== 'create') continue;
    const definition = entityByName(patch.entity);
    const fields = completeFields(definition, patch.set);
    const ofEntity = rows.get(patch.entity) ?? [];
    rows.set(patch.entity, [...ofEntity, storedRow(definition, patch.id, 0, fields)]);
  }
  return rows;
}
