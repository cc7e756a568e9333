/** How the shell was told to start: `--server=URL` or CRDESK_SERVER, `--profile=FOLDER` or CRDESK_PROFILE, `--kiosk`. */
import { resolve } from 'node:path';
import { readServerOrigin } from '../shared/rules/enrol-link.ts';

export interface ShellSettings {
  /** Null where nobody gave one: then it is the one a person told, if any. */
  readonly serverUrl: string | null;
  /** Folder of the desk's data; null for the operating system's usual one. */
  readonly profile: string | null;
  /** `--kiosk`: the whole screen, whatever was chosen. */
  readonly isKiosk: boolean;
}

/**
 * @param args as the program was started; what stands behind a link may be of whoever wrote that: no option
 * @returns the settings, or the sentence that says what is wrong with them
 */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ShellSettings | string {
  const link = args.findIndex((arg) => /^\W*crdesk:/i.test(arg));
  return readOptions(link === -1 ? args : args.slice(0, link), env);
}

function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ShellSettings | string {
  const address = readOption(args, 'server') || env['CRDESK_SERVER'];
  const serverUrl = address ? readServerOrigin(address) : null;
  if (address && serverUrl === null)
    return `${address} is no address for the server: https:// with a name or an IPv4 address, or http:// on this machine.`;
  const profile = readOption(args, 'profile') || env['CRDESK_PROFILE'];
  return { serverUrl, profile: profile ? resolve(profile) : null, isKiosk: args.includes('--kiosk') };
}

function readOption(args: readonly string[], name: string): string | undefined {
  const start = `--${name}=`;
  return args.find((arg) => arg.startsWith(start))?.slice(start.length);
}
