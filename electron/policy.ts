/**
 * What the desktop shell allows its page: pure decisions, each of them “no” unless the application needs it. A server
 * that is null is not known yet: then there is none to go to.
 */

export const appScheme = 'app';
const appHost = 'crdesk';
/** IndexedDB belongs to this origin: another scheme or host would orphan what a desk has not sent yet. */
export const appUrl = `${appScheme}://${appHost}/`;

/** Chromium asks for these before a page may call an address of the machine or of its network: our server's. */
const networkPermissions = ['local-network', 'local-network-access', 'loopback-network'];
/** Text is put on the clipboard when somebody presses a button that says so; nothing reads it. */
const clipboardPermission = 'clipboard-sanitized-write';
/** The desk asks that its database is not thrown away when the disk gets short. */
const storagePermission = 'persistent-storage';
const neededPermissions = [...networkPermissions, clipboardPermission, storagePermission];

/** One name of a folder or file as the build writes them; nothing that a path could turn round on. */
const plainName = /^[\w-]+(\.[\w-]+)*$/;

/** @returns whether the page may go there: to itself, which is how it reloads */
export function mayNavigate(url: string): boolean {
  return assetPath(url) === 'index.html';
}

/** @returns whether a link may leave for the system's browser: to the same application on its server */
export function mayOpenOutside(url: string, serverUrl: string | null): boolean {
  return isOfServer(url, serverUrl);
}

/** @param requester URL or origin of the asking frame; absent where nobody can be named */
export function mayGrant(permission: string, requester: string | undefined): boolean {
  return neededPermissions.includes(permission) && requester !== undefined && isAppUrl(requester);
}

/** @returns whether the session may load it: its own files, its server, and what a page makes itself */
export function mayConnect(url: string, serverUrl: string | null): boolean {
  const isOwn = isAppUrl(url) || isOfServer(url, serverUrl);
  return isOwn || ['blob:', 'data:', 'devtools:'].includes(parse(url)?.protocol ?? '');
}

/** @returns whether the URL is one of the application's own, whatever its path */
export function isAppUrl(url: string): boolean {
  const parsed = parse(url);
  return parsed?.protocol === `${appScheme}:` && parsed.host === appHost && !hasCredentials(parsed);
}

/**
 * @returns which built file an application's URL names, relative and with plain slashes; null where it names
 * none. Nothing is decoded: no file of ours has a name that needs it, so every `%` is a refusal.
 */
export function assetPath(url: string): string | null {
  if (!isAppUrl(url)) return null;
  const path = (parse(url)?.pathname ?? '').replace(/^\//, '');
  if (path === '') return 'index.html';
  return path.split('/').every((name) => plainName.test(name)) ? path : null;
}

function isOfServer(url: string, serverUrl: string | null): boolean {
  const parsed = parse(url);
  return parsed !== null && parsed.origin === serverUrl && !hasCredentials(parsed);
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
