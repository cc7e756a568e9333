/** `npm start`: builds what is stale, starts the central server with its demonstration, opens the application. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildElectron } from './build-electron.ts';
import { buildRenderer } from './build-renderer.ts';
import { fetchElectron } from './fetch-electron.ts';
import {
  browserCommand,
  chooseOpening,
  electronMark,
  electronProgram,
  mayFetchElectron,
  noBrowserWords,
  windowEnv,
  type Machine,
} from './opening.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);
const electron = `${root}${electronProgram(process.platform)}`;
const ending = new AbortController();
/** What has not failed by then has opened something. */
const openerMs = 10_000;

const unknown = process.argv.slice(2);
if (unknown.length > 0) {
  say(
    `npm start takes no options, and does not know ${unknown.join(' ')}. Folder and port are set by DATA_DIR and PORT; README.md says more.`,
  );
  process.exit(2);
}
await buildRenderer(say);
await buildElectron();
const server = spawn(process.execPath, [`${root}build/run.mjs`, 'server/main.ts', '--demo'], {
  cwd: process.cwd(),
  stdio: ['ignore', 'pipe', 'inherit'],
});
/** From then on a window that goes is no failure. */
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    end();
    server.kill('SIGTERM');
  });
server.on('exit', (code, signal) => {
  end();
  process.exitCode = signal ? 1 : (code ?? 1);
});

const url = await readyUrl(server);
if (url !== null) {
  if (mayFetchElectron(machine())) await fetchProgram();
  if (!isEnding) open(url);
}

function end(): void {
  isEnding = true;
  ending.abort();
}

function machine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
    hasElectron: existsSync(electron) && existsSync(`${root}${electronMark}`),
  };
}

async function fetchProgram(): Promise<void> {
  say('Fetching Electron’s own program, once; ELECTRON_SKIP_BINARY_DOWNLOAD=1 does without …');
  await fetchElectron(`${root}node_modules/electron/install.js`, ending.signal);
}

/** Passes the server's lines on. @returns its address; null where it ends without one, having said why */
async function readyUrl({ stdout }: ChildProcess): Promise<string | null> {
  if (!stdout) return null;
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdout });
    lines.on('line', (line) => {
      say(line);
      const [, found] = /ready at (\S+)$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    lines.on('close', () => resolve(null));
  });
}

function open(url: string): void {
  const { how, why } = chooseOpening(machine());
  if (how === 'window') openWindow(url);
  else fallBack(why, url, how === 'browser');
}

/** While it is open the server serves; a window that cannot open leaves the browser. */
function openWindow(url: string): void {
  const window = spawn(electron, [root], { stdio: 'inherit', env: windowEnv(process.env, url) });
  server.on('exit', () => window.kill());
  window.on('error', ({ message }) => fallBack(`The desktop window did not open (${message}).`, url, true));
  window.on('exit', (code) => {
    if (code === 0 || isEnding) server.kill('SIGTERM');
    else fallBack('The desktop window ended with an error, see above.', url, true);
  });
}

function fallBack(why: string | null, url: string, inBrowser: boolean): void {
  say(`${why ?? ''} The same application: ${url}`.trim());
  if (!inBrowser) return;
  const [command, ...args] = browserCommand(process.platform, url);
  const begunAt = Date.now();
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => say(noBrowserWords));
  opener.on('exit', (code) => {
    // Some go on as the browser itself, and end with it, hours later.
    if (code !== 0 && !isEnding && Date.now() - begunAt < openerMs) say(noBrowserWords);
  });
}
