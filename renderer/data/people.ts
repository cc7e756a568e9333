/** Signing in: by the server where it answers, else against what an earlier sign-in left on this device. */
import { argon2id, argon2Verify } from 'hash-wasm';
import type { Failure, Result } from '../../shared/errors.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { sessionAnswer } from '../../shared/sync/wire/protocol.ts';
import { callServer } from './call-server.ts';
import type { DeskDatabase } from './database.ts';
import { beginTry, forgetTries } from './password-tries.ts';
import { toStorageFailure } from './storage-failure.ts';

/** Who is signed in in this window. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Of the server, for administration; null after a sign-in offline. */
  readonly session: string | null;
}

export interface PeopleDeps {
  readonly db: DeskDatabase;
  readonly serverUrl: string;
}

/** OWASP's parameters, as on the server. */
const argon2Cost = { parallelism: 1, iterations: 2, memorySize: 19_456, hashLength: 32 } as const;
/** At the bar nobody waits longer for a server that does not answer: then the device decides. */
const signInTimeoutMs = 8_000;

export async function signIn(
  deps: PeopleDeps,
  token: string,
  username: string,
  password: string,
): Promise<Result<Person>> {
  const answer = await callServer(deps.serverUrl, {
    method: 'POST',
    path: '/sessions',
    token,
    body: { username, password },
    answer: sessionAnswer,
    timeoutMs: signInTimeoutMs,
  });
  if (answer.ok) {
    const { userId: id, name, roles, session } = answer.value;
    await remember(deps.db, { id, username, name, roles }, password);
    return { ok: true, value: { id, username, name, roles, session } };
  }
  const { code } = answer.failure;
  if (code === 'credentials_invalid') await forgetOldPassword(deps.db, username, password);
  return decidedThere.includes(code) ? refused({ code }) : signInOffline(deps.db, username, password);
}

/**
 * What the server says of the person or of this desk holds. Whatever else it answers (it is away, it is ill, the line
 * spoils what is sent, it no longer knows this desk) keeps nobody from work: the device decides.
 */
const decidedThere: readonly string[] = [
  'credentials_invalid',
  'too_many_requests',
  'device_revoked',
  'forbidden',
];

/** Argon2id in PHC form, with its salt: what the server keeps of a password too. */
export function passwordVerifier(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return argon2id({ ...argon2Cost, password, salt, outputType: 'encoded' });
}

async function remember(db: DeskDatabase, person: Omit<Person, 'session'>, password: string): Promise<void> {
  const verifier = await passwordVerifier(password);
  try {
    await db.transaction('rw', db.person, async () => {
      await db.person.where('username').equals(person.username).delete();
      await db.person.put({ ...person, verifier });
    });
  } catch (error) {
    // On a full disk they are known as before, and work all the same.
    if (toStorageFailure(error)?.code !== 'storage_full') throw error;
  }
  await forgetTries(db, person.id);
}

/** A password that was right here and is refused now was changed; a mistyped one says nothing. */
async function forgetOldPassword(db: DeskDatabase, username: string, password: string): Promise<void> {
  const known = await db.person.where('username').equals(username).first();
  if (known && (await argon2Verify({ password, hash: known.verifier }))) await db.person.delete(known.id);
}

/** Against what this device knows of the person. Wrong again and again it is `too_many_requests` for a while. */
export async function signInOffline(
  db: DeskDatabase,
  username: string,
  password: string,
): Promise<Result<Person>> {
  const known = await db.person.where('username').equals(username).first();
  if (!known) return refused({ code: 'person_unknown_offline' });
  if (!(await beginTry(db, known.id, Date.now()))) return refused({ code: 'too_many_requests' });
  if (!(await argon2Verify({ password, hash: known.verifier })))
    return refused({ code: 'password_wrong_offline' });
  await forgetTries(db, known.id);
  const staff = await db.staff.get(known.id);
  if (staff?.active === false) return refused({ code: 'not_permitted' });
  const { id, name, roles } = known;
  return { ok: true, value: { id, username, name, roles: staff?.roles ?? roles, session: null } };
}

const refused = (error: Failure): Result<Person> => ({ ok: false, error });

const sessionKey = 'crdesk-person';

/** Kept per window, so that a reload offline stays signed in. Private browsing may refuse: then it is forgotten. */
export function keepPerson(person: Person | null): void {
  try {
    if (person) sessionStorage.setItem(sessionKey, JSON.stringify(person));
    else sessionStorage.removeItem(sessionKey);
  } catch {
    // Signed in until the window closes all the same.
  }
}

export function keptPerson(): Person | null {
  try {
    return JSON.parse(sessionStorage.getItem(sessionKey) ?? 'null') as Person | null;
  } catch {
    return null;
  }
}
