/**
 * What a site holds, as of a device's cursor: checksums a bucket, and the rows of one bucket (R11).
 *
 * Rows above the cursor are the next pull's business: their buckets are passed over, their ids are only named.
 */
import { entityByName, entityNames, isEntityName } from '../../shared/entities/registry.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import {
  limits,
  type BucketAnswer,
  type BucketRequest,
  type CheckAnswer,
  type CheckRequest,
} from '../../shared/sync/wire/protocol.ts';
import { bucketCount } from '../../shared/sync/wire/row-checksum.ts';
import { RequestFailure } from '../request-failure.ts';
import { openCursor, requireEpoch, toWire, withinBudget, type PullContext } from './pull.ts';
import type { SiteSnapshot, SiteStore } from './site-store.ts';

/** Of every entity the station receives, empty ones too. @throws RequestFailure epoch_changed, cursor_expired */
export async function checkSums(
  store: SiteStore,
  context: PullContext,
  request: CheckRequest,
): Promise<CheckAnswer> {
  return atCursor(store, context, request, async (snapshot, at, scopes) => {
    const entities = entityNames
      .filter((entity) => scopes.includes(entityByName(entity).scope))
      .map((entity) => ({ entity, sums: Array.from({ length: bucketCount }, (): number | null => 0) }));
    const byName = new Map<string, (typeof entities)[number]>(entities.map((one) => [one.entity, one]));
    for (const { entity, bucket, sum } of await snapshot.bucketSums(scopes, at)) {
      const own = byName.get(entity);
      if (own) own.sums[bucket] = sum;
    }
    return { at, entities };
  });
}

/** A page of one bucket. @throws RequestFailure epoch_changed, cursor_expired, malformed */
export async function bucketRows(
  store: SiteStore,
  context: PullContext,
  request: BucketRequest,
): Promise<BucketAnswer> {
  const { entity } = request;
  if (!isEntityName(entity)) throw new RequestFailure('malformed', 'No such entity.', { field: 'entity' });
  return atCursor(store, context, request, async (snapshot, at, scopes) => {
    const found = await snapshot.bucket(scopes, request, limits.rowsPerPull + 1);
    const page = withinBudget(found, { rows: limits.rowsPerPull, bytes: limits.largePageBytes / 2 });
    const through = page.length < found.length ? (page.at(-1)?.id ?? null) : null;
    const newer = page.filter((row) => row.version > at).map((row) => row.id);
    const rows = page.filter((row) => row.version <= at && row.data !== null).map(toWire);
    return { at, rows, newer, through };
  });
}

type Scopes = ReturnType<typeof receivedScopes>;

async function atCursor<Value>(
  store: SiteStore,
  context: PullContext,
  request: CheckRequest,
  read: (snapshot: SiteSnapshot, at: number, scopes: Scopes) => Promise<Value>,
): Promise<Value & { epoch: string; serverTime: number }> {
  const scopes = receivedScopes(context.station);
  return store.pull(context.siteId, async (snapshot) => {
    const { epoch } = snapshot;
    requireEpoch(request, epoch);
    const cursor = await openCursor(snapshot, request.cursor, { epoch, scopes: scopes.join(',') });
    // In the middle of a bootstrap, or of a page, a device holds no moment of the site.
    if (cursor.bootstrap || cursor.within)
      throw new RequestFailure('cursor_expired', 'Pull to the head before a check.');
    return { ...(await read(snapshot, cursor.version, scopes)), epoch, serverTime: context.now };
  });
}
