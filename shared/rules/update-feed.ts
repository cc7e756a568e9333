/** What the two ends of an update agree on: names of the lists, and what exactly is signed (decisions/0013). */

/** A list says which version there is, and the checksums of its files: one for each system, made by electron-builder. */
const feedName = /^latest(-mac|-linux|-linux-arm64)?\.yml$/;

export function isFeedName(name: string): boolean {
  return feedName.test(name);
}

/** @param platform and @param arch as Node calls them @returns the list of this machine; null where there is none */
export function feedNameOf(platform: string, arch: string): string | null {
  if (platform === 'win32') return 'latest.yml';
  if (platform === 'darwin') return 'latest-mac.yml';
  if (platform !== 'linux') return null;
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

export function signatureName(feed: string): string {
  return `${feed}.sig`;
}

/** What is signed: the list's name goes in, so that none can be handed out in the place of another. */
export function feedMessage(name: string, text: string): string {
  return `CR Desk update\n${name}\n${text}`;
}

/** A file an update may consist of, as the server hands it out and a list names it: no folder, no address. */
export function isUpdateFile(name: string): boolean {
  return /^[\w-]+(\.[\w-]+)+$/.test(name) && name.length <= 200;
}

/**
 * Of released versions, `1.2.3`: others are never newer, nor older.
 * @returns whether `version` came after `current`
 */
export function isNewerVersion(version: string, current: string): boolean {
  const [ours, theirs] = [numbersOf(current), numbersOf(version)];
  if (!ours || !theirs) return false;
  const index = theirs.findIndex((number, at) => number !== ours[at]);
  return index >= 0 && (theirs[index] ?? 0) > (ours[index] ?? 0);
}

function numbersOf(version: string): number[] | null {
  return /^\d{1,6}(\.\d{1,6}){2}$/.test(version) ? version.split('.').map(Number) : null;
}
