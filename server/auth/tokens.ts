/** Secrets that the server makes: shown once, kept as hashes. */
import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 bits, as base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Of tokens and enrolment codes; they are random, so no salt is needed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Without 0 O 1 I L, which people confuse. */
const codeAlphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 8;

export function newEnrolCode(): string {
  return pickCharacters(codeAlphabet, codeLength);
}

/** What a person typed: case, spaces and dashes say nothing. */
export function normaliseEnrolCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '');
}

/** A password someone can read out and type: 12 characters, 59 bits. */
export function newPassword(): string {
  return pickCharacters(codeAlphabet.toLowerCase(), 12);
}

function pickCharacters(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
