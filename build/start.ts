/** `npm start`: builds what is stale, starts the central server with its demonstration, opens the application. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildRenderer } from './build-renderer.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

await buildRenderer(say);
const server = spawn(process.execPath, [`${root}build/run.mjs`, 'server/main.ts', '--demo'], {
  cwd: process.cwd(),
  stdio: ['ignore', 'pipe', 'inherit'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => server.kill('SIGTERM'));
server.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});

const url = await readyUrl(server);
if (url !== null) open(url);

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
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  if (!hasDisplay) {
    say(`There is no display here, so the desktop window stays closed. The same application: ${url}`);
    return;
  }
  const electron = electronBinary();
  if (electron === null) {
    say(`Electron's own program is not on this machine, so a browser opens. The same application: ${url}`);
    openBrowser(url);
    return;
  }
  const window = spawn(electron, [root], { stdio: 'inherit', env: { ...process.env, CRDESK_SERVER: url } });
  window.on('error', () => openBrowser(url));
  window.on('exit', () => server.kill('SIGTERM'));
}

/** Fetched by Electron's package at its first use elsewhere; never by us. */
function electronBinary(): string | null {
  const names: Readonly<Record<string, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron',
  };
  const path = `${root}node_modules/electron/dist/${names[process.platform] ?? 'electron'}`;
  return existsSync(path) && existsSync(`${root}out/electron/main.js`) ? path : null;
}

function openBrowser(url: string): void {
  const commands: Readonly<Record<string, string[]>> = {
    win32: ['cmd', '/c', 'start', ''],
    darwin: ['open'],
  };
  const [command = 'xdg-open', ...args] = commands[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true }).on('error', () => undefined);
}
