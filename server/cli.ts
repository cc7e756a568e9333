/** The commands beside the server: `npm run server -- COMMAND` (README, “Commands”). */
import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { stations } from '../shared/entities/stations.ts';
import { roles } from '../shared/rules/permissions.ts';
import { addUser, createEnrolCode, createSite, onlySite, type Administration } from './administration.ts';
import { newPassword } from './auth/tokens.ts';

/** The command cannot be understood: exit code 2. */
export class UsageFailure extends Error {}

interface CliCommand {
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** @returns lines for standard output */
  run(
    admin: Administration,
    options: Readonly<Record<string, string | boolean | undefined>>,
  ): Promise<string[]>;
}

const text = { type: 'string' } as const;

export const cliCommands: Readonly<Record<string, CliCommand>> = {
  'site-create': {
    usage: 'site-create --name NAME',
    options: { name: text },
    async run(admin, options) {
      const name = required(options, 'name');
      return [`Made the site “${name}”. Its id:`, await createSite(admin, name)];
    },
  },
  'user-add': {
    usage: `user-add [--site ID] --username U --name N --role ${roles.join('|')} [--password-stdin]`,
    options: { site: text, username: text, name: text, role: text, 'password-stdin': { type: 'boolean' } },
    async run(admin, options) {
      const username = required(options, 'username');
      const name = required(options, 'name');
      const role = oneOf(options, 'role', roles);
      const isGiven = options['password-stdin'] === true;
      const password = isGiven ? readFileSync(0, 'utf8').replace(/\r?\n$/, '') : newPassword();
      if (password.length < 6 || password.length > 200)
        throw new UsageFailure('A password has 6 to 200 characters.');
      const siteId = await siteOf(admin, options);
      const id = await addUser(admin, siteId, { username, name, roles: [role], password });
      return isGiven
        ? [`Added ${username}. The id:`, id]
        : [`Added ${username}. The id, then the password:`, id, password];
    },
  },
  'enrol-code': {
    usage: `enrol-code [--site ID] --station ${stations.join('|')}`,
    options: { site: text, station: text },
    async run(admin, options) {
      const station = oneOf(options, 'station', stations);
      const code = await createEnrolCode(admin, await siteOf(admin, options), station);
      return [`Good once, for 15 minutes, for a desk of the station ${station}:`, code];
    },
  },
};

/** @throws UsageFailure, StartFailure */
export function parseCommand(args: readonly string[]): (admin: Administration) => Promise<string[]> {
  const [name = '', ...rest] = args;
  const command = cliCommands[name];
  if (!command) {
    const known = Object.values(cliCommands).map(({ usage }) => usage);
    throw new UsageFailure(`There is no command ${name}. Commands:\n  ${known.join('\n  ')}\n  --demo`);
  }
  const options = readOptions(command, rest);
  return (admin) => command.run(admin, options);
}

function readOptions(command: CliCommand, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, strict: true, allowPositionals: false })
      .values as Readonly<Record<string, string | boolean | undefined>>;
  } catch (error) {
    throw new UsageFailure(`${(error as Error).message}\nUsage: ${command.usage}`);
  }
}

type Options = Readonly<Record<string, string | boolean | undefined>>;

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
