import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type * as files from 'node:fs/promises';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createExports } from './save-export.ts';
import { freshFolder } from './fresh-shell.ts';

vi.mock('node:fs/promises', async (actual) => {
  const real = await actual<typeof files>();
  return { ...real, appendFile: vi.fn(real.appendFile) };
});

let folder: string;
let profile: string;
let documents: string;
freshFolder((path) => {
  folder = path;
  profile = join(folder, 'profile');
  documents = join(folder, 'documents');
  mkdirSync(profile);
  mkdirSync(documents);
});
afterEach(() => void vi.restoreAllMocks());

const bytes = new TextEncoder().encode('\uFEFF姓名\r\n');

/** @param answers what a person chooses in each dialog that comes */
function exportsTo(...answers: (string | null)[]) {
  const asked: string[] = [];
  const ask = async (suggested: string) => {
    asked.push(suggested);
    return answers.shift() ?? null;
  };
  return { asked, exports: createExports({ ask, ownFolder: profile }) };
}

test('a file is offered by a name that every system takes, and lies whole where the person chose', async () => {
  const { asked, exports } = exportsTo(join(documents, '今天.csv'));
  expect(await exports.save('a/b:客户.csv', bytes)).toBe('saved');
  expect(asked).toEqual(['a_b_客户.csv']);
  expect(readFileSync(join(documents, '今天.csv'))).toEqual(Buffer.from(bytes));
  expect(readdirSync(documents)).toEqual(['今天.csv']);
  // It may be a backup: passwords’ hashes, every customer.
  if (process.platform !== 'win32') expect(statSync(join(documents, '今天.csv')).mode & 0o777).toBe(0o600);
});

test('who thinks better of it has no file', async () => {
  expect(await exportsTo(null).exports.save('list.csv', bytes)).toBe('cancelled');
  expect(readdirSync(documents)).toEqual([]);
});

test('a page asks for one dialog at a time', async () => {
  let choose: (path: string | null) => void = () => undefined;
  const ask = () => new Promise<string | null>((resolve) => (choose = resolve));
  const exports = createExports({ ask, ownFolder: profile });
  const first = exports.save('list.csv', bytes);
  expect(await exports.save('list.csv', bytes)).toBe('asking');
  choose(null);
  expect(await first).toBe('cancelled');
  const next = exports.save('list.csv', bytes);
  choose(join(documents, 'list.csv'));
  expect(await next).toBe('saved');
});

describe('the ending', () => {
  test('stays that of its kind, whatever was typed', async () => {
    for (const typed of ['list', 'run.exe', 'list.csv.lnk'])
      expect(await exportsTo(join(documents, typed)).exports.save('list.csv', bytes)).toBe('saved');
    expect(readdirSync(documents).sort()).toEqual(['list.csv', 'list.csv.lnk.csv', 'run.exe.csv']);
  });

  test('where the right one is another file that is there, the person is asked before it is replaced', async () => {
    writeFileSync(join(documents, 'list.csv'), 'old');
    const { asked, exports } = exportsTo(join(documents, 'list'), null);
    expect(await exports.save('list.csv', bytes)).toBe('cancelled');
    expect(asked[1]).toBe(join(documents, 'list.csv'));
    expect(readFileSync(join(documents, 'list.csv'), 'utf8')).toBe('old');
    expect(await exportsTo(join(documents, 'OTHER.CSV')).exports.save('list.csv', bytes)).toBe('saved');
    expect(readdirSync(documents).sort()).toEqual(['OTHER.CSV', 'list.csv']);
  });
});

describe('what the desk keeps itself is replaced by no export', () => {
  test('not in its folder, nor below it, nor by a link or a way round', async () => {
    writeFileSync(join(profile, 'shell.json'), '{}');
    mkdirSync(join(profile, 'journal'));
    symlinkSync(profile, join(documents, 'link'), 'junction');
    const paths = ['profile/shell.json', 'profile/journal/a.json', 'documents/link/shell.json'];
    for (const path of [...paths.map((one) => join(folder, one)), `${documents}/../profile/shell.json`])
      expect(await exportsTo(path).exports.save('a.json', bytes), path).toBe('ownFolder');
    expect(readFileSync(join(profile, 'shell.json'), 'utf8')).toBe('{}');
  });

  test('a folder beside it whose name begins like it is another one', async () => {
    mkdirSync(`${profile}-2`);
    expect(await exportsTo(join(`${profile}-2`, 'a.json')).exports.save('a.json', bytes)).toBe('saved');
  });

  test('a path that depends on where the program stands is none', async () => {
    expect(await exportsTo('a.json').exports.save('a.json', bytes)).toBe('failed');
  });
});

describe('where it cannot be written', () => {
  test.each([
    ['ENOSPC', 'full'],
    ['EBUSY', 'refused'],
    ['EIO', 'failed'],
  ])(
    'for %s it is said that it was %s, the old file stands, and nothing is left over',
    async (code, said) => {
      const path = join(documents, 'list.csv');
      writeFileSync(path, 'old');
      const broken = Object.assign(new Error(code), { code });
      vi.mocked(appendFile).mockImplementationOnce(async (beside) => {
        writeFileSync(beside as string, 'half');
        throw broken;
      });
      expect(await exportsTo(path).exports.save('list.csv', bytes)).toBe(said);
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(documents)).toEqual(['list.csv']);
    },
  );

  test('a folder that is gone, or in the file’s place, is a failure', async () => {
    mkdirSync(join(documents, 'list.csv'));
    for (const path of [join(documents, 'list.csv'), join(folder, 'gone/list.csv')])
      expect(await exportsTo(path).exports.save('list.csv', bytes)).toBe('failed');
    expect(readdirSync(documents)).toEqual(['list.csv']);
  });
});
