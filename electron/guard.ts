/** Puts policy.ts in force: on the session, and on every page that ever comes to be in this process. */
import type { Session, Shell, WebContents } from 'electron';
import { mayConnect, mayGrant, mayNavigate, mayOpenOutside } from './policy.ts';

export function guardSession(session: Session, serverUrl: string): void {
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(mayGrant(permission, requestingUrl)),
  );
  // A worker's question names no document, but its origin.
  session.setPermissionCheckHandler((_contents, permission, origin, { requestingUrl }) =>
    mayGrant(permission, requestingUrl ?? origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !mayConnect(url, serverUrl) }),
  );
}

export function guardContents(
  contents: WebContents,
  { openExternal }: Pick<Shell, 'openExternal'>,
  serverUrl: string,
): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url, serverUrl)) openExternal(url).catch(() => undefined);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !mayNavigate(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault();
  });
}
