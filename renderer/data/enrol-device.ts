/** Making this installation a desk of a site (docs/sync-spec.md, R9). */
import { v7 as uuidv7 } from 'uuid';
import type { Station } from '../../shared/entities/stations.ts';
import type { Result } from '../../shared/errors.ts';
import type { DeviceStore } from '../../shared/sync/device/device-store.ts';
import {
  enrolAnswer,
  healthAnswer,
  type EnrolAnswer,
  type HealthAnswer,
} from '../../shared/sync/wire/protocol.ts';
import { enrolCodeAnswer, type EnrolCodeAnswer } from '../../shared/sync/wire/administration.ts';
import { callServer } from './call-server.ts';
import type { DeskDatabase } from './database.ts';

export interface EnrolInput {
  /** One-time code; none on a demonstration server. */
  readonly code?: string;
  readonly name: string;
  readonly station?: Station;
}

/** @returns the place the server made, not kept yet */
export async function enrolDevice(
  db: DeskDatabase,
  serverUrl: string,
  input: EnrolInput,
): Promise<Result<EnrolAnswer>> {
  const installId = await ownInstallId(db);
  const answer = await callServer(serverUrl, {
    method: 'POST',
    path: '/devices/enrol',
    body: { ...input, installId },
    answer: enrolAnswer,
  });
  return answer.ok ? { ok: true, value: answer.value } : { ok: false, error: answer.failure };
}

/** The first place of this installation: nothing was loaded yet. */
export async function keepEnrolment(
  { db, store }: { readonly db: DeskDatabase; readonly store: DeviceStore },
  { serverTime: _, ...place }: EnrolAnswer,
  name: string,
): Promise<void> {
  const installId = await ownInstallId(db);
  const nothingYet = { cursor: null, doneOpSeq: 0, sentOpSeq: 0, ready: false, lastSyncedAt: null };
  await store.transact('write', [], (transaction) =>
    transaction.putDevice({ ...place, installId, name, ...nothingYet }),
  );
  await db.meta.delete('wiped');
}

/** What the server says of itself before anyone is enrolled. */
export async function askHealth(serverUrl: string): Promise<Result<HealthAnswer>> {
  const answer = await callServer(serverUrl, {
    method: 'GET',
    path: '/health',
    answer: healthAnswer,
    timeoutMs: 8_000,
  });
  return answer.ok ? { ok: true, value: answer.value } : { ok: false, error: answer.failure };
}

interface CodeWanted {
  readonly token: string;
  readonly session: string;
  readonly station: Station;
}

/** A code for another desk. */
export async function askForCode(
  serverUrl: string,
  { station, ...who }: CodeWanted,
): Promise<Result<EnrolCodeAnswer>> {
  const answer = await callServer(serverUrl, {
    method: 'POST',
    path: '/enrol-codes',
    body: { station },
    answer: enrolCodeAnswer,
    ...who,
  });
  return answer.ok ? { ok: true, value: answer.value } : { ok: false, error: answer.failure };
}

export async function ownInstallId(db: DeskDatabase): Promise<string> {
  const kept = await db.meta.get('installId');
  if (kept?.key === 'installId') return kept.value;
  const value = uuidv7();
  await db.meta.put({ key: 'installId', value });
  return value;
}
