import { describe, expect, test } from 'vitest';
import { createTestFiles, lettersOf, PowerCut } from '../journal/test-files.ts';
import { replaceFile, writeWholeOn, type DiskCalls } from './whole-file.ts';

const [path, beside] = ['/data/note.json', '/data/note.json.new'];
const write = (disk: DiskCalls, contents: string, about: { mode?: number } = {}) =>
  writeWholeOn(disk, { folder: '/data', path, contents, isFolderSynced: true, ...about });

interface Kept {
  text: string;
  synced: string;
  mode: number;
}

/** A disk whose power may be cut at any call: half of what was not synced is then there, names as they were last. */
function createTestDisk() {
  const files = new Map<string, Kept>();
  const open: (Kept | null)[] = [];
  let callsLeft = Infinity;
  let isFolderSynced = false;
  const call = () => {
    callsLeft -= 1;
    if (callsLeft < 0) throw new PowerCut();
  };
  const disk: DiskCalls = {
    openSync(name, flags, mode = 0o666) {
      call();
      if (flags === 'r') return open.push(null) - 1;
      if (files.has(name)) throw new Error('EEXIST');
      const file = { text: '', synced: '', mode };
      files.set(name, file);
      return open.push(file) - 1;
    },
    writeFileSync(handle, contents) {
      const file = open[handle] as Kept;
      file.text += String(contents).slice(0, 3);
      call();
      file.text += String(contents).slice(3);
    },
    fsyncSync(handle) {
      call();
      const file = open[handle];
      if (file) file.synced = file.text;
      else isFolderSynced = true;
    },
    closeSync: () => undefined,
    renameSync(from, to) {
      call();
      files.set(to, files.get(from) as Kept);
      files.delete(from);
      isFolderSynced = false;
    },
    rmSync(name) {
      call();
      files.delete(name);
    },
  };
  return {
    disk,
    files,
    isFolderSynced: () => isFolderSynced,
    cutAt: (calls: number) => void (callsLeft = calls),
    /** What survived. */
    comeBack() {
      callsLeft = Infinity;
      for (const file of files.values()) file.text = file.synced;
    },
  };
}

describe('at once', () => {
  test('the power cut at any call leaves the old file or the new one, and the next write goes through', () => {
    const seen = new Set<string>();
    for (let calls = 0; ; calls += 1) {
      const { disk, files, cutAt, comeBack } = createTestDisk();
      write(disk, 'the old text');
      cutAt(calls);
      let isCut = false;
      try {
        write(disk, 'another text');
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
        isCut = true;
      }
      comeBack();
      const { text = '' } = files.get(path) ?? {};
      expect(['the old text', 'another text']).toContain(text);
      seen.add(text);
      write(disk, 'a third text');
      expect(files.get(path)?.text).toBe('a third text');
      expect([...files.keys()]).toEqual([path]);
      if (!isCut) break;
    }
    expect(seen.size).toBe(2);
  });

  test('it is for this user alone, or for whom it is said, also where something lay beside', () => {
    const { disk, files, isFolderSynced } = createTestDisk();
    files.set(beside, { text: 'left by a crash', synced: '', mode: 0o666 });
    write(disk, 'text');
    expect(files.get(path)).toMatchObject({ text: 'text', synced: 'text', mode: 0o600 });
    expect(isFolderSynced()).toBe(true);
    write(disk, 'text', { mode: 0o644 });
    expect(files.get(path)?.mode).toBe(0o644);
  });

  test('what fails leaves the file as it was, and nothing beside', () => {
    const { disk, files } = createTestDisk();
    write(disk, 'the old text');
    const full = () => {
      throw new Error('ENOSPC');
    };
    expect(() => write({ ...disk, fsyncSync: full }, 'another text')).toThrow('ENOSPC');
    expect(() => write({ ...disk, renameSync: full }, 'another text')).toThrow('ENOSPC');
    expect([...files].map(([name, { text }]) => [name, text])).toEqual([[path, 'the old text']]);
  });
});

test('waited for: the power cut at any step leaves the old file or the new one', async () => {
  const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (const below of [() => 0, (n: number) => n - 1, (n: number) => Math.floor(n / 2)]) {
    for (let step = 1; ; step += 1) {
      const files = createTestFiles(below);
      await replaceFile(files, 'key', bytesOf('the old text'));
      files.cutPowerAt(step);
      const isCut = await replaceFile(files, 'key', bytesOf('another text')).then(
        () => false,
        () => true,
      );
      files.comeBack();
      const text = lettersOf(files.contents().get('key') ?? new Uint8Array());
      expect(isCut ? ['the old text', 'another text'] : ['another text']).toContain(text);
      if (!isCut) break;
    }
  }
});
