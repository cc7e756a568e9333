/** The people of a desk without a server: their accounts are kept here, since nobody else could. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { staff } from '../../../shared/entities/site.ts';
import type { Result } from '../../../shared/errors.ts';
import { rolesAllow, type Role } from '../../../shared/rules/permissions.ts';
import { storedRow } from '../../../shared/sync/device/overlay.ts';
import type { DeskDatabase } from '../database.ts';
import { passwordVerifier } from '../people.ts';
import { password } from './set-up-alone.ts';

export const newPerson = z.object({
  username: staff.schema.shape.username,
  name: staff.schema.shape.name,
  roles: staff.schema.shape.roles.min(1),
  password,
});
export type NewPerson = z.infer<typeof newPerson>;

export const personEdit = newPerson
  .partial()
  .extend({ id: z.string(), active: z.boolean().optional() })
  .omit({ username: true });
export type PersonEdit = z.infer<typeof personEdit>;

/** Fails with `username_taken`, `input_invalid`, `not_permitted` (a server looks after the people). */
export async function addPerson(db: DeskDatabase, input: NewPerson): Promise<Result<null>> {
  const read = newPerson.safeParse(input);
  if (!read.success) return failed('input_invalid');
  const { username, name, roles } = read.data;
  const verifier = await passwordVerifier(read.data.password);
  const id = uuidv7();
  return whileAlone(db, async () => {
    const all = await db.staff.toArray();
    if (all.some((one) => one.username.toLowerCase() === username.toLowerCase()))
      return failed('username_taken');
    const fields = { username, name, roles, active: true };
    await db.table('staff').add(storedRow(staff, id, 0, fields));
    await db.person.put({ id, username, name, roles, verifier });
    return done;
  });
}

/** Name, roles, password, and whether they work here. Fails as `addPerson`, and with `last_supervisor`, `row_missing`. */
export async function editPerson(db: DeskDatabase, input: PersonEdit): Promise<Result<null>> {
  const read = personEdit.safeParse(input);
  if (!read.success) return failed('input_invalid');
  const { id, password: typed, ...set } = read.data;
  const verifier = typed === undefined ? undefined : await passwordVerifier(typed);
  return whileAlone(db, async () => {
    const [row, account, all] = [await db.staff.get(id), await db.person.get(id), await db.staff.toArray()];
    if (!row || !account) return failed('row_missing');
    const edited = { ...row, ...defined(set) };
    if (!all.some((one) => mayArrange(one.id === id ? edited : one))) return failed('last_supervisor');
    await db.staff.put(edited);
    await db.person.put({
      ...account,
      ...{ name: edited.name, roles: edited.roles },
      verifier: verifier ?? account.verifier,
    });
    return done;
  });
}

interface Rights {
  readonly roles: readonly Role[];
  readonly active: boolean | null;
}

/** Without anybody who is, nobody could add another one. */
const mayArrange = ({ roles, active }: Rights) => active !== false && rolesAllow(roles, 'settings.edit');

function whileAlone(db: DeskDatabase, work: () => Promise<Result<null>>): Promise<Result<null>> {
  return db.transaction('rw', [db.meta, db.staff, db.person], async () => {
    const device = await db.meta.get('device');
    return device?.key === 'device' && device.value.alone ? work() : failed('not_permitted');
  });
}

const done: Result<null> = { ok: true, value: null };
const failed = (code: string): Result<null> => ({ ok: false, error: { code } });

function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]-?: NonNullable<Fields[Name]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Fields]-?: NonNullable<Fields[Name]> };
}
