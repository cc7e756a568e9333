/**
 * Stands in for fpm, which electron-builder fetches to make a `.deb`: the same arguments (`-s dir -t deb …`), carried
 * out by Debian's own dpkg-deb. What it does not know it refuses, so that nothing asked of fpm is passed over.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const fields: Readonly<Record<string, string>> = {
  ...{ '--name': 'Package', '--version': 'Version', '--architecture': 'Architecture' },
  ...{ '--maintainer': 'Maintainer', '--category': 'Section', '--deb-priority': 'Priority' },
  ...{ '--url': 'Homepage', '--vendor': 'Vendor', '--license': 'License', '--description': 'Description' },
};
const lists: Readonly<Record<string, string>> = { '-d': 'Depends', '--deb-recommends': 'Recommends' };
const scripts: Readonly<Record<string, string>> = {
  '--after-install': 'postinst',
  '--after-remove': 'postrm',
};
const settings = ['-s', '-t', '--package', '--deb-compression'];

interface Asked {
  readonly control: Map<string, string>;
  readonly scripts: Map<string, string>;
  readonly set: Map<string, string>;
  /** From where to where. */
  readonly files: (readonly [from: string, to: string])[];
}

function read(args: readonly string[]): Asked {
  const asked: Asked = { control: new Map(), scripts: new Map(), set: new Map(), files: [] };
  const rest = args.filter((arg) => arg !== '--force');
  while (rest.length > 0) {
    const [name = ''] = rest.splice(0, 1);
    if (!name.startsWith('-')) {
      const at = name.lastIndexOf('=');
      asked.files.push([name.slice(0, at), name.slice(at + 1)]);
      continue;
    }
    const [value = ''] = rest.splice(0, 1);
    const list = lists[name];
    if (fields[name]) asked.control.set(fields[name], value);
    else if (list) asked.control.set(list, [asked.control.get(list) ?? [], value].flat().join(', '));
    else if (scripts[name]) asked.scripts.set(scripts[name], value);
    else if (settings.includes(name)) asked.set.set(name, value);
    else throw new Error(`fpm is asked for ${name}, which the stand-in does not know.`);
  }
  return asked;
}

function make({ control, scripts: kept, set, files }: Asked): void {
  const [from, kind, target = '', compression = 'xz'] = [...settings].map((name) => set.get(name));
  if (from !== 'dir' || kind !== 'deb') throw new Error(`The stand-in makes no ${kind} of ${from}.`);
  const tree = mkdtempSync(join(tmpdir(), 'cr-desk-deb-'));
  try {
    for (const [source, place] of files) {
      const there = join(tree, place);
      mkdirSync(dirname(there), { recursive: true });
      cpSync(source, there, { recursive: true });
      if (statSync(there).isFile()) chmodSync(there, 0o644);
    }
    chmodSync(tree, 0o755);
    mkdirSync(join(tree, 'DEBIAN'));
    const lines = [...control].map(
      ([name, value]) => `${name}: ${value.trimEnd().replaceAll('\n\n', '\n .\n')}`,
    );
    writeFileSync(join(tree, 'DEBIAN/control'), `${lines.join('\n')}\n`);
    for (const [name, file] of kept) {
      cpSync(file, join(tree, 'DEBIAN', name));
      chmodSync(join(tree, 'DEBIAN', name), 0o755);
    }
    execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, target]);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

make(read(process.argv.slice(2)));
