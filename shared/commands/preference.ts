/** What a guest likes or must not have (客户喜好登记): recorded, changed, withdrawn; each can be undone. */
import { z } from 'zod';
import { id, instant, text } from '../entities/fields.ts';
import { preferenceKinds, type Preference } from '../entities/preference.ts';
import { defineCommand, differing, type CommandContext } from './define.ts';

const said = z.object({
  kind: z.enum(preferenceKinds),
  menuItemId: id().nullable(),
  /** How it is made, or what it is. */
  detail: text(400),
});
export type PreferenceSaid = z.infer<typeof said>;

const preferenceRow = (preferenceId: string) => [{ entity: 'preference', id: preferenceId } as const];

/** A guest says something new. Fails with `row_missing` where the guest is not known. */
export const recordPreference = defineCommand({
  name: 'recordPreference',
  version: 1,
  input: said.extend({ guestCardId: id() }),
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

const changeInput = said.extend({
  preferenceId: id(),
  /** Who recorded it and when (UTC ms), where an undo puts that back; the actor and now where absent. */
  recorded: z.object({ by: id().nullable(), at: instant().nullable() }).optional(),
});

/** A guest says it otherwise, or an undo says it as before. Fails with `row_missing`. */
export const changePreference = defineCommand({
  name: 'changePreference',
  version: 1,
  input: changeInput,
  permission: 'reception.use',
  reads: ({ preferenceId }) => preferenceRow(preferenceId),
  plan({ preferenceId, recorded, ...choice }, context) {
    const { by, at } = recorded ?? { by: context.actor, at: context.now };
    return writeChoice('changePreference', preferenceId, context, choice, {
      ...{ recordedBy: by, recordedAt: at },
    });
  },
});

/** It holds no longer: the row stays, and says nothing. Fails with `row_missing`. */
export const withdrawPreference = defineCommand({
  name: 'withdrawPreference',
  version: 1,
  input: z.object({ preferenceId: id() }),
  permission: 'reception.use',
  reads: ({ preferenceId }) => preferenceRow(preferenceId),
  plan: ({ preferenceId }, context) =>
    writeChoice('withdrawPreference', preferenceId, context, { menuItemId: null, detail: null }),
});

/** The choice is one group (R4): written whole where any of it differs, and nothing where none does. */
function writeChoice(
  name: string,
  preferenceId: string,
  context: CommandContext,
  choice: Partial<PreferenceSaid>,
  recorded: Partial<Preference> = {},
) {
  const row = context.row('preference', preferenceId);
  if (!row) return { code: 'row_missing' } as const;
  const { kind, menuItemId, detail } = { ...row, ...choice };
  const isSame = Object.keys(differing(row, { kind, menuItemId, detail })).length === 0;
  const set = { kind, menuItemId, detail, ...differing(row, recorded) };
  const patches = [{ entity: 'preference', id: preferenceId, op: 'update', set } as const];
  return { changes: isSame ? [] : [{ name, version: 1, patches }], output: null };
}
