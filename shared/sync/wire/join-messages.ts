/**
 * What a desk that worked without a server says when it joins one (R14).
 *
 * Purpose: three calls beside those of `protocol.ts`; what the desk holds goes by ordinary pushes in between.
 * Invariants: no client but one that joins asks for them, so they need no protocol number of their own; a server from
 * before answers `not_found`. Their hash stands in the test of the protocol all the same.
 *
 *   enrol (office) ─▶ join {people} ─▶ pushes of `create` changes ─▶ pull ─▶ compare {cursor} ─▶ settled {station}
 */
import { z } from 'zod';
import { id, instant } from '../../entities/fields.ts';
import { staff } from '../../entities/site.ts';
import { stations } from '../../entities/stations.ts';
import { bucketSums, checkRequest } from './protocol.ts';

/** Argon2id in PHC form, at the product's own cost and no other: a sign-in would take what somebody else chose. */
export const passwordHash = z
  .string()
  .regex(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);

/** A person who worked at the desk; rows name them by this id. */
export const joiningPerson = staff.schema.extend({ id: id(), passwordHash });
export type JoiningPerson = z.infer<typeof joiningPerson>;

export const joinRequest = z.object({
  protocol: z.int(),
  epoch: z.string().min(1).max(100),
  people: z.array(joiningPerson).min(1).max(200),
});
export type JoinRequest = z.infer<typeof joinRequest>;

export const joinAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  /** The site's head: an edit of the site's settings has it as base. */
  head: z.int().min(0),
});
export type JoinAnswer = z.infer<typeof joinAnswer>;

export const compareRequest = checkRequest;

/** As of the cursor, of every entity of the station: how many rows there are, and their checksums as in R11. */
export const compareAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  at: z.int().min(0),
  entities: z.array(bucketSums.extend({ rows: z.int().min(0) })),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;

/** All has arrived: at which station the desk stands from now on. It had to be the office to bring everything. */
export const settledRequest = z.object({
  protocol: z.int(),
  epoch: z.string().min(1).max(100),
  station: z.enum(stations),
});
export type SettledRequest = z.infer<typeof settledRequest>;

export const settledAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  station: z.enum(stations),
});
export type SettledAnswer = z.infer<typeof settledAnswer>;
