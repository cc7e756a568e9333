/** Paper: by the system's dialog, or without one on the receipt printer that was chosen for this desk. */
import type { PrinterInfo, WebContents, WebContentsPrintOptions } from 'electron';
import type { CallAnswer } from '../shared/ipc.ts';
import type { SettingsKeeper } from './kept-settings.ts';

export type PrintOutcome = CallAnswer<'print'>;
type Printable = Pick<WebContents, 'print' | 'getPrintersAsync'>;

export interface Printing {
  print(): Promise<PrintOutcome>;
  /** Never on a printer that the page names: on the one a person chose, or none. */
  printReceipt(): Promise<CallAnswer<'printReceipt'>>;
  printers(): Promise<CallAnswer<'printers'>>;
  choose(name: string | null): Promise<CallAnswer<'chooseReceiptPrinter'>>;
}

/** As many as a person looks through, and what the table of calls takes. */
const most = 100;
const mostChars = 300;

/** @param page of the desk's window; null where there is none */
export function createPrinting(page: () => Printable | null, keeper: SettingsKeeper): Printing {
  const known = async () => ((await page()?.getPrintersAsync()) ?? []).filter(isUsable).slice(0, most);
  let isPrinting = false;
  async function printOnce(options: WebContentsPrintOptions): Promise<PrintOutcome> {
    const contents = page();
    // Chromium prints a page once at a time.
    if (contents === null || isPrinting) return 'failed';
    isPrinting = true;
    try {
      return await printed(contents, options);
    } finally {
      isPrinting = false;
    }
  }
  return {
    print: () => printOnce({ silent: false }),
    async printReceipt() {
      const deviceName = keeper.current().receiptPrinter;
      if (deviceName === null) return 'noPrinter';
      // One that was taken away would be the system's default one, with all its paper.
      if (!(await known()).some(({ name }) => name === deviceName)) return 'gone';
      return printOnce({ silent: true, deviceName, usePrinterDefaultPageSize: true });
    },
    async printers() {
      const found = (await known()).map(({ name, displayName }) => ({
        name,
        label: (displayName || name).slice(0, mostChars),
      }));
      return { found, chosen: keeper.current().receiptPrinter };
    },
    async choose(name) {
      if (name !== null && !(await known()).some((one) => one.name === name)) return 'unknown';
      return keeper.keep({ receiptPrinter: name }) ? 'chosen' : 'notKept';
    },
  };
}

function isUsable({ name }: PrinterInfo): boolean {
  return name !== '' && name.length <= mostChars;
}

function printed(contents: Printable, options: WebContentsPrintOptions): Promise<PrintOutcome> {
  return new Promise((resolve) => {
    contents.print(options, (isDone, reason) => {
      if (isDone) resolve('printed');
      // Electron's own word, spelt in both ways by its versions.
      else resolve(/cancell?ed/i.test(reason) ? 'cancelled' : 'failed');
    });
  });
}
