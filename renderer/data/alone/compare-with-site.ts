/** What a desk that joined a server holds, beside what the server says it has (R14.5). */
import type { EntityName } from '../../../shared/entities/registry.ts';
import type { Result } from '../../../shared/errors.ts';
import { sumsOf } from '../../../shared/sync/device/check-rows.ts';
import type { DeviceStore } from '../../../shared/sync/device/device-store.ts';
import { compareAnswer } from '../../../shared/sync/wire/join-messages.ts';
import { protocolVersion } from '../../../shared/sync/wire/protocol.ts';
import { callServer } from '../call-server.ts';
import type { DeskDatabase } from '../database.ts';

export interface Compared {
  readonly entity: EntityName;
  /** As of the same number of the site. */
  readonly own: number;
  readonly theirs: number;
  /** Null where somebody wrote meanwhile. */
  readonly isEqual: boolean | null;
}

/** What this desk holds beside what the server says it has: counts and checksums (R14.5). */
export async function compareWithSite(
  { db, serverUrl }: { readonly db: DeskDatabase; readonly serverUrl: string },
  store: DeviceStore,
): Promise<Result<Compared[]>> {
  const row = await db.meta.get('device');
  if (row?.key !== 'device' || row.value.cursor === null) return failed('unavailable');
  const { token, epoch, cursor } = row.value;
  const own = await sumsOf(store);
  const answer = await callServer(serverUrl, {
    ...{ method: 'POST', path: '/sites/compare', token, answer: compareAnswer },
    body: { protocol: protocolVersion, epoch, cursor },
  });
  if (!answer.ok) return failed(answer.failure.code);
  const compared = answer.value.entities.flatMap(({ entity, rows, sums }): Compared[] => {
    const ours = own.get(entity as EntityName);
    if (!ours) return [];
    const isMoving = sums.some((sum) => sum === null);
    const isSame = ours.count === rows && sums.every((sum, bucket) => sum === (ours.sums[bucket] ?? 0));
    return [
      { entity: entity as EntityName, own: ours.count, theirs: rows, isEqual: isMoving ? null : isSame },
    ];
  });
  return { ok: true, value: compared };
}

const failed = (code: string) => ({ ok: false, error: { code } }) as const;
