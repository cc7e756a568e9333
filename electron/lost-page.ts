/** Carries out recovery.ts: a page that crashed is loaded again; where it hangs, the person decides. */
import { app, dialog, type BrowserWindow } from 'electron';
import type { Recovery } from '../shared/ipc.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { Log } from './log.ts';
import { createRecoveryPolicy } from './recovery.ts';
import { shellWords } from './shell-words.ts';

/** ms; an import or a long list may keep the page busy for a while. */
export const hangMs = 10_000;

/** @param onLost before the page is loaded again: why */
export function bringBack(
  window: BrowserWindow,
  log: Log,
  language: () => KeptSettings['language'],
  onLost: (recovery: Recovery) => void,
): void {
  const policy = createRecoveryPolicy();
  const hang = watchHang(window, log, language);
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const isHung = hang.takeEnded();
    log.note({ event: 'pageLost', reason, isHung });
    const next = policy.onGone(reason, isHung, Date.now());
    if (next.do === 'nothing') return;
    if (next.do === 'giveUp') {
      log.note({ event: 'gaveUp' });
      return giveUp(language());
    }
    onLost(next.recovery);
    // Not a fresh load: the route is in the address, and what was typed belongs to this page's session.
    window.webContents.reload();
  });
}

function giveUp(language: KeptSettings['language']): void {
  const { title, text } = shellWords(language).givenUp;
  dialog.showErrorBox(title, text);
  app.exit(1);
}

/** @returns whether the page was ended because it did not answer, once */
function watchHang(window: BrowserWindow, log: Log, language: () => KeptSettings['language']) {
  let timer: NodeJS.Timeout | undefined;
  let question: AbortController | null = null;
  let isEnded = false;

  async function ask(): Promise<void> {
    question = new AbortController();
    log.note({ event: 'pageHung' });
    const { message, detail, wait, reload } = shellWords(language()).hang;
    const { response } = await dialog.showMessageBox(window, {
      ...{ type: 'warning', message, detail, buttons: [wait, reload], defaultId: 0, cancelId: 0 },
      signal: question.signal,
    });
    const isOver = question.signal.aborted;
    question = null;
    if (isOver || window.isDestroyed()) return;
    if (response === 0) return watch();
    isEnded = true;
    window.webContents.forcefullyCrashRenderer();
  }
  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask().catch(() => undefined), hangMs);
  }

  window.on('unresponsive', () => {
    if (question === null) watch();
  });
  window.on('responsive', () => {
    clearTimeout(timer);
    question?.abort();
  });
  window.on('closed', () => clearTimeout(timer));
  return {
    takeEnded() {
      const was = isEnded;
      isEnded = false;
      clearTimeout(timer);
      question?.abort();
      return was;
    },
  };
}
