/**
 * The wire between a desk and the central server: one schema a message, types inferred from it.
 *
 * Purpose: the only description of the messages; server validation, the device's reading of answers and the
 * OpenAPI document come from here (docs/sync-spec.md).
 * Invariants: a push is refused as a whole only where its envelope, an `opId` or an `opSeq` does not parse;
 * anything else that is wrong in a change is that change's verdict, so `looseChange` takes the rest unread.
 * A test hashes these schemas: a change of the wire fails until `protocolVersion` is raised (R12).
 *
 *   device ── push {changes} ──▶ server     verdict per change
 *   device ── pull {cursor}  ──▶ server     rows, next cursor, lastOpSeq
 *   device ── check {cursor} ──▶ server     checksums; then bucket {…} ──▶ rows
 *   device ── recover {rows} ─▶ server      after a restore: what the device held beyond it
 *   device ── claims {row}   ──▶ server     a token for who works on the row alone (R10)
 *   device ◀─ events: head ──── server      a hint to pull, never data
 */
import { z } from 'zod';
import { scopes } from '../../entities/scopes.ts';
import { id, instant, requiredText } from '../../entities/fields.ts';
import { stations } from '../../entities/stations.ts';
import { verdictCodes } from '../../errors.ts';
import { roles } from '../../rules/permissions.ts';
import { bucketCount } from './row-checksum.ts';

/** 2: claims (R10). In 1 a patch might carry any `claim`, and nobody looked at it. */
export const protocolVersion = 2;
/** The last two. */
export const supportedProtocols = { min: 1, max: 2 } as const;
/** The first version with claims. */
export const claimsSince = 2;

export const limits = {
  /** Bytes of a request body after decompression. */
  bodyBytes: 2_000_000,
  changesPerPush: 500,
  changesPerTransaction: 100,
  patchesPerChange: 1_000,
  /** UTF-16 units of one change as JSON; above it the change is `too_large`. */
  changeChars: 500_000,
  rowsPerPull: 1_000,
  rowsPerRecover: 1_000,
  /** How long a claim lasts that nobody renews, ms (R10). */
  claimMs: 300_000,
  /** From this page of a run on, the server ignores `limit` and fills `largePageBytes` (R6). */
  largePagesFrom: 10,
  largePageBytes: 2_000_000,
} as const;

const counter = z.int().min(0);

/** `claim` is the fencing token of R10. */
export const patchSchema = z.strictObject({
  entity: z.string().max(60),
  id: id(),
  op: z.enum(['create', 'update', 'remove']),
  /** Version of the row the writer had seen; 0 where the server did not know it yet. */
  base: counter,
  set: z.record(z.string(), z.json()).optional(),
  claim: z.string().max(200).optional(),
});
export type Patch = z.infer<typeof patchSchema>;

/** Where a change had been applied before the server was restored: the epoch of that time, and its number (R8). */
export const appliedMark = z.strictObject({
  epoch: z.string().min(1).max(100),
  seq: z.int().min(1),
  /** Fields and groups in which it lost then, as its verdict told. */
  lost: z
    .array(z.strictObject({ entity: z.string(), id: id(), field: z.string() }))
    .max(100)
    .optional(),
  /** Where it was applied first, where it came again since: that number says how old it is. */
  was: z.strictObject({ epoch: z.string().min(1).max(100), seq: z.int().min(1) }).optional(),
});
export type AppliedMark = z.infer<typeof appliedMark>;

export const changeSchema = z.strictObject({
  opId: id(),
  /** 1, 2, 3 … per device and epoch, without a gap. */
  opSeq: z.int().min(1),
  /** Name and version of the command that made it; unknown names are accepted. */
  name: z.string().min(1).max(100),
  version: z.int().min(1),
  /** User id of who did it, or the device's own id. */
  actor: id(),
  occurredAt: instant(),
  retryOf: id().nullish(),
  applied: appliedMark.optional(),
  patches: z.array(patchSchema).min(1),
});
export type Change = z.infer<typeof changeSchema>;

/** What must parse for a push to be looked at: the rest of a change is judged change by change. */
export const looseChange = z.looseObject({ opId: id(), opSeq: z.int().min(1) });
export type LooseChange = z.infer<typeof looseChange>;

