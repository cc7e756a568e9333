/** What a person who may runs of the server from a desk: with `X-Session` besides the desk's own token. */
import { z } from 'zod';
import { stations } from '../../entities/stations.ts';

/** Of sign-in: says who the person at the desk is. */
export const sessionHeader = 'x-session';

export const enrolCodeRequest = z.object({ station: z.enum(stations) });

export const enrolCodeAnswer = z.object({
  /** Good once. */
  code: z.string(),
  /** UTC ms. */
  expiresAt: z.int(),
  /** Where desks reach the server, best first. */
  origins: z.array(z.string()),
  /** SHA-256 of the certificate of the server's own authority, 64 hex digits; null where it has none. */
  ca: z.string().nullable(),
  /** When that authority ends, UTC ms; left out where the server has none, or does not say. */
  caEnds: z.int().optional(),
});
export type EnrolCodeAnswer = z.infer<typeof enrolCodeAnswer>;
