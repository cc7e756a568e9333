/**
 * The page as the desktop shell shows it, in a plain Chromium: files and policy from the shell's own handler,
 * its one bridge object, and an origin that is not the server's. Only the scheme differs: Chromium knows no
 * `app://`, so the page stands at `http://localhost:…`, and a relay says `app://crdesk` to the real server.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { answerAsset } from '../../electron/assets.ts';

const shellOrigin = 'app://crdesk';

export interface ShellPage {
  /** Where the page stands; a secure context, and another origin than the server's. */
  readonly pageUrl: string;
  /** What the shell's bridge would name as the server. */
  readonly serverUrl: string;
  /** Files the page has asked the shell for, e.g. `/index.html`. */
  readonly files: readonly string[];
  /** Requests that the server has begun to answer, e.g. `GET /api/v1/health 200`. */
  readonly answered: readonly string[];
  open(page: Page): Promise<void>;
  close(): Promise<void>;
}

/** @param folder the built renderer @param realServerUrl without a slash at the end */
export async function serveShellPage(folder: string, realServerUrl: string): Promise<ShellPage> {
  const files: string[] = [];
  const answered: string[] = [];
  const pages = createServer((asked, answer) => void sendAsset(asked, answer));
  const pageUrl = `http://localhost:${await listen(pages)}`;
  const relay = createServer((asked, answer) => relayTo(realServerUrl, pageUrl, asked, answer, answered));
  const serverUrl = `http://127.0.0.1:${await listen(relay)}`;

  async function sendAsset({ method = '', url = '' }: IncomingMessage, answer: ServerResponse) {
    files.push(url);
    const asset = await answerAsset({ method, url: `${shellOrigin}${url}` }, folder, serverUrl);
    answer.writeHead(asset.status, Object.fromEntries(asset.headers));
    answer.end(Buffer.from(await asset.arrayBuffer()));
  }

  return {
    pageUrl,
    serverUrl,
    files,
    answered,
    async open(page) {
      await page.addInitScript((url) => Object.assign(window, { crDesk: { serverUrl: url } }), serverUrl);
      await page.goto(`${pageUrl}/`);
    },
    async close() {
      for (const server of [pages, relay]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** Changes the name of the page's origin, there and back, and nothing else. */
function relayTo(
  realServerUrl: string,
  pageUrl: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  answered: string[],
): void {
  const { method, url } = asked;
  const headers = { ...asked.headers, host: new URL(realServerUrl).host };
  if (headers.origin === pageUrl) headers.origin = shellOrigin;
  const forward = request(`${realServerUrl}${url}`, { method, headers }, (real) => {
    answered.push(`${method} ${url} ${real.statusCode}`);
    const back = { ...real.headers };
    const allowed = 'access-control-allow-origin';
    if (back[allowed] === shellOrigin) back[allowed] = pageUrl;
    answer.writeHead(real.statusCode ?? 502, back);
    answer.flushHeaders();
    real.pipe(answer);
  });
  forward.on('error', () => answer.destroy());
  answer.on('close', () => forward.destroy());
  asked.pipe(forward);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
