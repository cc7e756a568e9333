/** Serves the built application from the disk under `app://crdesk/`, with its content security policy. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { CustomScheme, Session } from 'electron';
import { contentSecurityPolicy } from '../shared/rules/content-security-policy.ts';
import { appScheme, assetPath } from './policy.ts';
import type { ServerChoice } from './server-choice.ts';

/** Standard: has an origin, and so storage. Secure: locks and crypto. To be registered before the app is ready. */
export const appSchemes: CustomScheme[] = [
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
];

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** @param session the one the window uses: a handler on another would never be asked */
export function serveAssets(
  { protocol }: Pick<Session, 'protocol'>,
  folder: string,
  server: Pick<ServerChoice, 'current'>,
): void {
  // Asked anew for each file: the page that is loaded after the server was told may call it.
  protocol.handle(appScheme, (request) => answerAsset(request, folder, server.current()));
}

export async function answerAsset(
  { method, url }: Pick<Request, 'method' | 'url'>,
  folder: string,
  serverUrl: string | null,
): Promise<Response> {
  const path = assetPath(url);
  const type = path === null ? undefined : contentTypes[extname(path)];
  if (method !== 'GET' || path === null || type === undefined) return notFound();
  const body = await readFile(join(folder, path)).catch(() => null);
  if (body === null) return notFound();
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(serverUrl ?? "'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  });
}

function notFound(): Response {
  return new Response(null, { status: 404 });
}
