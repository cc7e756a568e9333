import { expect, test } from 'vitest';
import { openSettings } from './kept-settings.ts';
import { createPrinting } from './printing.ts';
import { freshFolder } from './fresh-shell.ts';

let folder: string;
freshFolder((path) => (folder = path));

/** A computer with two printers; what is printed ends as `end` says. */
function computer(end: (answer: (isDone: boolean, reason: string) => void) => void = (say) => say(true, '')) {
  const printed: unknown[] = [];
  const state = { names: ['XP-80C', 'Office'] };
  const page = {
    getPrintersAsync: async () =>
      state.names.map((name) => ({ name, displayName: `${name} 打印机`, description: '', options: {} })),
    print: (options: unknown, callback: (isDone: boolean, reason: string) => void) => {
      printed.push(options);
      end(callback);
    },
  };
  return { printed, state, printing: createPrinting(() => page as never, openSettings(folder)) };
}

test('a page is printed by the system’s dialog, and what became of it is told', async () => {
  const { printed, printing } = computer();
  expect(await printing.print()).toBe('printed');
  expect(printed).toEqual([{ silent: false }]);
  const reasons = { 'Print job canceled': 'cancelled', 'Print job failed': 'failed' } as const;
  for (const [reason, outcome] of Object.entries(reasons))
    expect(await computer((say) => say(false, reason)).printing.print()).toBe(outcome);
});

test('a receipt goes without a dialog to the printer that was chosen, also after the next start', async () => {
  const { printed, printing } = computer();
  expect(await printing.printReceipt()).toBe('noPrinter');
  expect(await printing.choose('XP-80C')).toBe('chosen');
  expect(await printing.printReceipt()).toBe('printed');
  expect(await computer().printing.printers()).toEqual({
    found: [
      { name: 'XP-80C', label: 'XP-80C 打印机' },
      { name: 'Office', label: 'Office 打印机' },
    ],
    chosen: 'XP-80C',
  });
  expect(printed).toEqual([{ silent: true, deviceName: 'XP-80C', usePrinterDefaultPageSize: true }]);
  expect(await printing.choose(null)).toBe('chosen');
  expect(await printing.printReceipt()).toBe('noPrinter');
});

test('never to another printer than that one', async () => {
  const { printed, printing, state } = computer();
  expect(await printing.choose('\\\\elsewhere\\printer')).toBe('unknown');
  await printing.choose('XP-80C');
  state.names = ['Office'];
  expect(await printing.printReceipt()).toBe('gone');
  expect(printed).toEqual([]);
  expect((await printing.printers()).chosen).toBe('XP-80C');
});

test('one print at a time; without a window nothing is printed', async () => {
  const answers: (() => void)[] = [];
  const { printed, printing } = computer((say) => answers.push(() => say(true, '')));
  const first = printing.print();
  expect(await printing.print()).toBe('failed');
  answers[0]?.();
  expect(await first).toBe('printed');
  expect(printed).toHaveLength(1);
  const closed = createPrinting(() => null, openSettings(folder));
  expect(await closed.print()).toBe('failed');
  expect(await closed.printers()).toEqual({ found: [], chosen: null });
});
