/** Argon2id with OWASP's parameters: 19 MiB, two passes, one lane. */
import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

const cost = { parallelism: 1, iterations: 2, memorySize: 19_456, hashLength: 32 } as const;

/** In PHC form, with its salt. */
export function hashPassword(password: string): Promise<string> {
  return argon2id({ ...cost, password, salt: randomBytes(16), outputType: 'encoded' });
}

/** @param hash null where nobody has that name: it then costs the same time, and fails */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const isRight = await argon2Verify({ password, hash: hash ?? nobodysHash });
  return hash !== null && isRight;
}

/** Of a random password nobody knows, at the same cost. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4kU5oZ1+Gk1ZzDkM0JYHcAbcE';
