/** Puts policy.ts in force: on the session, and on every page that ever comes to be in this process. */
import type { App, Session, Shell, WebContents } from 'electron';
import type { ServerChoice } from './server-choice.ts';
import { guardTrust, type Pinned } from './trust.ts';
import { mayConnect, mayGrant, mayNavigate, mayOpenOutside } from './policy.ts';

export const pinnedOf = (server: Pick<ServerChoice, 'current' | 'fingerprint'>): Pinned => ({
  serverUrl: server.current(),
  fingerprint: server.fingerprint(),
});

/** @param server asked anew each time: it may be told while the window stands */
export function guardSession(session: Session, server: Pick<ServerChoice, 'current' | 'fingerprint'>): void {
  guardTrust(session, () => pinnedOf(server));
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(mayGrant(permission, requestingUrl)),
  );
  // A worker's question names no document, but its origin.
  session.setPermissionCheckHandler((_contents, permission, origin, { requestingUrl }) =>
    mayGrant(permission, requestingUrl ?? origin),
  );
  session.setDevicePermissionHandler(() => false);
  // A file leaves by saveFile alone, which looks where it goes.
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !mayConnect(url, server.current()) }),
  );
}

/** Electron would hand a server that asks for one the first certificate of whoever uses the computer. */
export function guardIdentity(app: Pick<App, 'on'>): void {
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
    event.preventDefault();
    callback();
  });
}

/** @param isHeld whether the window is the whole screen: another program's would lead out of it */
export function guardContents(
  contents: WebContents,
  { openExternal }: Pick<Shell, 'openExternal'>,
  server: Pick<ServerChoice, 'current'>,
  isHeld: () => boolean,
): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (!isHeld() && mayOpenOutside(url, server.current())) openExternal(url).catch(() => undefined);
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
