/**
 * A journal's folder in memory, for tests: the power may be cut at any step of any operation, and what had not been
 * synced is then there in part: files up to some byte, changes of the folder up to some one of them.
 */
import type { JournalFiles, JournalSeal } from './journal-files.ts';

/** Contents as they are, but for what is not ASCII. */
export const noSeal: JournalSeal = {
  seal: (plain) => Uint8Array.from(encodeURIComponent(plain), (letter) => letter.charCodeAt(0)),
  open: (sealed) => decodeURIComponent(lettersOf(sealed)),
};

export function lettersOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

interface TestFile {
  bytes: Uint8Array;
  synced: number;
}

export class PowerCut extends Error {}

export interface TestFiles extends JournalFiles {
  /** At the nth step from now; 1 is the next. */
  cutPowerAt(step: number): void;
  isCut(): boolean;
  /** The power is back: what survived is what there is. */
  comeBack(): void;
  /** As they are, whatever was synced. */
  contents(): ReadonlyMap<string, Uint8Array>;
  put(name: string, bytes: Uint8Array): void;
  /** Every operation fails until it is called again, as on a full disk. */
  fail(isFailing: boolean): void;
}

/** @param below a random integer in [0, n) */
export function createTestFiles(below: (n: number) => number = () => 0): TestFiles {
  let folder = new Map<string, TestFile>();
  /** The folder as it is on the disk, and after each change that is not synced yet. */
  let states = [new Map(folder)];
  const power = createPower();
  const { step } = power;
  const changed = () => void states.push(new Map(folder));
  const fileOf = (name: string): TestFile => {
    const file = folder.get(name);
    if (!file) throw new Error(`ENOENT ${name}`);
    return file;
  };
  return {
    ...power,
    async list() {
      step();
      return [...folder.keys()];
    },
    async read(name) {
      step();
      return folder.get(name)?.bytes ?? null;
    },
    async append(name, bytes) {
      step();
      if (!folder.has(name)) {
        folder.set(name, { bytes: new Uint8Array(), synced: 0 });
        changed();
      }
      const file = fileOf(name);
      const part = below(bytes.length + 1);
      file.bytes = joined(file.bytes, bytes.subarray(0, part));
      step();
      file.bytes = joined(file.bytes, bytes.subarray(part));
      step();
    },
    async sync(name) {
      step();
      fileOf(name).synced = fileOf(name).bytes.length;
      step();
    },
    async rename(from, to) {
      step();
      folder.set(to, fileOf(from));
      folder.delete(from);
      changed();
      step();
    },
    async remove(name) {
      step();
      if (folder.delete(name)) changed();
      step();
    },
    async syncFolder() {
      step();
      states = [new Map(folder)];
      step();
    },
    comeBack() {
      folder = new Map(states[below(states.length)]);
      for (const file of new Set(folder.values())) {
        const survived = file.synced + below(file.bytes.length - file.synced + 1);
        file.bytes = file.bytes.slice(0, survived);
        file.synced = survived;
      }
      states = [new Map(folder)];
      power.comeBack();
    },
    contents: () => new Map([...folder].map(([name, { bytes }]) => [name, bytes])),
    put(name, bytes) {
      folder.set(name, { bytes, synced: bytes.length });
      states = [new Map(folder)];
    },
  };
}

function createPower() {
  let stepsLeft = Infinity;
  let isCut = false;
  let isFailing = false;
  return {
    step(): void {
      if (isFailing) throw new Error('ENOSPC');
      stepsLeft -= 1;
      if (stepsLeft <= 0) isCut = true;
      if (isCut) throw new PowerCut();
    },
    cutPowerAt: (count: number) => void (stepsLeft = count),
    isCut: () => isCut,
    comeBack(): void {
      stepsLeft = Infinity;
      isCut = false;
    },
    fail: (next: boolean) => void (isFailing = next),
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
