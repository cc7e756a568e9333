/** Starts PostgreSQL's own programs, as its user, and says in one sentence why one failed. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import { diskFull, type Place } from './place.ts';

export const logFile = (dataDir: string) => join(dataDir, 'postgres.log');

/** What PostgreSQL has written since its latest start. */
export function logOfThisStart(dataDir: string): string {
  const text = existsSync(logFile(dataDir)) ? readFileSync(logFile(dataDir), 'utf8') : '';
  return text.slice(Math.max(0, text.lastIndexOf('starting PostgreSQL')));
}

export function startProgram(
  place: Place,
  program: string,
  args: string[],
  stdio: StdioOptions,
): ChildProcess {
  const { user, binaries } = place;
  return spawn(join(binaries, 'bin', program), args, {
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
    stdio,
    // A Ctrl+C in the terminal is for the server, which then stops its database itself.
    detached: true,
  });
}

/** Runs a program to its end. @throws StartFailure where it fails */
export async function runProgram(place: Place, program: string, args: string[]): Promise<void> {
  const child = startProgram(place, program, args, ['ignore', 'pipe', 'pipe']);
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000));
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const code = await exitOf(child);
  if (code !== 0) throw programFailure(place.dataDir, program, output);
}

/** Its exit code, 1 where a signal ended it or it could not be started. */
export function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** @param output what the program printed, or wrote to its log */
export function programFailure(dataDir: string, program: string, output: string): StartFailure {
  if (/no space left|disk quota exceeded/i.test(output)) return diskFull(dataDir);
  const line = output.split('\n').findLast((text) => /error|fatal|panic|could not/i.test(text));
  return new StartFailure(
    `The built-in PostgreSQL did not start (${program}: ${(line ?? output).trim()}): see ${logFile(dataDir)}.`,
  );
}
