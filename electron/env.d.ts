/** What the build writes into the shell (build/build-electron.ts). */
interface ImportMetaEnv {
  /** Base64 of the public key whose updates this build takes; null: it takes none. */
  readonly UPDATE_KEY?: string | null;
}

interface ImportMeta {
  readonly env?: ImportMetaEnv;
}
