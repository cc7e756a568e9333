/** A desk that worked without a server takes its place at one (R14 of docs/sync-spec.md). */
import { v7 as uuidv7 } from 'uuid';
import { joinChangeName } from '../../../shared/commands/join-change-name.ts';
import { entityByName, isEntityName } from '../../../shared/entities/registry.ts';
import type { Result } from '../../../shared/errors.ts';
import type { DeviceRecord, JoiningMark } from '../../../shared/sync/device/device-store.ts';
import { broughtEntities } from '../../../shared/sync/device/bring-rows.ts';
import { storedRow } from '../../../shared/sync/device/overlay.ts';
import { joinAnswer, type JoiningPerson } from '../../../shared/sync/wire/join-messages.ts';
import { protocolVersion, type EnrolAnswer } from '../../../shared/sync/wire/protocol.ts';
import { callServer } from '../call-server.ts';
import type { DeskDatabase } from '../database.ts';
import { enrolDevice, ownInstallId } from '../enrol-device.ts';
import { loadSite, type LoadedSite } from './load-site.ts';

export interface JoinDeps {
  readonly db: DeskDatabase;
  readonly serverUrl: string;
  /** Who joins; the rows are sent in their name. */
  readonly actor: string;
  /** UTC ms. */
  readonly now: () => number;
}

/** By a code of the office. Fails as `enrol` does, with `join_station`, and as `takePlace`. */
export async function joinByCode(deps: JoinDeps, code: string): Promise<Result<null>> {
  const device = await aloneDeviceOf(deps.db);
  if (!device) return failed('not_permitted');
  const enrolled = await enrolDevice(deps.db, deps.serverUrl, { code, name: device.name });
  if (!enrolled.ok) return enrolled;
  if (enrolled.value.station !== 'office') return failed('join_station');
  // A code is good once: the place is on the disk before anything is asked of it.
  await deps.db.meta.put({ key: 'place', value: enrolled.value });
  return takePlace(deps);
}

/** What the server says of the place for good: it is no use to ask again. */
const placeIsLost = [
  'site_not_empty',
  'forbidden',
  'device_revoked',
  'token_invalid',
  'not_found',
  'malformed',
];

/**
 * Goes on where a place was given: the server takes the people, and the desk becomes one of the site. Nothing has
 * changed here where it fails: with what the server said, or because it cannot be reached, and then it may be tried
 * again.
 */
export async function takePlace(deps: JoinDeps): Promise<Result<null>> {
  const { db, serverUrl } = deps;
  for (;;) {
    const kept = await db.meta.get('place');
    if (kept?.key !== 'place') return failed('not_permitted');
    const place = kept.value;
    const people = await peopleOf(db);
    const site = await joinAndLoad(serverUrl, place, people);
    if (!site.ok) {
      const { code } = site.error;
      // A server put back to a backup meanwhile has another epoch, and does not know this place.
      if (placeIsLost.includes(code) || code === 'epoch_changed') await db.meta.delete('place');
      return site;
    }
    if (await becomeDeskOf(deps, { place, site: site.value, people })) return { ok: true, value: null };
  }
}

async function joinAndLoad(
  serverUrl: string,
  place: EnrolAnswer,
  people: readonly JoiningPerson[],
): Promise<Result<LoadedSite>> {
  const answer = await callServer(serverUrl, {
    ...{ method: 'POST', path: '/sites/join', token: place.token, answer: joinAnswer },
    body: { protocol: protocolVersion, epoch: place.epoch, people },
  });
  return answer.ok ? loadSite(serverUrl, place) : failed(answer.failure.code);
}

async function aloneDeviceOf(db: DeskDatabase): Promise<DeviceRecord | null> {
  const row = await db.meta.get('device');
  return row?.key === 'device' && row.value.alone ? row.value : null;
}

/** In order of id, so that two readings can be compared. */
async function peopleOf(db: DeskDatabase): Promise<JoiningPerson[]> {
  const [staff, accounts] = [await db.staff.toArray(), await db.person.toArray()];
  const hashes = new Map(accounts.map(({ id, verifier }) => [id, verifier]));
  return staff.flatMap(({ id, username, name, roles, active }) => {
    const passwordHash = hashes.get(id);
    return passwordHash === undefined ? [] : [{ id, username, name, roles, active, passwordHash }];
  });
}

interface Taken {
  readonly place: EnrolAnswer;
  readonly site: LoadedSite;
  /** Whom the server was told of. */
  readonly people: readonly JoiningPerson[];
}

/** @returns false where the people are others by now: the server is told of them first */
async function becomeDeskOf(
  { db, actor, now }: JoinDeps,
  { place, site, people: told }: Taken,
): Promise<boolean> {
  const installId = await ownInstallId(db);
  return db.transaction('rw', db.tables, async () => {
    const device = await aloneDeviceOf(db);
    if (!device) return true;
    if (JSON.stringify(await peopleOf(db)) !== JSON.stringify(told)) return false;
    const startedAt = now();
    const counts = await Promise.all(broughtEntities.map((entity) => db.table(entity).count()));
    await bringSettings({ db, actor, startedAt, site });
    await holdRows(db, site);
    const joining: JoiningMark = {
      ...{ entity: null, after: null, lastSeq: 0, brought: {}, actor, startedAt },
      total: counts.reduce((sum, count) => sum + count, 0),
      theirs: site.rows.flatMap(({ entity, id }) => (broughtEntities.includes(entity as never) ? [id] : [])),
    };
    const { serverTime: _, ...own } = place;
    await db.meta.put({
      key: 'device',
      value: {
        ...own,
        ...{ name: device.name, installId, protocol: protocolVersion, doneOpSeq: 0, sentOpSeq: 0 },
        ...{ cursor: site.cursor, wholeTo: site.head, ready: true, lastSyncedAt: null, joining },
      },
    });
    await db.meta.bulkDelete(['place', 'returned']);
    return true;
  });
}

interface SettingsMove {
  readonly db: DeskDatabase;
  readonly actor: string;
  readonly startedAt: number;
  readonly site: LoadedSite;
}

/** The row has the id of its site: an edit of the server's, but for the name, which its administrator gave. */
async function bringSettings({ db, actor, startedAt, site }: SettingsMove): Promise<void> {
  const own = await db.siteSettings.toCollection().first();
  const theirs = site.rows.find((row) => row.entity === 'siteSettings');
  if (!own || !theirs) return;
  const { id: oldId, rowVersion: _, rowPast: __, ...fields } = own;
  const { name: ___, demoPassword: ____, ...set } = fields;
  const [entity, id, version] = ['siteSettings', theirs.id, theirs.version] as const;
  const patch = { entity, id, op: 'update', base: version, set } as const;
  const localSeq = await db.outbox.add({
    ...{ opId: uuidv7(), name: joinChangeName, version: 1, retryOf: null, overlay: true },
    ...{ actor, occurredAt: startedAt, patches: [patch] },
  });
  await db.siteSettings.delete(oldId);
  const shown = { ...theirs.data, ...set };
  await db.table(entity).put(storedRow(entityByName(entity), id, version, shown));
  await db.base.put({ entity, id, fields: theirs.data, version, pending: [localSeq] });
}

/** People above all, of whom the administrator may have made some. What waits on the settings stays on top. */
async function holdRows(db: DeskDatabase, { rows }: LoadedSite): Promise<void> {
  for (const { entity, id, version, data } of rows) {
    if (entity === 'siteSettings' || !isEntityName(entity)) continue;
    await db.table(entity).put(storedRow(entityByName(entity), id, version, data));
  }
}

const failed = (code: string) => ({ ok: false, error: { code } }) as const;
