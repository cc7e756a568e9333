/** The commands beside the server: `npm run server -- COMMAND` (README, “Commands”). */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { stations } from '../shared/entities/stations.ts';
import { demoSizes, type DemoSize } from '../shared/rules/demo/generate-demo.ts';
import { roles } from '../shared/rules/permissions.ts';
import { addUser, createEnrolCode, createSite, onlySite, type Administration } from './administration.ts';
import { listDevices, moveDevice, revokeDevice } from './device-administration.ts';
import { compactSites, readDays } from './compaction.ts';
import { newPassword } from './auth/tokens.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { writeBackup } from './backup/write-backup.ts';
import type { RowCounts } from './backup/read-backup.ts';
import type { OpenDatabase } from './open-database.ts';
import { codeLines, type Reach } from './reach.ts';

/** The command cannot be understood: exit code 2. */
export class UsageFailure extends Error {}

interface CliCommand {
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** What it is about, named without `--`. */
  readonly takes?: string;
  /** No server may run meanwhile. */
  readonly isAlone?: true;
  /** What is to be done, all of its arguments being right; it gives lines for standard output. @throws UsageFailure */
  plan(options: Options): Work;
}

type Options = Readonly<Record<string, string | boolean | undefined>>;

interface CommandDeps extends Administration, Pick<OpenDatabase, 'pool' | 'notedHeads'> {
  /** Of the application. */
  readonly version: string;
  /** How long a removal is remembered where the command does not say (R6.9). */
  readonly keepRemovedDays: number;
  /** How desks come to the server; null where it never ran. */
  readonly reach: Reach | null;
  /** Whether a person looks at the lines, rather than a program. */
  readonly isTerminal: boolean;
}
type Work = (deps: CommandDeps) => Promise<string[]>;

export interface Task {
  readonly work: Work;
  /** Not beside a running server. */
  readonly isAlone: boolean;
}

const text = { type: 'string' } as const;

const cliCommands: Readonly<Record<string, CliCommand>> = {
  'site-create': {
    usage: 'site-create --name NAME',
    options: { name: text },
    plan(options) {
      const name = required(options, 'name');
      return async (admin) => [`Made the site “${name}”. Its id:`, await createSite(admin, name)];
    },
  },
  'user-add': {
    usage: `user-add [--site ID] --username U --name N --role ${roles.join('|')} [--password-stdin]`,
    options: { site: text, username: text, name: text, role: text, 'password-stdin': { type: 'boolean' } },
    plan(options) {
      const username = required(options, 'username');
      const name = required(options, 'name');
      const role = oneOf(options, 'role', roles);
      const isGiven = options['password-stdin'] === true;
      const password = isGiven ? readFileSync(0, 'utf8').replace(/\r?\n$/, '') : newPassword();
      if (password.length < 6 || password.length > 200)
        throw new UsageFailure('A password has 6 to 200 characters.');
      return async (admin) => {
        const siteId = await siteOf(admin, options);
        const id = await addUser(admin, siteId, { username, name, roles: [role], password });
        return isGiven
          ? [`Added ${username}. The id:`, id]
          : [`Added ${username}. The id, then the password:`, id, password];
      };
    },
  },
  'enrol-code': {
    usage: `enrol-code [--site ID] --station ${stations.join('|')}`,
    options: { site: text, station: text },
    plan(options) {
      const station = oneOf(options, 'station', stations);
      return async (admin) => {
        const code = await createEnrolCode(admin, await siteOf(admin, options), station);
        const lines = codeLines(code, admin.reach, admin.isTerminal);
        return [`Good once, for 15 minutes, for a desk of the station ${station}:`, ...lines, code];
      };
    },
  },
  'device-list': {
    usage: 'device-list [--site ID]',
    options: { site: text },
    plan: (options) => async (admin) => {
      const devices = await listDevices(admin, await siteOf(admin, options));
      if (devices.length === 0) return ['The site has no desk yet: enrol-code prints a code for one.'];
      return devices.map(({ id, name, station, state, lastSeenAt }) => {
        const seen = lastSeenAt === null ? 'never seen' : `seen ${new Date(lastSeenAt).toISOString()}`;
        return [id, station, state, seen, name].join('\t');
      });
    },
  },
  'device-revoke': {
    usage: 'device-revoke [--site ID] --device ID',
    options: { site: text, device: text },
    plan(options) {
      const deviceId = required(options, 'device');
      return async (admin) => {
        const name = await revokeDevice(admin, await siteOf(admin, options), deviceId);
        return [`Shut out ${name}: it is refused from now on, and wiped when it calls next.`];
      };
    },
  },
  'device-station': {
    usage: `device-station [--site ID] --device ID --station ${stations.join('|')}`,
    options: { site: text, device: text, station: text },
    plan(options) {
      const deviceId = required(options, 'device');
      const station = oneOf(options, 'station', stations);
      return async (admin) => {
        const { name, from } = await moveDevice(admin, await siteOf(admin, options), deviceId, station);
        return from === station
          ? [`${name} is a desk of the station ${station} already.`]
          : [`Moved ${name} from ${from} to ${station}: it takes and gives up rows when it calls next.`];
      };
    },
  },
  compact: {
    usage: 'compact [--days N]',
    options: { days: text },
    plan(options) {
      const { days: given } = options;
      const asked = given === undefined ? null : readDays(String(given));
      if (given !== undefined && asked === null)
        throw new UsageFailure('--days is a whole number of days, at least 1.');
      return async (deps) => {
        const days = asked ?? deps.keepRemovedDays;
        const count = await compactSites(deps, days);
        return [
          `Forgot ${count} removals of more than ${days} days ago. Desks that were away for longer load everything anew.`,
        ];
      };
    },
  },
  backup: {
    usage: 'backup FILE [--overwrite]',
    options: { overwrite: { type: 'boolean' } },
    takes: 'file',
    plan(options) {
      const path = resolve(required(options, 'file'));
      const overwrite = options['overwrite'] === true;
      return async (deps) => {
        const { counts } = await writeBackup(deps, { path, overwrite });
        return [
          `Backed up ${contentOf(counts)}, and read it back. Keep the file where nobody else reads it:`,
          path,
        ];
      };
    },
  },
  restore: {
    usage: 'restore FILE [--replace]',
    options: { replace: { type: 'boolean' } },
    takes: 'file',
    isAlone: true,
    plan(options) {
      const path = resolve(required(options, 'file'));
      const replace = options['replace'] === true;
      return async (deps) => {
        const { header, counts } = await restoreBackup(deps, { path, replace });
        const made = new Date(header.createdAt).toISOString();
        return [
          `Restored ${contentOf(counts)}, as of ${made}. Desks return what they have beyond it when they connect.`,
        ];
      };
    },
  },
};

