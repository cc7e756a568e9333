/** What `npm run package` was asked for: decisions only, build/package.ts carries them out. */

export type SystemName = 'win' | 'linux' | 'mac';

export type PackageTask =
  /** `unpacked`: the folder alone, without an installer. */
  | { readonly what: 'pack'; readonly systems: readonly SystemName[]; readonly unpacked: boolean }
  | { readonly what: 'keys'; readonly file: string }
  | { readonly what: 'sign'; readonly folder: string | null };

const ownSystem: Readonly<Partial<Record<NodeJS.Platform, SystemName>>> = {
  win32: 'win',
  darwin: 'mac',
  linux: 'linux',
};

/** @param args behind `npm run package --` @returns the task, or the sentence that says what may be asked */
export function chooseTask(args: readonly string[], platform: NodeJS.Platform): PackageTask | string {
  const [first, second, ...more] = args;
  if (first === 'keys' && second !== undefined && more.length === 0) return { what: 'keys', file: second };
  if (first === 'sign' && more.length === 0) return { what: 'sign', folder: second ?? null };
  const names = args.filter((arg) => arg !== 'dir');
  const systems = names.length > 0 ? names : [ownSystem[platform] ?? 'linux'];
  if (!systems.every(isSystem)) return usage;
  if (systems.includes('mac') && platform !== 'darwin')
    return 'Installers for macOS are made on a Mac: signing needs one.';
  return { what: 'pack', systems, unpacked: names.length < args.length };
}

function isSystem(name: string): name is SystemName {
  return name === 'win' || name === 'linux' || name === 'mac';
}

const usage =
  'npm run package [-- win|linux|mac …] makes installers, with dir the folder alone; ' +
  '-- keys FILE makes a key to sign updates with; -- sign [FOLDER] signs what an update server is to hand out.';
