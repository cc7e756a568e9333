interface ImportMetaEnv {
  /** Of package.json; put in by build/vite.config.ts. */
  readonly APP_VERSION: string;
}
