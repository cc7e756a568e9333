/** A copy of the project below the temporary folder, to plant breaches in and see the tools find them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './source-tree.ts';

export interface ProjectCopy {
  /** Writes a file. @param path from the root of the project */
  plant(path: string, text: string): Promise<void>;
  /** As the project has it. */
  restore(path: string): Promise<void>;
  /** Runs a tool of the project in the copy. */
  run(tool: 'oxlint' | 'tsc', args: readonly string[]): Promise<{ code: number; output: string }>;
  delete(): Promise<void>;
}

/** @param paths what the tools will look at, from the root of the project; they bring no node_modules of their own */
export async function copyProject(paths: readonly string[]): Promise<ProjectCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'crdesk-copy-'));
  const filter = (from: string) => !from.endsWith('/node_modules');
  for (const path of paths) await cp(join(root, path), join(folder, path), { recursive: true, filter });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    async plant(path, text) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    async restore(path) {
      await rm(join(folder, path));
      if (existsSync(join(root, path))) await cp(join(root, path), join(folder, path));
    },
    run: (tool, args) =>
      new Promise((done) => {
        const options = { cwd: folder, maxBuffer: 50_000_000 };
        execFile(join(root, 'node_modules/.bin', tool), args, options, (error, stdout, stderr) =>
          done({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
        );
      }),
    delete: () => rm(folder, { recursive: true, force: true }),
  };
}
