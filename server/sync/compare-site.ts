/** What a site holds, for a desk that joined it to put beside its own (R14.5). */
import type { CompareAnswer } from '../../shared/sync/wire/join-messages.ts';
import type { CheckRequest } from '../../shared/sync/wire/protocol.ts';
import { checkSums } from './check.ts';
import type { JoinContext } from './join-site.ts';
import { createPgStore } from './pg-store.ts';

/** Counts and checksums of what the site holds, as of the desk's cursor. @throws as `checkSums` */
export async function compareSite(context: JoinContext, request: CheckRequest): Promise<CompareAnswer> {
  const { db, siteId, station, deviceId, clock } = context;
  const pulling = { siteId, station, deviceId, now: clock() };
  const { at, entities, epoch, serverTime } = await checkSums(createPgStore(db), pulling, request);
  const counted = await db
    .selectFrom('record')
    .select(({ fn }) => ['entity', fn.countAll<number>().as('rows')])
    .where('site_id', '=', siteId)
    .where('data', 'is not', null)
    .where('version', '<=', at)
    .groupBy('entity')
    .execute();
  const rowsOf = new Map(counted.map(({ entity, rows }) => [entity, Number(rows)]));
  return {
    ...{ epoch, serverTime, at },
    entities: entities.map((one) => ({ ...one, rows: rowsOf.get(one.entity) ?? 0 })),
  };
}
