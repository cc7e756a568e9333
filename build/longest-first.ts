/**
 * The order of a suite's files: those that take longest are begun first, so that none of them is left running alone
 * at the end. Without it Vitest goes by the size of a file, which says little: the shortest file walks every screen.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Longest first, as measured; the others follow in Vitest's own order. */
export const longest: readonly string[] = [
  'test/e2e/every-screen.test.ts',
  'test/e2e/whole-day.test.ts',
  'test/e2e/whole-day-by-touch.test.ts',
  'test/e2e/storage.test.ts',
  'test/e2e/mayhem.test.ts',
  'test/e2e/floor-settings.test.ts',
  'test/e2e/menu.test.ts',
  'test/e2e/preferences.test.ts',
  'test/e2e/bench.test.ts',
  'test/e2e/rare-screens.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const ordered = await super.sort(files);
    return ordered.toSorted((a, b) => placeOf(a.moduleId) - placeOf(b.moduleId));
  }
}

/** @param path of a test file */
export function placeOf(path: string): number {
  const place = longest.findIndex((file) => path.replaceAll('\\', '/').endsWith(`/${file}`));
  return place < 0 ? longest.length : place;
}
