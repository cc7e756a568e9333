/**
 * The browser may evict a site's data where the disk gets full, what was not sent yet among it, unless it agreed not
 * to. It answers by rules of its own (installed, often used; some ask the person).
 * @returns whether it agreed
 */
export async function askToKeepData(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    // There is no such thing here, or it may not be asked for.
    return false;
  }
}
