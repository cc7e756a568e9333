import { createHash } from 'node:crypto';

/** As a `Request` of a browser takes it. */
export function integrityOf(content: Buffer): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
