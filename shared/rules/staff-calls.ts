/** Who was called to a party (叫人), and whether they came. */
import type { CalledRole, StaffCall } from '../entities/staff-call.ts';

type CallRow = Pick<StaffCall, 'role' | 'name' | 'calledAt' | 'answers' | 'corrects'> & {
  readonly id: string;
};

export interface StandingCall<Called extends CallRow> {
  readonly call: Called;
  /** The row that says they came; null while they have not. */
  readonly came: Called | null;
}

/** Calls that were not taken back, oldest first. @param rows of one visit, in any order */
export function standingCalls<Called extends CallRow>(rows: readonly Called[]): StandingCall<Called>[] {
  const standing = rows
    .filter(({ id, corrects }) => corrects === null && !isTakenBack(rows, id))
    .sort((a, b) => a.calledAt - b.calledAt);
  return standing
    .filter(({ answers }) => answers === null)
    .map((call) => ({ call, came: standing.find(({ answers }) => answers === call.id) ?? null }));
}

/** Whether a row that stands itself takes it back: a taking back can be taken back, too. */
function isTakenBack(rows: readonly CallRow[], id: string, asked: readonly string[] = []): boolean {
  return rows.some(
    (row) => row.corrects === id && !asked.includes(row.id) && !isTakenBack(rows, row.id, [...asked, row.id]),
  );
}

/** The one who is waited for longest; null where nobody is. */
export function longestAwaited<Called extends CallRow>(
  calls: readonly StandingCall<Called>[],
): StandingCall<Called> | null {
  return calls.find(({ came }) => came === null) ?? null;
}

export interface CalledPerson {
  readonly role: CalledRole;
  readonly name: string;
}

/** Each once, whoever was called last first. */
export function calledPeople(rows: readonly CallRow[]): CalledPerson[] {
  const people = rows
    .filter(({ answers, corrects }) => answers === null && corrects === null)
    .toSorted((a, b) => b.calledAt - a.calledAt)
    .map(({ role, name }) => ({ role, name }));
  const isSame = (a: CalledPerson, b: CalledPerson) => a.role === b.role && a.name === b.name;
  return people.filter((one, at) => people.findIndex((other) => isSame(one, other)) === at);
}
