/** The desk's one window. */
import type { BrowserWindowConstructorOptions, Session } from 'electron';

/**
 * @param preload path of the built preload script
 * @param session the one the application's files are served on
 */
export function windowOptions(
  preload: string,
  session: Session,
  isPackaged: boolean,
): BrowserWindowConstructorOptions {
  return {
    title: 'CR Desk 客户关系工作台',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 680,
    autoHideMenuBar: true,
    backgroundColor: '#f5f6f8',
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: !isPackaged,
    },
  };
}
