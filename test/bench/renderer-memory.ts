/** What a desk's pages and workers take of the machine's memory, as the operating system counts it (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** @returns MB of all renderers of the browser with this profile, shared pages by share */
export function rendererMegabytes(profile: string): number {
  const all = processes();
  const isBrowser = ({ command }: Process) =>
    command.includes(`--user-data-dir=${profile}`) && !command.includes('--type=');
  const family = new Set(all.filter(isBrowser).map(({ pid }) => pid));
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  const renderers = all.filter(({ pid, command }) => family.has(pid) && command.includes('--type=renderer'));
  if (renderers.length === 0) throw new Error('The browser has no renderer that can be measured.');
  return renderers.reduce((sum, { pid }) => sum + kilobytesOf(pid), 0) / 1024;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return { pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), command };
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

function kilobytesOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
}
