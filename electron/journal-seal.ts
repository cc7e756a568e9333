/**
 * What the journal holds, sealed: it has customers' numbers and the desk's token. AES-256-GCM under a key of this
 * installation, which the operating system protects (DPAPI, Keychain, a keyring) where it can.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { replaceFile } from '../shared/disk/whole-file.ts';
import type { JournalFiles, JournalSeal } from '../shared/journal/journal-files.ts';

export type KeyGuard = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
> & {
  /** Only on Linux. */
  readonly getSelectedStorageBackend?: SafeStorage['getSelectedStorageBackend'];
};

export const keyFile = 'key.json';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

/** `guarded`: by the operating system. Else the file's own rights are all that protects it. */
const keySchema = z.object({ key: z.base64(), isGuarded: z.boolean() });
type KeptKey = z.infer<typeof keySchema>;

/**
 * The seal of the journal in this folder. Where the system no longer gives the key, what it sealed is set aside beside
 * the folder and a new one is made; where it gives none for the moment, say a keyring that is locked, this rejects.
 */
export async function openSeal(
  folder: string,
  files: JournalFiles,
  guard: KeyGuard,
  onSetAside: () => void,
): Promise<JournalSeal> {
  await files.list();
  const kept = await readKept(files);
  const isGuarding = await canGuard(guard);
  if (kept === 'damaged') return sealOf(await makeAnew(folder, files, guard, onSetAside));
  if (!kept) return sealOf(await makeKey(files, guard));
  if (!kept.isGuarded) {
    const key = Buffer.from(kept.key, 'base64');
    if (isGuarding) await writeKey(files, await guarded(key, guard));
    return sealOf(key);
  }
  if (!isGuarding) throw new Error('The system does not give the key of the journal now.');
  const sealed = Buffer.from(kept.key, 'base64');
  try {
    const { result } = await guard.decryptStringAsync(sealed);
    return sealOf(Buffer.from(result, 'base64'));
  } catch (error) {
    if (!(await isLostForGood(sealed, error, guard))) throw error;
    return sealOf(await makeAnew(folder, files, guard, onSetAside));
  }
}

/** What Electron says where the key of the system is there, and did not seal this; else “temporarily unavailable”. */
const opensNothing = 'Error while decrypting the ciphertext';
/** By whose key it is sealed stands before it: “v10”, “v11”. */
const markBytes = 3;

/**
 * Where a person refuses the keyring, the system may seal by another key instead and say that this one opens nothing:
 * only one that seals the same way today can know.
 */
async function isLostForGood(sealed: Buffer, error: unknown, guard: KeyGuard): Promise<boolean> {
  if (!(error instanceof Error) || !error.message.startsWith(opensNothing)) return false;
  const today = await guard.encryptStringAsync('today');
  return today.subarray(0, markBytes).equals(sealed.subarray(0, markBytes));
}

/** What was set aside because no key opened it; nobody can read it, and a desk that is emptied leaves nothing. */
export async function removeSetAside(folder: string): Promise<void> {
  const profile = dirname(folder);
  const names = await readdir(profile);
  const aside = names.filter((name) => name.startsWith(asidePrefix(folder)));
  for (const name of aside) await rm(join(profile, name), { recursive: true, force: true });
}

const asidePrefix = (folder: string) => `${basename(folder)}-unreadable-`;

async function canGuard(guard: KeyGuard): Promise<boolean> {
  const isAvailable = await guard.isAsyncEncryptionAvailable().catch(() => false);
  // There everybody has the password: it would only look like protection.
  return isAvailable && guard.getSelectedStorageBackend?.() !== 'basic_text';
}

async function readKept(files: JournalFiles): Promise<KeptKey | 'damaged' | null> {
  const bytes = await files.read(keyFile);
  if (!bytes) return null;
  try {
    return keySchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return 'damaged';
  }
}

async function makeAnew(
  folder: string,
  files: JournalFiles,
  guard: KeyGuard,
  onSetAside: () => void,
): Promise<Buffer> {
  const aside = join(dirname(folder), `${asidePrefix(folder)}${Date.now()}`);
  await rename(folder, aside);
  onSetAside();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return makeKey(files, guard);
}

async function makeKey(files: JournalFiles, guard: KeyGuard): Promise<Buffer> {
  const key = randomBytes(keyBytes);
  const plain = { key: key.toString('base64'), isGuarded: false };
  await writeKey(files, (await canGuard(guard)) ? await guarded(key, guard) : plain);
  return key;
}

async function guarded(key: Buffer, guard: KeyGuard): Promise<KeptKey> {
  const encrypted = await guard.encryptStringAsync(key.toString('base64'));
  return { key: encrypted.toString('base64'), isGuarded: true };
}

async function writeKey(files: JournalFiles, key: KeptKey): Promise<void> {
  await replaceFile(files, keyFile, Buffer.from(JSON.stringify(key)));
}

function sealOf(key: Buffer): JournalSeal {
  return {
    seal(plain) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv);
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      try {
        const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
        const plain = decipher.update(sealed.subarray(ivBytes + tagBytes));
        return Buffer.concat([plain, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
