/** The shell's journal for tests and simulated desks: the shipped one, on a disk in memory that outlives databases. */
import { createSegmentedJournal } from '../../journal/journal.ts';
import { createTestFiles, noSeal, type TestFiles } from '../../journal/test-files.ts';
import type { JournalPort } from './outbox-journal.ts';

/** @param files the disk, whose test makes it fail */
export function createMemoryJournal(files: TestFiles = createTestFiles()): JournalPort {
  const journal = createSegmentedJournal(files, noSeal);
  const done = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  return {
    read: () => journal.read().catch(() => null),
    append: (entries) => done(journal.append(entries)),
    end: (opIds) => done(journal.end(opIds)),
    keepDesk: (desk) => done(journal.keepDesk(desk)),
    clear: () => done(journal.clear()),
  };
}
