/** A rejected change on a desk, and the page on which it is put right. */
import { Route, Routes } from 'react-router';
import { v7 as uuidv7 } from 'uuid';
import { AmendPage } from '../../renderer/app/amend-page.tsx';
import type { LocalPatch, RejectedChange } from '../../shared/sync/device/device-store.ts';
import { renderOnDesk, type TestDesk } from './render-desk.tsx';

const routes = (
  <Routes>
    <Route path="/status/edit/:opId" element={<AmendPage />} />
    <Route path="/status" element={<h1>List</h1>} />
  </Routes>
);
export const openAmending = (bar: TestDesk, { opId }: { readonly opId: string }) =>
  renderOnDesk(bar, routes, `/status/edit/${opId}`);

/** The oldest waiting change as the server would send it back; its rows are gone from the screen with it. */
export async function rejectOldest({ db }: TestDesk): Promise<RejectedChange> {
  const [entry] = await db.outbox.orderBy('localSeq').limit(1).toArray();
  if (!entry) throw new Error('nothing waits');
  const { opId, name, version, actor, occurredAt, patches, localSeq } = entry;
  const about = { opId, name, version, actor, occurredAt, patches, localSeq };
  const change: RejectedChange = { ...about, code: 'invalid', message: null, rejectedAt: 1 };
  await db.outbox.clear();
  await db.base.clear();
  for (const { entity, id } of patches) await db.table(entity).delete(id);
  await db.attention.put(change);
  return change;
}

/** An edit of rows that are there, as the server would send it back. */
export async function rejectEdit(
  { db }: TestDesk,
  edits: Omit<LocalPatch, 'base' | 'op'> | readonly Omit<LocalPatch, 'base' | 'op'>[],
  name: string,
): Promise<RejectedChange> {
  const about = { opId: uuidv7(), name, version: 1, actor: uuidv7(), occurredAt: 2, rejectedAt: 3 };
  const patches = [edits].flat().map((patch) => ({ ...patch, op: 'update', base: 1 }) as LocalPatch);
  const change: RejectedChange = { ...about, patches, code: 'invalid', message: null };
  await db.outbox.clear();
  await db.base.clear();
  await db.attention.put(change);
  return change;
}
