import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testId } from '../sync/wire/test-id.ts';
import { frameOf, readFrames } from './frames.ts';
import { createSegmentedJournal, type JournalEntry } from './journal.ts';
import { createTestFiles, lettersOf, noSeal, type TestFiles } from './test-files.ts';

const entry = (n: number, change = `{"n":${n}}`): JournalEntry => ({ opId: testId(n), localSeq: n, change });
const open = (files: TestFiles) => createSegmentedJournal(files, noSeal);
const idsIn = async (files: TestFiles) => (await open(files).read()).entries.map(({ opId }) => opId);
const textIn = (files: TestFiles) => [...files.contents().values()].map(lettersOf).join('');

describe('a journal', () => {
  test('[R13.2] gives what was appended and has not ended, in the order of writing, to who opens it next', async () => {
    const files = createTestFiles();
    const journal = open(files);
    await journal.keepDesk('me');
    await journal.append([entry(2), entry(1)]);
    await journal.append([entry(3)]);
    await journal.end([testId(2), testId(9)]);
    const expected = { desk: 'me', entries: [entry(1), entry(3)], damaged: 0 };
    expect(await journal.read()).toEqual(expected);
    expect(await open(files).read()).toEqual(expected);
  });

  test('[R13.5] nothing of what ended is left in any file, be it beside what waits', async () => {
    const files = createTestFiles();
    const journal = open(files);
    await journal.append([entry(1, '"first"'), entry(2, '"second"')]);
    await journal.end([testId(1)]);
    expect(textIn(files)).not.toContain('first');
    expect(textIn(files)).toContain('second');
    await journal.end([testId(2)]);
    expect(files.contents().size).toBe(0);
  });

  test('an entry written again under another number stands there once', async () => {
    const files = createTestFiles();
    const journal = open(files);
    await journal.append([entry(5), entry(6)]);
    await journal.append([{ ...entry(6), localSeq: 1 }, entry(5)]);
    expect((await journal.read()).entries).toEqual([{ ...entry(6), localSeq: 1 }, entry(5)]);
    expect((await open(files).read()).entries).toEqual([{ ...entry(6), localSeq: 1 }, entry(5)]);
    await journal.end([testId(6)]);
    expect(await idsIn(files)).toEqual([testId(5)]);
  });

  test('a full segment is followed by the next; one whose entries have all ended goes', async () => {
    const files = createTestFiles();
    const journal = open(files);
    for (let n = 1; n <= 6; n += 1) await journal.append([entry(n, 'x'.repeat(100_000))]);
    expect(files.contents().size).toBe(2);
    await journal.end([1, 2, 3].map(testId));
    expect(files.contents().size).toBe(1);
    expect(await idsIn(files)).toEqual([4, 5, 6].map(testId));
  });

  test('[R13.5] cleared, it has nothing of the desk either', async () => {
    const files = createTestFiles();
    const journal = open(files);
    await journal.keepDesk('me');
    await journal.append([entry(1)]);
    await journal.clear();
    expect(files.contents().size).toBe(0);
    expect(await journal.read()).toEqual({ desk: null, entries: [], damaged: 0 });
  });

  test('a disk that fails is told, and what it took half of is no hindrance once it is well again', async () => {
    const files = createTestFiles();
    const journal = open(files);
    files.fail(true);
    await expect(journal.append([entry(1)])).rejects.toThrow('ENOSPC');
    await expect(journal.read()).rejects.toThrow('ENOSPC');
    files.fail(false);
    await journal.append([entry(1)]);
    files.cutPowerAt(3);
    await expect(journal.append([entry(2)])).rejects.toThrow();
    files.comeBack();
    await journal.append([entry(3)]);
    await journal.end([testId(1)]);
    expect(await idsIn(files)).toEqual([testId(3)]);
  });

  test('what another key sealed, or nobody wrote so, is told once as damaged, and costs nothing else', async () => {
    const files = createTestFiles();
    await open(files).append([entry(1)]);
    const stranger = createSegmentedJournal(files, { ...noSeal, open: () => null });
    expect(await stranger.read()).toMatchObject({ entries: [], damaged: 1 });
    files.put('00000007.journal', frameOf(noSeal.seal('{"opId":"no id"}')));
    expect(await open(files).read()).toMatchObject({ entries: [], damaged: 1 });
    expect(await open(files).read()).toMatchObject({ entries: [], damaged: 0 });
  });
});

