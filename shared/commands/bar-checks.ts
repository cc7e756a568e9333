/** The attendant's own checks (当班检查): noted, taken back, and the taking back undone. */
import { z } from 'zod';
import { id, text, timeOfDay } from '../entities/fields.ts';
import { barCheck } from '../entities/bar-check.ts';
import { defineCommand } from './define.ts';

const { item, result } = barCheck.schema.shape;

const noteInput = z.object({ item, slot: timeOfDay().nullable(), result, note: text(200) });

/** That one thing was looked after, now and by who acts: a fact, so that two who look both stand. */
export const noteCheck = defineCommand({
  name: 'noteCheck',
  version: 1,
  input: noteInput,
  permission: 'reception.use',
  reads: () => [],
  plan(input, { newId, businessDay, now: checkedAt, actor: checkedBy }) {
    const checkId = newId();
    const set = { ...input, businessDay, checkedAt, checkedBy, corrects: null };
    const patches = [{ entity: 'barCheck', id: checkId, op: 'create', set } as const];
    return { changes: [{ name: 'noteCheck', version: 1, patches }], output: { checkId } };
  },
});

/** Fails with `row_missing`, also for a row that itself takes one back. */
export const takeBackCheck = defineCommand({
  name: 'takeBackCheck',
  version: 1,
  input: z.object({ checkId: id() }),
  permission: 'reception.use',
  reads: ({ checkId }) => [{ entity: 'barCheck', id: checkId }],
  plan({ checkId }, context) {
    const check = context.row('barCheck', checkId);
    if (!check || check.corrects !== null) return { code: 'row_missing' };
    const { item, slot, result, businessDay } = check;
    const { now: checkedAt, actor: checkedBy } = context;
    // Of the day of what it takes back, so that whoever reads that day reads both.
    const set = { item, slot, result, note: null, businessDay, checkedAt, checkedBy, corrects: checkId };
    const patches = [{ entity: 'barCheck', id: context.newId(), op: 'create', set } as const];
    return { changes: [{ name: 'takeBackCheck', version: 1, patches }], output: null };
  },
});

/** What was taken back stands again, with its time and its person. Fails like `takeBackCheck`. */
export const restoreCheck = defineCommand({
  name: 'restoreCheck',
  version: 1,
  input: z.object({ checkId: id() }),
  permission: 'reception.use',
  reads: ({ checkId }) => [{ entity: 'barCheck', id: checkId }],
  plan({ checkId }, context) {
    const check = context.row('barCheck', checkId);
    if (!check || check.corrects !== null) return { code: 'row_missing' };
    const { item, slot, result, note, businessDay, checkedAt, checkedBy } = check;
    const set = { item, slot, result, note, businessDay, checkedAt, checkedBy, corrects: null };
    const patches = [{ entity: 'barCheck', id: context.newId(), op: 'create', set } as const];
    return { changes: [{ name: 'restoreCheck', version: 1, patches }], output: null };
  },
});
