/**
 * Reads one change of a push; what is wrong with it is its own verdict (R3).
 *
 * Purpose: between the envelope, which parsed, and the judge, which trusts its types.
 * Invariants: never throws; what is nested too deep for a program that calls itself is turned away first; the size
 * is looked at before the form, so that nothing huge is parsed; text that no database can keep (U+0000, half a
 * surrogate pair) gets no further, in keys as in values.
 *
 *   loose change ─▶ nesting, keys ─▶ size ─▶ storable text ─▶ schema ─▶ change
 *                     │ invalid       │ too_large │ invalid     │ invalid, with the place
 */
import type { Result } from '../../errors.ts';
import { messageUnits, toldText } from '../wire/told-text.ts';
import { changeSchema, limits, type Change, type LooseChange } from '../wire/protocol.ts';

/** Failures: `too_large` beyond the limits of the protocol, `invalid` for anything that does not parse. */
export function parseChange(loose: LooseChange): Result<Change, 'invalid' | 'too_large'> {
  const patches: unknown = loose['patches'];
  if (Array.isArray(patches) && patches.length > limits.patchesPerChange) {
    return failed('too_large', `patches: more than ${limits.patchesPerChange}`);
  }
  const strange = strangeShape(loose);
  if (strange) return failed('invalid', strange);
  const json = JSON.stringify(loose);
  if (json.length > limits.changeChars)
    return failed('too_large', `change: more than ${limits.changeChars} characters`);
  if (!isStorable(json)) return failed('invalid', 'change: holds U+0000 or a lone surrogate');
  const parsed = changeSchema.safeParse(loose);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return failed('invalid', `${issue?.path.join('.') ?? 'change'}: ${issue?.message ?? 'does not parse'}`);
}

function failed(code: 'invalid' | 'too_large', message: string): Result<Change, 'invalid' | 'too_large'> {
  return { ok: false, error: { code, message: toldText(message, messageUnits) } };
}

/** Levels of lists and objects in a change; the deepest field there is needs half of them. */
const deepest = 20;

/** What no field is and what schemas pass over: without a call of itself, since the depth is the sender's choice. */
function strangeShape(loose: LooseChange): string | null {
  let level: object[] = [loose];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) return `change: nested deeper than ${deepest}`;
    if (level.some((value) => Object.hasOwn(value, '__proto__'))) return 'change: a field __proto__';
    level = level
      .flatMap((value): unknown[] => Object.values(value))
      .filter((part) => part instanceof Object);
  }
  return null;
}

/** Whether a database can keep all text in it. JSON writes both as escapes; an escaped backslash before them is text that merely looks so. */
export function isStorable(json: string): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(json);
}
