/** Electron's own program comes by Electron's own script, checked by its checksums; npm does not run that by itself. */
import { spawn } from 'node:child_process';

/** About 120 MB: a slow line takes longer, and is tried again at the next start. */
const patienceMs = 180_000;

/**
 * @param script `install.js` of Electron's package
 * @param signal ends it before its time
 * @returns whether it came to an end, and a good one; what it says of failures is of no use to a person
 */
export function fetchElectron(script: string, signal: AbortSignal, mostMs = patienceMs): Promise<boolean> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], {
      stdio: 'ignore',
      signal: ended,
      killSignal: 'SIGKILL',
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
