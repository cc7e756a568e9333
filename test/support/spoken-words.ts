/** What a page of the documents may quote: words that stand on a screen today. */
import { packageConfig } from '../../build/package/config.ts';
import { shellWords } from '../../electron/shell-words.ts';
import { words, type Language } from '../../renderer/i18n/index.ts';
import { demoStaff } from '../../shared/rules/demo/people.ts';

export const leavesOf = (tree: unknown): string[] =>
  typeof tree === 'string' ? [tree] : Object.values(tree as object).flatMap(leavesOf);

const { linux } = packageConfig({
  appDir: '',
  outDir: '',
  electronVersion: '',
  isForLinux: true,
  publisher: null,
});

/** What may stand on a screen in that language, without what is filled into it. */
export function spokenIn(language: Language): string[] {
  return [
    ...leavesOf(words[language]),
    ...leavesOf(shellWords(language)),
    ...demoStaff.map(({ name }) => name),
    ...leavesOf(linux?.desktop ?? {}),
  ].flatMap((leaf) => leaf.split(/\{+\w+\}+|\d+/));
}

/** What stands in curved quotation marks. */
export const quotedIn = (page: string): string[] =>
  [...page.matchAll(/“([^”]*)”/g)].map(([, text = '']) => text);