describe('[R13.3] a segment that was damaged', () => {
  async function written() {
    const files = createTestFiles();
    await open(files).append([1, 2, 3, 4].map((n) => entry(n)));
    const [[name, bytes] = ['', new Uint8Array()]] = [...files.contents()];
    return { name, bytes };
  }

  test('cut off at any byte has every entry before that, is cut to it, and takes the next', async () => {
    const { name, bytes } = await written();
    const ends = readFrames(bytes).contents.map(({ byteOffset, length }) => byteOffset + length);
    for (let length = 0; length < bytes.length; length += 1) {
      const files = createTestFiles();
      files.put(name, bytes.slice(0, length));
      const whole = ends.filter((end) => end <= length).length;
      const journal = open(files);
      const ids = Array.from({ length: whole }, (_, index) => testId(index + 1));
      expect(await journal.read()).toMatchObject({ damaged: 0 });
      expect((await journal.read()).entries.map(({ opId }) => opId)).toEqual(ids);
      await journal.append([entry(9)]);
      expect(await idsIn(files)).toEqual([...ids, testId(9)]);
    }
  });

  test('in any one bit loses the entry in which that is, and no other', async () => {
    const { name, bytes } = await written();
    const ends = readFrames(bytes).contents.map(({ byteOffset, length }) => byteOffset + length);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const files = createTestFiles();
      const spoilt = bytes.slice();
      spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
      files.put(name, spoilt);
      const hit = ends.findIndex((end) => bit >> 3 < end) + 1;
      const { entries, damaged } = await open(files).read();
      expect(entries.map(({ opId }) => opId)).toEqual([1, 2, 3, 4].filter((n) => n !== hit).map(testId));
      // The last one might as well have been cut off while it was written.
      expect(damaged).toBe(hit === 4 ? 0 : 1);
    }
  });

  test('is read whatever its bytes are', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(fc.uint8Array({ maxLength: 40 })),
        (noise, sound) => {
          const frames = sound.flatMap((content) => [...noise, ...frameOf(content)]);
          const { contents } = readFrames(Uint8Array.from(frames));
          expect(contents.map((content) => [...content])).toEqual(
            expect.arrayContaining(sound.map((content) => [...content])),
          );
        },
      ),
    );
  });
});

type Step =
  | { readonly does: 'append' | 'end'; readonly ns: readonly number[]; readonly cutAt: number }
  | { readonly does: 'desk' | 'clear' | 'open'; readonly ns: readonly number[]; readonly cutAt: number };

test('[R13.2] [R13.5] wherever the power is cut, what was kept is there, and what ended is not', async () => {
  const step = fc.record({
    does: fc.constantFrom('append', 'append', 'append', 'end', 'end', 'desk', 'open', 'clear'),
    ns: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    cutAt: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 40 })),
  }) as fc.Arbitrary<Step>;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.infiniteStream(fc.nat()), async (steps, luck) => {
      const files = createTestFiles((n) => (luck.next().value as number) % n);
      let journal = open(files);
      /** Surely there; and what may be, since the power went while it came or went. */
      const kept = new Set<number>();
      const maybe = new Set<number>();
      let desks: (string | null)[] = [null];
      for (const [index, { does, ns, cutAt }] of steps.entries()) {
        files.cutPowerAt(cutAt);
        const isDone = await run(journal, does, ns, String(index)).then(
          () => true,
          () => false,
        );
        if (does === 'append') for (const n of ns) if (!kept.has(n)) (isDone ? kept : maybe).add(n);
        if (does === 'append' && isDone) for (const n of ns) maybe.delete(n);
        const leaving = does === 'end' ? ns : does === 'clear' ? [...kept, ...maybe] : [];
        for (const n of leaving) {
          if (!isDone && kept.has(n)) maybe.add(n);
          kept.delete(n);
          if (isDone) maybe.delete(n);
        }
        if (does === 'desk') desks = isDone ? [String(index)] : [...desks, String(index)];
        if (does === 'clear') desks = isDone ? [null] : [...desks, null];
        if (files.isCut()) files.comeBack();
        files.cutPowerAt(Infinity);
        if (!isDone || does === 'open') journal = open(files);
        const read = await journal.read();
        const found = read.entries.map(({ localSeq }) => localSeq);
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(found).toEqual(expect.arrayContaining([...kept]));
        expect(found.filter((n) => !kept.has(n) && !maybe.has(n))).toEqual([]);
        expect(read.entries).toEqual(found.map((n) => entry(n)));
        expect(desks).toContain(read.desk);
        expect(read.damaged).toBe(0);
        if (!isDone) {
          // Now it is known which way it went.
          for (const n of maybe) if (found.includes(n)) kept.add(n);
          maybe.clear();
          desks = [read.desk];
        }
      }
    }),
    { numRuns: 400 },
  );
});

async function run(
  journal: ReturnType<typeof open>,
  does: Step['does'],
  ns: readonly number[],
  desk: string,
): Promise<void> {
  if (does === 'append') await journal.append(ns.map((n) => entry(n)));
  if (does === 'end') await journal.end(ns.map(testId));
  if (does === 'desk') await journal.keepDesk(desk);
  if (does === 'clear') await journal.clear();
}
