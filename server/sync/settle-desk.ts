/** A desk that joined a site as an office, which has every scope, takes the station it really stands at (R14.6). */
import { moveDevice } from '../device-administration.ts';
import { RequestFailure } from '../request-failure.ts';
import type { SettledAnswer, SettledRequest } from '../../shared/sync/wire/join-messages.ts';
import { isSameDesk, type JoinContext } from './join-site.ts';
import { createPgStore } from './pg-store.ts';
import { requireEpoch } from './pull.ts';

/**
 * From the office it only loses scopes and rights, so that nobody is asked; any other move is the administrator's
 * (`device-station`). Asked again with the station it has, it changes nothing.
 * @throws RequestFailure epoch_changed, forbidden
 */
export async function settleDesk(context: JoinContext, request: SettledRequest): Promise<SettledAnswer> {
  const { db, siteId, deviceId, clock } = context;
  const epoch = await createPgStore(db).epoch();
  requireEpoch(request, epoch);
  const { station } = request;
  if (station !== context.station) {
    const { joined_by } = await db
      .selectFrom('site')
      .select('joined_by')
      .where('id', '=', siteId)
      .executeTakeFirstOrThrow();
    if (context.station !== 'office' || !isSameDesk(context, joined_by))
      throw new RequestFailure('forbidden', 'The administrator of the server moves desks.');
    await moveDevice({ db, clock }, siteId, deviceId, station);
  }
  return { epoch, serverTime: clock(), station };
}
