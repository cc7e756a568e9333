/**
 * Stands in for Electron's own program where that is not on the machine: the files that packing looks at, with a
 * program that is none but carries the wire of fuses (and on Windows the resources that packing edits).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** What @electron/fuses looks for, then the version of the wire and how many fuses follow. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Each fuse as Electron ships it: on, off, on … in the order of the wire. */
const shippedFuses = '101100011';

export const shippedLocales = ['de', 'en-GB', 'en-US', 'fr', 'ja', 'zh-CN', 'zh-TW'];

/** @param folder made here @param platform as Node calls it */
export function writeStandIn(folder: string, platform: 'linux' | 'win32', version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), 'licence');
  for (const locale of shippedLocales) writeFileSync(join(folder, `locales/${locale}.pak`), locale);
  const wire = fuseWire();
  if (platform === 'linux')
    writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('ELF'), wire]), { mode: 0o755 });
  else writeFileSync(join(folder, 'electron.exe'), windowsProgram(wire));
}

function fuseWire(): Buffer {
  return Buffer.concat([
    Buffer.from(sentinel),
    Buffer.from([1, shippedFuses.length]),
    Buffer.from(shippedFuses),
    Buffer.from('end'),
  ]);
}

function windowsProgram(wire: Buffer): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(
    { lang: 1033, codepage: 1200 },
    { ProductName: 'Electron', FileDescription: 'Electron' },
  );
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  // As a part of the file that editing the resources leaves alone.
  program.setExtraData(wire);
  return Buffer.from(program.generate());
}

export interface WindowsProgram {
  readonly words: Readonly<Record<string, string>>;
  /** Pixels of the icon's pictures. */
  readonly icons: readonly number[];
  /** What Electron compares the archive with. */
  readonly integrity: readonly { readonly file: string; readonly alg: string; readonly value: string }[];
}

/** What a Windows program says of itself. */
export function readWindowsProgram(bytes: Buffer): WindowsProgram {
  const { entries } = NtExecutableResource.from(NtExecutable.from(bytes, { ignoreCert: true }));
  const [version] = Resource.VersionInfo.fromEntries(entries);
  const [language] = version?.getAllLanguagesForStringValues() ?? [];
  const [group] = Resource.IconGroupEntry.fromEntries(entries);
  const integrity = entries.find(({ type }) => type === 'INTEGRITY');
  return {
    words: version && language ? version.getStringValues(language) : {},
    icons: group?.icons.map(({ width }) => width || 256) ?? [],
    integrity: integrity
      ? (JSON.parse(new TextDecoder().decode(integrity.bin)) as WindowsProgram['integrity'])
      : [],
  };
}
