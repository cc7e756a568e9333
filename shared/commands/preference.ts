/** What a guest likes or must not have (客户喜好登记): recorded, changed, withdrawn; each can be undone. */
import { z } from 'zod';
import { id, instant, text } from '../entities/fields.ts';
import { preferenceKinds, type Preference } from '../entities/preference.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { defineCommand, type CommandContext, type CommandOutcome } from './define.ts';

export const preferenceSaid = z.object({
  kind: z.enum(preferenceKinds),
  menuItemId: id().nullable(),
  /** How it is made, or what it is. */
  detail: text(400),
});
export type PreferenceSaid = z.infer<typeof preferenceSaid>;

const preferenceRow = (preferenceId: string) => [{ entity: 'preference', id: preferenceId } as const];

/** A guest says something new. Fails with `row_missing` where the guest is not known. */
export const recordPreference = defineCommand({
  name: 'recordPreference',
  version: 1,
  input: preferenceSaid.extend({ guestCardId: id() }),
  permission: 'reception.use',
  reads: ({ guestCardId }) => [{ entity: 'guestCard', id: guestCardId }],
  plan(input, context) {
    if (!context.row('guestCard', input.guestCardId)) return { code: 'row_missing' };
    const preferenceId = context.newId();
    const set = { ...input, note: null, recordedBy: context.actor, recordedAt: context.now };
    const patches = [{ entity: 'preference', id: preferenceId, op: 'create', set } as const];
    return { changes: [{ name: 'recordPreference', version: 1, patches }], output: { preferenceId } };
  },
});

const changeInput = preferenceSaid.extend({
  preferenceId: id(),
  /** Who recorded it and when (UTC ms), where an undo puts that back; the actor and now where absent. */
  recorded: z.object({ by: id().nullable(), at: instant().nullable() }).optional(),
  /** Of an undo: changed only while it says this. */
  ifStill: preferenceSaid.optional(),
});

/** A guest says it otherwise, or an undo says it as before. Fails with `row_missing`. */
export const changePreference = defineCommand({
  name: 'changePreference',
  version: 1,
  input: changeInput,
  permission: 'reception.use',
  reads: ({ preferenceId }) => preferenceRow(preferenceId),
  plan({ preferenceId, recorded, ifStill, ...choice }, context) {
    const { by, at } = recorded ?? { by: context.actor, at: context.now };
    const set = { ...choice, recordedBy: by, recordedAt: at };
    return writeChoice('changePreference', preferenceId, context, { set, ifStill });
  },
});

/** It holds no longer: the row stays, and says nothing. Fails with `row_missing`. */
export const withdrawPreference = defineCommand({
  name: 'withdrawPreference',
  version: 1,
  input: z.object({ preferenceId: id(), ifStill: preferenceSaid.optional() }),
  permission: 'reception.use',
  reads: ({ preferenceId }) => preferenceRow(preferenceId),
  plan: ({ preferenceId, ifStill }, context) =>
    writeChoice('withdrawPreference', preferenceId, context, {
      set: { menuItemId: null, detail: null },
      ifStill,
    }),
});

interface Undone {
  /** Whether it was taken back: what a colleague says by now stays. */
  readonly isWhole: boolean;
}

interface Wanted {
  readonly set: Partial<Preference>;
  readonly ifStill: PreferenceSaid | undefined;
}

/** The choice, and who recorded it, is one group (R4): written whole where the choice differs, else nothing. */
function writeChoice(
  name: string,
  preferenceId: string,
  context: CommandContext,
  { set, ifStill }: Wanted,
): CommandOutcome<Undone> | Failure<DeviceErrorCode> {
  const row = context.row('preference', preferenceId);
  if (!row) return { code: 'row_missing' };
  const isWhole = !ifStill || sameSaid(row, ifStill);
  const { kind, menuItemId, detail, recordedBy, recordedAt } = { ...row, ...set };
  const whole = { kind, menuItemId, detail, recordedBy, recordedAt };
  const patches = [{ entity: 'preference', id: preferenceId, op: 'update', set: whole } as const];
  const isNeeded = isWhole && !sameSaid(row, whole);
  return { changes: isNeeded ? [{ name, version: 1, patches }] : [], output: { isWhole } };
}

export const sameSaid = (a: PreferenceSaid, b: PreferenceSaid) =>
  a.kind === b.kind && a.menuItemId === b.menuItemId && a.detail === b.detail;
