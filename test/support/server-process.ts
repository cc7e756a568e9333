/** The central server as a process of its own, so that a test can send it real signals and start it again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { demoSizes } from '../../shared/rules/demo/generate-demo.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ServerOptions {
  /** With the demonstration; of another size than the usual one where it is named. */
  readonly demo?: boolean | keyof typeof demoSizes;
  /** The same one again finds the data of before; a fresh folder where left out. */
  readonly dataDir?: string;
  /** One that the system has free where left out. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the rest of its command line, e.g. on a disk of its own. */
  readonly within?: readonly string[];
}

export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything written to standard error so far. */
  log(): string;
  /** Sends the signal and waits for the end. @returns the exit code, null where the signal ended it */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Resolves once it serves; throws with what it said where it ends instead. */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? newDataDir();
  const env = { PORT: String(options.port ?? 0), DATA_DIR: dataDir, ...options.env };
  const { child, output, ended } = launch(demoArgs(options), env, options.within);
  const ready = new Promise<number>((resolve) => {
    child.stdout?.on('data', () => {
      const [, port] = /CR Desk server ready at \S+:(\d+)\n/.exec(output.stdout) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const first = await Promise.race([ready, ended]);
  if (typeof first !== 'number') throw new Error(`The server ended (${first.code}): ${first.stderr}`);
  return {
    url: `http://127.0.0.1:${first}`,
    port: first,
    dataDir,
    pid: child.pid as number,
    log: () => output.stderr,
    async end(signal) {
      child.kill(signal);
      return (await ended).code;
    },
  };
}

function demoArgs({ demo = false }: ServerOptions): string[] {
  return [...(demo === false ? [] : ['--demo']), ...(typeof demo === 'string' ? [demo] : [])];
}

/** Runs the program until it ends by itself: a command, or a start that is refused. */
export async function runServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
  within: readonly string[] = [],
): Promise<ProcessEnd> {
  const { child, ended } = launch(args, env, within);
  child.stdin?.end(input);
  return ended;
}

const folders = new Set<string>();
// For programs that are not tests: benchmarks, the guide's pictures.
process.once('exit', removeDataDirs);

/** A folder that the database's own user may pass through, where the test runs as root; removed by `removeDataDirs`. */
export function newDataDir(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'cr-desk-server-'));
  chmodSync(folder, 0o711);
  folders.add(folder);
  return join(folder, 'data');
}

/** Of servers that have ended: a database takes a hundred MB of somebody's disk. */
export function removeDataDirs(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function launch(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  within: readonly string[] = [],
) {
  // The program itself, without npm before it: a signal reaches the server and nobody else.
  const line = [...within, process.execPath, join(root, 'server/main.ts'), ...args];
  const child: ChildProcess = spawn(line[0] as string, line.slice(1), {
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: 'pipe',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return { child, output, ended };
}
