/**
 * What the application's pages may load and call, in a browser and in the desktop shell.
 * `'wasm-unsafe-eval'` is for Argon2id; inline styles are what Mantine writes for its dimensions.
 * @param connect sources that may be called, e.g. `'self'` or the server's origin
 */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `connect-src ${connect}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
