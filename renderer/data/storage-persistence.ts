/** The browser may evict a site's data where the disk gets full, what was not sent yet among it, unless it agreed not to. */
export function askToKeepData(): void {
  // It answers by rules of its own; whether it agreed stands in the settings.
  if ('storage' in navigator && 'persist' in navigator.storage)
    void navigator.storage.persist().catch(() => false);
}
