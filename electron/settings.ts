/** How the shell was told to start: `--server=URL` or CRDESK_SERVER, `--profile=FOLDER` or CRDESK_PROFILE. */
import { resolve } from 'node:path';
import { readServerUrl } from './policy.ts';

export interface ShellSettings {
  readonly serverUrl: string;
  /** Folder of the desk's data; null for the operating system's usual one. */
  readonly profile: string | null;
}

/** @returns the settings, or the sentence that says what is missing */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ShellSettings | string {
  const address = readOption(args, 'server') || env['CRDESK_SERVER'];
  if (!address) return 'No server is set: start with --server=https://… or CRDESK_SERVER.';
  const serverUrl = readServerUrl(address);
  if (serverUrl === null)
    return `${address} is no address for the server: https:// with a name or an IPv4 address, or http:// on this machine.`;
  const profile = readOption(args, 'profile') || env['CRDESK_PROFILE'];
  return { serverUrl, profile: profile ? resolve(profile) : null };
}

function readOption(args: readonly string[], name: string): string | undefined {
  const start = `--${name}=`;
  return args.find((arg) => arg.startsWith(start))?.slice(start.length);
}
