/**
 * Slows down who guesses: counts failures only, per key, within a window. A try counts as failed until it is known
 * not to be, so that many at once get no further than one after the other. Counted in the database: two servers on
 * one give no more tries than one does, nor does one that is started again.
 */
import { sql } from 'kysely';
import type { ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { hashSecret } from './tokens.ts';

interface FailureLimit {
  /** One more try. @throws RequestFailure too_many_requests with the seconds to wait */
  begin(key: string): Promise<Try>;
}

/** Left alone, it has failed. */
export interface Try {
  /** Was right: the count begins anew. */
  succeeded(): Promise<void>;
  /** Was no guess, or nobody knows whether it was right: it does not count. */
  tookBack(): Promise<void>;
}

/** Counts that are over and go with each try: more than a try can add. */
const forgottenAtOnce = 100;

/** @param windowMs how long a failure counts */
export function createFailureLimit(
  { db, clock }: Pick<ServerDeps, 'db' | 'clock'>,
  maxFailures: number,
  windowMs: number,
): FailureLimit {
  return {
    async begin(guessed) {
      // Neither a name nor an address of anybody is kept.
      const key = hashSecret(guessed);
      const now = clock();
      // Over, or begun when a server's clock was far ahead; a little ahead the other server's may well be.
      const isOver = sql<boolean>`(g.until <= ${now} or g.until > ${now + 2 * windowMs})`;
      const { rows } = await sql<{ until: number }>`
        with forgotten as (
          delete from guess where key in (
            select key from guess where until <= ${now} and key <> ${key}
            limit ${forgottenAtOnce} for update skip locked))
        insert into guess as g (key, count, until) values (${key}, 1, ${now + windowMs})
        on conflict (key) do update
        set count = case when ${isOver} then 1 else g.count + 1 end,
          until = case when ${isOver} then excluded.until else g.until end
        where ${isOver} or g.count < ${maxFailures}
        returning until`.execute(db);
      const [counted] = rows;
      if (!counted) {
        const full = await db.selectFrom('guess').select('until').where('key', '=', key).executeTakeFirst();
        throw tooMany((full?.until ?? now) - now);
      }
      const { until } = counted;
      return {
        succeeded: async () => void (await db.deleteFrom('guess').where('key', '=', key).execute()),
        async tookBack() {
          await sql`
            update guess set count = count - 1
            where key = ${key} and until = ${until} and count > 0`.execute(db);
        },
      };
    },
  };
}

function tooMany(waitMs: number): RequestFailure {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
  return new RequestFailure('too_many_requests', `Too many failures: wait ${retryAfter} s.`, { retryAfter });
}
