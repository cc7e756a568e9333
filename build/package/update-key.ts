/**
 * The key that updates are signed with (Ed25519). Its private half lies where releases are made and nowhere else; the
 * public half is built into every application, which then takes updates of this key alone.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { feedMessage, isFeedName, signatureName } from '../../shared/rules/update-feed.ts';

/** @param file made for its owner alone; an existing one is never overwritten @returns the public half, base64 */
export function makeKey(file: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
  return publicHalf(publicKey);
}

/** @param file with the private half, PEM @throws Error with a sentence where it holds none */
export function readKey(file: string): KeyObject {
  const key = tryKey(readFileSync(file, 'utf8'));
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new Error(`${file} holds no key to sign updates with: make one by npm run package -- keys FILE.`);
}

function tryKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

/** @returns the public half, base64 of its SPKI form, as it is built into the application */
export function publicHalf(key: KeyObject): string {
  const half = key.type === 'public' ? key : createPublicKey(key);
  return half.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Writes a signature beside each list of an update folder. @returns the names of the lists */
export function signFeeds(folder: string, key: KeyObject): string[] {
  const names = globSync('*.yml', { cwd: folder }).filter(isFeedName).sort();
  for (const name of names) {
    const message = Buffer.from(feedMessage(name, readFileSync(join(folder, name), 'utf8')));
    writeFileSync(join(folder, signatureName(name)), `${sign(null, message, key).toString('base64')}\n`);
  }
  return names;
}
