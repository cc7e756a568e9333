/** The system's own dialog for saving, on the desk's window. */
import { dialog, type BrowserWindow } from 'electron';
import type { ExportDeps } from './save-export.ts';
import type { KeptSettings } from './kept-settings.ts';
import { shellWords } from './shell-words.ts';

export function saveDialog(
  window: () => BrowserWindow | null,
  language: () => KeptSettings['language'],
): ExportDeps['ask'] {
  return async (suggested, kind) => {
    const parent = window();
    if (parent === null) return null;
    const { canceled, filePath } = await dialog.showSaveDialog(parent, {
      defaultPath: suggested,
      filters: [{ name: shellWords(language()).fileKinds[kind], extensions: [kind] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    return canceled || filePath === '' ? null : filePath;
  };
}