function contentOf(counts: RowCounts): string {
  const of = (table: 'site' | 'record' | 'change') => counts.get(table) ?? 0;
  return `${of('site')} sites with ${of('record')} records and ${of('change')} changes`;
}

/** @returns the dealership to serve; null where the arguments ask for none @throws UsageFailure in one sentence */
export function parseDemo(args: readonly string[]): DemoSize | null {
  const [word, name = 'normal', ...more] = args;
  if (word !== '--demo') return null;
  const size = Object.hasOwn(demoSizes, name) ? demoSizes[name as keyof typeof demoSizes] : undefined;
  if (size && more.length === 0) return size;
  const sizes = Object.keys(demoSizes).join('|');
  throw new UsageFailure(`These arguments are not understood: the command is --demo [${sizes}].`);
}

/** @returns what is to be done, its arguments being right @throws UsageFailure in one sentence */
export function parseCommand(args: readonly string[]): Task {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(cliCommands, name) ? cliCommands[name] : undefined;
  if (!command) {
    const known = Object.keys(cliCommands).join(', ');
    throw new UsageFailure(`There is no command ${name}: the commands are ${known} and --demo.`);
  }
  return { work: command.plan(readOptions(command, rest)), isAlone: command.isAlone ?? false };
}

function readOptions({ options, usage, takes }: CliCommand, args: string[]): Options {
  try {
    const config = { args, options, strict: true, allowPositionals: takes !== undefined } as const;
    const { values, positionals } = parseArgs(config);
    const [given, ...more] = positionals;
    if (more.length > 0 || (takes !== undefined && !given)) throw new Error(usage);
    return takes === undefined ? (values as Options) : ({ ...values, [takes]: given } as Options);
  } catch {
    throw new UsageFailure(`These arguments are not understood: the command is ${usage}.`);
  }
}

function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new UsageFailure(`--${name} is missing.`);
}

function oneOf<Value extends string>(options: Options, name: string, allowed: readonly Value[]): Value {
  const value = required(options, name);
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageFailure(`--${name} ${value} is not one of ${allowed.join(', ')}.`);
  return found;
}

function siteOf(admin: Administration, options: Options): Promise<string> {
  const { site } = options;
  return typeof site === 'string' ? Promise.resolve(site) : onlySite(admin);
}
