/**
 * What was written without a server becomes changes (R14).
 *
 * Purpose: after the desk was given its place at an empty site, every row it holds is a `create` that waits; from then
 * on it is a desk like any other, and the outbox carries everything over exactly once.
 * Invariants: rows keep their ids; a row has its base and its change in one transaction, or neither yet; facts stand in
 * changes of their own (R3), since a change is of one entity; nothing else is written until all rows are through; cut
 * off at any moment it goes on where it stood, and two windows at it make each change once.
 *
 *   alone ─ place ─▶ joining {entity, after} ─ rows, some hundred at a time ─▶ outbox ─▶ a desk of the site
 */
import { joinChangeName } from '../../commands/join-change-name.ts';
import type { EntityDefinition } from '../../entities/define.ts';
import { entityByName, entityNames, type EntityName } from '../../entities/registry.ts';
import type { DeviceStore, DeviceTransaction, JoiningMark, LocalPatch, StoredRow } from './device-store.ts';
import { fieldsOf } from './overlay.ts';

/** Rows of a change, and UTF-16 units of it, at most: what is refused is refused as a whole, and sent as one body. */
const rowsPerChange = 200;
const charsPerChange = 200_000;
/** Each transaction waits for the disk; a larger one would keep the screens waiting. */
const rowsPerTransaction = 1_000;

/** Entities whose rows the desk brings: of the rest the server has its own (settings) or writes them (people). */
export const broughtEntities: readonly EntityName[] = entityNames.filter(
  (name) => name !== 'siteSettings' && entityByName(name).writtenBy === 'devices',
);

/**
 * Puts the rows into the outbox, until none is left or `signal` aborts.
 * @param newId a fresh UUIDv7 @returns whether the desk has joined; false too where it never began
 */
export async function bringRows(
  store: DeviceStore,
  newId: () => string,
  signal?: { readonly aborted: boolean },
): Promise<boolean> {
  for (const entity of broughtEntities) {
    const mark = await readMark(store);
    if (!mark) return false;
    if (!isAhead(entity, mark)) continue;
    const after = mark.entity === entity ? mark.after : null;
    const ids = await store.transact('read', [entity], (transaction) =>
      transaction.rowIds(entity, after, null),
    );
    for (let at = 0; at < ids.length;) {
      if (signal?.aborted) return false;
      const taken = await bringSome(store, entity, ids.slice(at, at + rowsPerTransaction), newId);
      // Another window goes on with it.
      if (taken === 0) return false;
      at += taken;
    }
  }
  return store.transact('write', [], async (transaction) => {
    const device = await transaction.getDevice();
    if (!device?.joining) return false;
    const { joining, ...joined } = device;
    const { lastSeq, changes, brought, startedAt } = joining;
    const record = { lastSeq, ...(changes === undefined ? {} : { changes }), brought, startedAt };
    await transaction.putDevice({ ...joined, joined: record });
    return true;
  });
}

async function readMark(store: DeviceStore): Promise<JoiningMark | undefined> {
  const device = await store.transact('read', [], (transaction) => transaction.getDevice());
  return device?.joining;
}

const isAhead = (entity: EntityName, { entity: reached }: JoiningMark) =>
  reached === null || broughtEntities.indexOf(entity) >= broughtEntities.indexOf(reached);

/** @returns how many of the rows it took, in changes of one transaction; 0 where the desk moved on meanwhile */
function bringSome(
  store: DeviceStore,
  entity: EntityName,
  ids: readonly string[],
  newId: () => string,
): Promise<number> {
  return store.transact('write', [entity], async (transaction) => {
    const device = await transaction.getDevice();
    const [first = ''] = ids;
    if (!device?.joining || !comesNext(device.joining, entity, first)) return 0;
    let { joining } = device;
    // Piece by piece, so that no step of it holds the window up.
    for (let at = 0; at < ids.length;) {
      const some = ids.slice(at, at + rowsPerChange);
      const rows = await transaction.getRows(entity, some);
      const { patches, looked } = patchesWithin(entity, rows, joining.theirs ?? []);
      at += looked;
      const lastSeq = await writeChange(transaction, joining, newId(), patches);
      const changes = (joining.changes ?? 0) + (patches.length > 0 ? 1 : 0);
      const brought = { ...joining.brought, [entity]: (joining.brought[entity] ?? 0) + patches.length };
      joining = { ...joining, entity, after: ids[at - 1] ?? null, lastSeq, changes, brought };
    }
    await transaction.putDevice({ ...device, joining });
    return ids.length;
  });
}

function comesNext({ entity: reached, after }: JoiningMark, entity: EntityName, id: string): boolean {
  if (reached === entity) return after === null || id > after;
  return reached === null || broughtEntities.indexOf(entity) > broughtEntities.indexOf(reached);
}

/** As many of the rows, from the first, as one change may have, and how many were looked at; one at least. */
function patchesWithin(
  entity: EntityName,
  rows: readonly (StoredRow | undefined)[],
  theirs: readonly string[],
): { readonly patches: readonly LocalPatch[]; readonly looked: number } {
  const definition = entityByName(entity);
  const patches: LocalPatch[] = [];
  let chars = 0;
  for (const [looked, row] of rows.entries()) {
    if (!row || theirs.includes(row.id)) continue;
    const patch: LocalPatch = { entity, id: row.id, op: 'create', base: 0, set: setOf(definition, row) };
    chars += JSON.stringify(patch).length;
    if (patches.length > 0 && chars > charsPerChange) return { patches, looked };
    patches.push(patch);
  }
  return { patches, looked: rows.length };
}

/** What a device may say of a new row: not what the server sets, nor what is empty. */
function setOf(definition: EntityDefinition, row: StoredRow): NonNullable<LocalPatch['set']> {
  const entries = Object.entries(fieldsOf(definition, row)).filter(
    ([field, value]) => value !== null && !definition.serverSet.includes(field),
  );
  return Object.fromEntries(entries) as NonNullable<LocalPatch['set']>;
}

/** @returns the place of the last change that brings rows */
async function writeChange(
  transaction: DeviceTransaction,
  joining: JoiningMark,
  opId: string,
  patches: readonly LocalPatch[],
): Promise<number> {
  if (patches.length === 0) return joining.lastSeq;
  const localSeq = await transaction.addToOutbox({
    ...{ opId, name: joinChangeName, version: 1, retryOf: null, overlay: true },
    ...{ actor: joining.actor, occurredAt: joining.startedAt, patches },
  });
  await transaction.putBases(
    patches.map(({ entity, id }) => ({ entity, id, fields: null, version: 0, pending: [localSeq] })),
  );
  return localSeq;
}