export const pushRequest = z.object({
  protocol: z.int(),
  epoch: z.string().min(1).max(100),
  /** The highest opSeq up to which the device has all verdicts; the server may drop those payloads. */
  ackedOpSeq: counter,
  changes: z.array(looseChange).max(limits.changesPerPush),
});
export type PushRequest = z.infer<typeof pushRequest>;

export const conflictNote = z.object({
  entity: z.string(),
  id: id(),
  field: z.string(),
  kept: z.json(),
  lost: z.json(),
});
export type ConflictNote = z.infer<typeof conflictNote>;

export const changeResult = z.object({
  opId: id(),
  opSeq: z.int().min(1),
  verdict: z.enum(['applied', 'rejected', 'retry']),
  code: z.enum(verdictCodes).optional(),
  message: z.string().optional(),
  /** The site's number of the change, where it was applied. */
  seq: counter.optional(),
  conflicts: z.array(conflictNote).optional(),
});
export type ChangeResult = z.infer<typeof changeResult>;

export const pushAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  head: counter,
  /** The highest opSeq of this device whose verdict the server holds. */
  lastOpSeq: counter,
  results: z.array(changeResult),
});
export type PushAnswer = z.infer<typeof pushAnswer>;

export const pullRequest = z.object({
  protocol: z.int(),
  epoch: z.string().min(1).max(100),
  /** As the last answer gave it, opaque; null to begin with a bootstrap. */
  cursor: z.string().max(4_000).nullable(),
  limit: z.int().min(1).max(limits.rowsPerPull),
});
export type PullRequest = z.infer<typeof pullRequest>;

/**
 * By field or group: under which number of which ended life its value was written, where the row came back from there.
 * The row's own version says nothing of that (R8).
 */
const fieldNumbers = z.record(
  z.string().max(60),
  z.object({ epoch: z.string().min(1).max(100), version: counter }),
);
export type FieldNumbers = z.infer<typeof fieldNumbers>;

/** A row as it is, or that it was removed. */
export const wireRow = z.union([
  z.object({ entity: z.string(), id: id(), version: z.int().min(1), removed: z.literal(true) }),
  z.object({
    entity: z.string(),
    id: id(),
    version: z.int().min(1),
    data: z.record(z.string(), z.json()),
    past: fieldNumbers.optional(),
  }),
]);
export type WireRow = z.infer<typeof wireRow>;

/** `after < id ≤ through`; null is open. */
export const keyRange = z.object({ entity: z.string(), after: id().nullable(), through: id().nullable() });
export type KeyRange = z.infer<typeof keyRange>;

export const pullAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  head: counter,
  mode: z.enum(['bootstrap', 'tail']),
  range: keyRange.optional(),
  /** What the desk is now, and what it receives: it may be moved to another station at any time (R9). */
  station: z.enum(stations),
  scopes: z.array(z.enum(scopes)),
  /** Scopes the cursor still had, and the station has no more. */
  left: z.array(z.enum(scopes)).optional(),
  rows: z.array(wireRow),
  cursor: z.string(),
  more: z.boolean(),
  lastOpSeq: counter,
  backedUpTo: counter,
});
export type PullAnswer = z.infer<typeof pullAnswer>;

/** Asks what the server holds, as of the device's own cursor (R11). */
export const checkRequest = z.object({
  protocol: z.int(),
  epoch: z.string().min(1).max(100),
  cursor: z.string().max(4_000),
});
export type CheckRequest = z.infer<typeof checkRequest>;

/** An entity of the device's scopes: a checksum a bucket, null where rows above the cursor lie in it. */
export const bucketSums = z.object({
  entity: z.string(),
  sums: z.array(z.int32().nullable()).length(bucketCount),
});
export type BucketSums = z.infer<typeof bucketSums>;

export const checkAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  /** The number the cursor stands on: rows above it are the next pull's business. */
  at: counter,
  entities: z.array(bucketSums),
});
export type CheckAnswer = z.infer<typeof checkAnswer>;

/** Asks for the rows of a bucket that differs, in pages; `sum` is what the device has, for the server's log. */
export const bucketRequest = checkRequest.extend({
  entity: z.string().max(60),
  bucket: z
    .int()
    .min(0)
    .max(bucketCount - 1),
  after: id().nullable(),
  sum: z.int32(),
});
export type BucketRequest = z.infer<typeof bucketRequest>;

