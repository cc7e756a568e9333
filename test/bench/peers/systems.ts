/** What is measured, and what a power cut would take from each. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newDataDir } from '../../support/server-process.ts';
import { cardRows, createBenchSite } from '../bench-site.ts';
import type { PeerPlace } from './client.ts';

export interface RunningServer {
  /** For one more client. */
  place(): Promise<PeerPlace>;
  end(): Promise<void>;
}

export interface System {
  readonly name: string;
  /** Below `test/bench/peers`, without its ending. */
  readonly page: string;
  readonly licence: string;
  /** Whether what it calls saved is on the disk, on the device and on the server. */
  readonly durable: boolean;
  readonly durability: string;
  version(): string;
  /** Its own server process, with so many cards. @param origin of the page that will call */
  start(cards: number, origin: string): Promise<RunningServer>;
}

const here = fileURLToPath(new URL('.', import.meta.url));

export const arePeersInstalled = (): boolean => existsSync(`${here}node_modules`);

export const systems: readonly System[] = [
  {
    name: 'CR Desk',
    page: 'cr-desk/cr-desk',
    licence: 'ours',
    durable: true,
    durability: 'device: strict IndexedDB; server: PostgreSQL, fsync at commit. A power cut takes nothing.',
    version: () => versionIn(`${here}../../../package.json`),
    async start(cards, origin) {
      const { url, dataDir, end } = await startProcess('cr-desk/cr-desk-server.ts', { origin });
      const site = await createBenchSite(dataDir, cardRows(cards));
      return {
        place: async () => ({ serverUrl: url, code: await site.code() }),
        async end() {
          await site.close();
          await end();
        },
      };
    },
  },
  {
    name: 'RxDB',
    page: 'outside/rxdb',
    licence: 'Apache-2.0',
    durable: true,
    durability:
      'device: strict IndexedDB, as set here (relaxed by default); server: ours, SQLite, fsync at commit. A power cut takes nothing.',
    version: () => installedVersion('rxdb'),
    start: (cards, origin) => startPeer('outside/rxdb-server.ts', cards, origin),
  },
  {
    name: 'TinyBase',
    page: 'outside/tinybase',
    licence: 'MIT',
    durable: false,
    durability:
      'device: in memory, the whole file written after it; server: the same, without fsync. A power cut takes what came since the last whole write, on either side.',
    version: () => installedVersion('tinybase'),
    start: (cards, origin) => startPeer('outside/tinybase-server.ts', cards, origin),
  },
  {
    name: 'PouchDB',
    page: 'outside/pouchdb',
    licence: 'Apache-2.0',
    durable: false,
    durability:
      'device: relaxed IndexedDB; server: LevelDB without fsync. A power cut takes the last seconds on either side.',
    version: () => installedVersion('pouchdb-browser'),
    start: (cards, origin) => startPeer('outside/pouchdb-server.ts', cards, origin),
  },
];

function installedVersion(name: string): string {
  return versionIn(`${here}node_modules/${name}/package.json`);
}

function versionIn(path: string): string {
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

async function startPeer(script: string, cards: number, origin: string): Promise<RunningServer> {
  const { url, end } = await startProcess(script, { cards, origin });
  return { place: async () => ({ serverUrl: url }), end };
}

async function startProcess(
  script: string,
  { cards = 0, origin }: { readonly cards?: number; readonly origin: string },
) {
  const folder = newDataDir();
  const parent = dirname(folder);
  // PostgreSQL makes its own folder below; the others write into the one that is there.
  const env = { DATA_DIR: cards > 0 ? parent : folder, CARDS: String(cards), PAGE_ORIGIN: origin };
  const flags = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=4096'];
  const child = spawn(process.execPath, [...flags, `${here}${script}`], {
    env: { ...process.env, DATABASE_URL: '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended (${code}).`)));
  });
  ended.catch(() => undefined);
  const ready = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const url = /ready at (\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    });
  });
  return {
    url: await Promise.race([ready, ended]),
    dataDir: folder,
    async end() {
      child.kill('SIGTERM');
      await ended.catch(() => undefined);
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
