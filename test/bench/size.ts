/** Size of the first load: what a browser fetches before the sign-in page stands, as sent and as gzip would make it. */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Request } from 'playwright';
import { openDesk } from '../support/chromium.ts';
import { enrolAtDemo } from '../support/enter-demo.ts';
import { startServer } from '../support/server-process.ts';
import type { Figure } from './figures.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));

export async function benchSize(): Promise<Figure[]> {
  const server = await startServer({ demo: true });
  const desk = await openDesk();
  const requests: Request[] = [];
  // Rows are another benchmark's; what the service worker fetches for later does not hold the page up.
  desk.page.on('requestfinished', (request) => {
    if (!new URL(request.url()).pathname.startsWith('/api/')) requests.push(request);
  });
  try {
    await desk.page.goto(server.url);
    await enrolAtDemo(desk.page);
    let [sent, zipped] = [0, 0];
    for (const request of [...requests]) {
      const { pathname } = new URL(request.url());
      sent += await bytesOf(request);
      const file = readFileSync(`${built}${pathname === '/' ? '/index.html' : pathname}`);
      zipped += gzipSync(file, { level: 9 }).length;
    }
    if (requests.length < 4 || sent === 0)
      throw new Error('The page stands, but nothing was fetched for it.');
    return [
      {
        label: 'first load of the application, as sent',
        unit: 'KB',
        ...{ value: sent / 1_000, baseline: zipped / 1_000, ratio: sent / zipped },
        goal: { of: 'ratio', most: 1 },
        samples: `${requests.length} files; baseline: gzip -9`,
      },
    ];
  } finally {
    await desk.close();
    await server.end('SIGTERM');
  }
}

/** As the server sends it to this browser. Asked once more: of a worker's own files a browser tells no size. */
async function bytesOf(request: Request): Promise<number> {
  const accepted = (await request.allHeaders())['accept-encoding'] ?? 'gzip, deflate, br, zstd';
  return new Promise((resolve, reject) => {
    const asking = get(request.url(), { headers: { 'accept-encoding': accepted } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
    });
    asking.on('error', reject);
  });
}