/** The bucket's rows with `after < id ≤ through`; null is the bucket's end. */
export const bucketAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  at: counter,
  /** Those up to `at`. */
  rows: z.array(wireRow),
  /** Ids of rows written or removed above `at`: what the device holds of them stays until it pulls. */
  newer: z.array(id()),
  through: id().nullable(),
});
export type BucketAnswer = z.infer<typeof bucketAnswer>;
/** A row as the device held it, under the server's number it held it by. */
export const returnedRow = z.object({
  entity: z.string().max(60),
  id: id(),
  version: z.int().min(1),
  data: z.record(z.string(), z.json()),
  /** As the server had told it with the row. */
  past: fieldNumbers.optional(),
});
export type ReturnedRow = z.infer<typeof returnedRow>;

export const recoverRequest = z.object({
  protocol: z.int(),
  /** The one the device holds its rows from. */
  epoch: z.string().min(1).max(100),
  /** None to begin with: the answer says from which version on rows are wanted. */
  rows: z.array(returnedRow).max(limits.rowsPerRecover),
  /** They are of a bootstrap that has not come to its end: what belongs to them may not be here. */
  partial: z.boolean().optional(),
});
export type RecoverRequest = z.infer<typeof recoverRequest>;

export const recoverAnswer = z.object({
  /** The server's own, to be taken on once all rows are returned. */
  epoch: z.string(),
  serverTime: instant(),
  head: counter,
  /** Rows of this version and below are known here. */
  above: counter,
  /** The numbers of the server's epoch are above it, those of all earlier ones not. */
  startsAt: counter,
  /** Rows that were not taken, and why. */
  refused: z.array(z.object({ entity: z.string(), id: id(), code: z.enum(verdictCodes) })),
});
export type RecoverAnswer = z.infer<typeof recoverAnswer>;

/** Asks for the row alone, or for longer where the device has it already (R10). */
export const claimRequest = z.object({
  protocol: z.int().min(claimsSince),
  epoch: z.string().min(1).max(100),
  entity: z.string().max(60),
  id: id(),
  /** User id of who works on it, or the device's own id. */
  actor: id(),
});
export type ClaimRequest = z.infer<typeof claimRequest>;

export const claimAnswer = z.object({
  epoch: z.string(),
  serverTime: instant(),
  /** Goes with every patch of the row; the same one again where the device had it. */
  token: z.string().min(1).max(200),
  /** By the server's clock: from then on others may have it. */
  until: instant(),
});
export type ClaimAnswer = z.infer<typeof claimAnswer>;

export const releaseRequest = z.object({
  protocol: z.int().min(claimsSince),
  epoch: z.string().min(1).max(100),
  entity: z.string().max(60),
  id: id(),
  token: z.string().min(1).max(200),
});
export type ReleaseRequest = z.infer<typeof releaseRequest>;

export const releaseAnswer = z.object({ epoch: z.string(), serverTime: instant() });
export type ReleaseAnswer = z.infer<typeof releaseAnswer>;

const shortText = requiredText(80);

/** A code, or `renew`, or (demonstration server on loopback only) neither and a station of choice. */
export const enrolRequest = z.object({
  installId: id(),
  name: shortText.optional(),
  code: z.string().max(40).optional(),
  renew: z.literal(true).optional(),
  station: z.enum(stations).optional(),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;

export const enrolAnswer = z.object({
  deviceId: id(),
  token: z.string(),
  siteId: id(),
  siteName: z.string(),
  station: z.enum(stations),
  scopes: z.array(z.enum(scopes)),
  epoch: z.string(),
  serverTime: instant(),
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;

export const sessionRequest = z.object({
  username: shortText,
  password: z.string().min(1).max(200),
});
export type SessionRequest = z.infer<typeof sessionRequest>;

export const sessionAnswer = z.object({
  userId: id(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  session: z.string(),
  expiresAt: instant(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

/** `demo` only where the server holds a demonstration dealership. */
export const healthAnswer = z.object({
  status: z.literal('ok'),
  version: z.string(),
  protocol: z.int(),
  epoch: z.string(),
  demo: z.literal(true).optional(),
});
export type HealthAnswer = z.infer<typeof healthAnswer>;

export const headEvent = z.object({ epoch: z.string(), head: counter });
export type HeadEvent = z.infer<typeof headEvent>;

export const errorAnswer = z.object({
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    lastOpSeq: counter.optional(),
    epoch: z.string().optional(),
    min: z.int().optional(),
    max: z.int().optional(),
    until: counter.optional(),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;
