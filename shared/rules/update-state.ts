/** How an update of the desktop application stands, and when it may be installed; known to the shell and its page. */
import { z } from 'zod';

const version = z.string().max(60);
/** UTC ms. */
const instant = z.number();

export const updateState = z.discriminatedUnion('kind', [
  /** This build never updates itself: it was not installed, has no key, or the system's own packages bring updates. */
  z.strictObject({ kind: z.literal('off'), why: z.enum(['notInstalled', 'noKey', 'bySystem']) }),
  /** `offered` is the version the server hands out; null: not asked yet, or it hands out none. */
  z.strictObject({ kind: z.literal('waiting'), checkedAt: instant.nullable(), offered: version.nullable() }),
  z.strictObject({ kind: z.literal('checking') }),
  z.strictObject({ kind: z.literal('downloading'), version, percent: z.number() }),
  /** On the disk and checked; `chosen`: installed as soon as the application is closed, because a person said so. */
  z.strictObject({ kind: z.literal('ready'), version, chosen: z.boolean() }),
  z.strictObject({
    kind: z.literal('failed'),
    /**
     * `unreachable`: the server was not reached, or the line broke. `unsigned`: what it hands out is not signed by
     * the key of this build. `damaged`: the list cannot be read, or a file is not what the list says.
     */
    why: z.enum(['unreachable', 'unsigned', 'damaged']),
    checkedAt: instant,
  }),
]);
export type UpdateState = z.output<typeof updateState>;
export type UpdateFailure = Extract<UpdateState, { kind: 'failed' }>['why'];

const count = z.int().min(0);

/** What would be disturbed by an update; told by the page. */
export const deskWork = z.strictObject({
  /** Whether the bar's shift runs (shift.ts), at a desk that receives visitors; false at others. */
  shiftOpen: z.boolean(),
  /** Visits of today that are still open, at a desk that receives visitors; 0 at others. */
  openVisits: count,
  /** Changes that the server has not judged yet. */
  unsent: count,
});
export type DeskWork = z.output<typeof deskWork>;

/** When an update that is ready is to be installed: as the application is closed, now, or not yet. */
export const updateMoment = z.enum(['atQuit', 'restart', 'later']);
export type UpdateMoment = z.output<typeof updateMoment>;

export const hindrances = ['unknown', 'shiftOpen', 'openVisits', 'unsent'] as const;

/**
 * @param work null where the page has not said: then nothing is installed
 * @returns what stands in the way of installing, the longest first; null where nothing does. Nobody can overrule it.
 */
export function installHindrance(work: DeskWork | null): (typeof hindrances)[number] | null {
  if (work === null) return 'unknown';
  if (work.shiftOpen) return 'shiftOpen';
  if (work.openVisits > 0) return 'openVisits';
  return work.unsent > 0 ? 'unsent' : null;
}
