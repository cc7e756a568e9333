/**
 * A file system of a few megabytes, really full when it is full: a tmpfs in a mount namespace of the process that
 * runs on it, gone with that process. An ordinary user gets it by a user namespace, where the machine allows that.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  /** Its folder, as the process on it sees it. */
  readonly dataDir: string;
  /** The command that runs another one on the disk. */
  readonly within: readonly string[];
  remove(): void;
}

/** Null where this machine lets nobody mount. @param filled megabytes taken before the process begins */
export function makeSmallDisk(megabytes: number, filled = 0): SmallDisk | null {
  const fill = filled > 0 ? `head -c ${filled}M /dev/zero > "$0/filler"` : 'true';
  return makeDisk(`size=${megabytes}m,mode=711`, fill);
}

/** Nothing can be written there, not even by root. Null where this machine lets nobody mount. */
export function makeReadOnlyDisk(): SmallDisk | null {
  return makeDisk('ro', 'true');
}

function makeDisk(options: string, first: string): SmallDisk | null {
  const dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'cr-desk-disk-'));
  chmodSync(dataDir, 0o711);
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  const isRoot = uid === 0;
  const asSelf = isRoot ? '' : `unshare --map-user=${uid} --map-group=${gid} `;
  const script = `mount -t tmpfs -o ${options} tmpfs "$0" && { ${first}; exec ${asSelf}"$@"; }`;
  const within = ['unshare', isRoot ? '-m' : '-rm', 'sh', '-c', script, dataDir];
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    execFileSync('unshare', [...within.slice(1), 'true'], { stdio: 'ignore' });
    return { dataDir, within, remove };
  } catch {
    remove();
    return null;
  }
}

/** What could not be shown on this machine is said, never counted as shown. */
export function notVerified(what: string, why = 'this machine lets this user mount no file system'): void {
  process.stdout.write(`NOT VERIFIED: ${what}: ${why}.\n`);
}

const refillMs = 5;

/**
 * Fills the disk of a running process to its last block, and again whenever the process gives some back: a database
 * that tidies its files away in the background would make room for what is to find none.
 * @returns the way to free it again
 */
export function fillDisk(pid: number, { dataDir }: SmallDisk): () => void {
  const filler = `/proc/${pid}/root${dataDir}/filler`;
  const file = openSync(filler, 'w');
  const fill = () => {
    for (const size of [1_000_000, 4_096, 1]) writeUntilFull(file, Buffer.alloc(size));
  };
  fill();
  const refilling = setInterval(fill, refillMs);
  return () => {
    clearInterval(refilling);
    closeSync(file);
    rmSync(filler);
  };
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
