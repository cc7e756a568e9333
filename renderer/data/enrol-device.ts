/** Making this installation a desk of a site (docs/sync-spec.md, R9). */
import { v7 as uuidv7 } from 'uuid';
import type { Station } from '../../shared/entities/stations.ts';
import type { Result } from '../../shared/errors.ts';
import type { DeviceRecord } from '../../shared/sync/device-store.ts';
import { enrolAnswer, healthAnswer, type HealthAnswer } from '../../shared/sync/protocol.ts';
import { callServer } from './call-server.ts';
import type { DeskDatabase } from './database.ts';

export interface EnrolInput {
  /** One-time code; none on a demonstration server. */
  readonly code?: string;
  readonly name: string;
  readonly station?: Station;
}

/** @returns the desk as the server knows it, not kept yet */
export async function enrolDevice(
  db: DeskDatabase,
  serverUrl: string,
  input: EnrolInput,
): Promise<Result<DeviceRecord>> {
  const installId = await ownInstallId(db);
  const answer = await callServer(serverUrl, {
    method: 'POST',
    path: '/devices/enrol',
    body: { ...input, installId },
    answer: enrolAnswer,
  });
  if (!answer.ok) return { ok: false, error: answer.failure };
  const { deviceId, token, siteId, siteName, station, scopes, epoch } = answer.value;
  const value: DeviceRecord = {
    ...{ deviceId, token, siteId, siteName, station, scopes, epoch, installId },
    name: input.name,
    cursor: null,
    doneOpSeq: 0,
    sentOpSeq: 0,
    ready: false,
    lastSyncedAt: null,
  };
  return { ok: true, value };
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

async function ownInstallId(db: DeskDatabase): Promise<string> {
  const kept = await db.meta.get('installId');
  if (kept?.key === 'installId') return kept.value;
  const value = uuidv7();
  await db.meta.put({ key: 'installId', value });
  return value;
}
