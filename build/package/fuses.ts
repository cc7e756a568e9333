/**
 * What Electron's program may still do once it is ours: switches in the program itself, turned after packing and
 * before signing. All of them are named, so that none keeps a default that a later Electron changes.
 */
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire, FuseState } from '@electron/fuses';

/** Whether each is on. */
export const fuses: Readonly<Record<FuseV1Options, boolean>> = {
  // The program is no Node for whoever finds it on the machine, neither by a variable nor by a debugger.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Cookies hold nothing of ours; were there any, the system's key would protect them.
  [FuseV1Options.EnableCookieEncryption]: true,
  // The application is the archive that was packed, unchanged, and no folder beside it.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // There is no snapshot of our own to load.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages come from app://, none from file://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Faster WebAssembly (Argon2id); off only where the processor's traps are not to be used.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/**
 * @param program Electron's program, or the `.app` on macOS
 * @throws Error where the program knows a fuse that is not in the table, or does not say afterwards what was asked
 */
export async function setFuses(program: string, platform: string): Promise<void> {
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: platform === 'darwin',
    ...fuses,
  });
  const wrong = await wrongFuses(program);
  if (wrong.length > 0)
    throw new Error(`These fuses of ${program} are not as they should be: ${wrong.join(', ')}.`);
}

/** @returns names of the fuses that do not stand as the table says */
export async function wrongFuses(program: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(program);
  return Object.entries(fuses).flatMap(([option, isOn]) => {
    const fuse = Number(option) as FuseV1Options;
    return wire[fuse] === (isOn ? FuseState.ENABLE : FuseState.DISABLE) ? [] : [FuseV1Options[fuse]];
  });
}
