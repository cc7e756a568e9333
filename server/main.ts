/** The central server's process: settings, database, port, signals. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { DemoSize } from '../shared/rules/demo/generate-demo.ts';
import { buildApp } from './app.ts';
import { parseCommand, parseDemo, UsageFailure } from './cli.ts';
import { compactSites, startCompaction } from './compaction.ts';
import { isLoopback, readConfig, type ServerConfig } from './config.ts';
import { createHeadHub } from './db/head-hub.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { openDatabase, openForCommand, type OpenDatabase } from './open-database.ts';
import { sharedPlace } from './postgres/binaries.ts';
import { forgottenData } from './postgres/forgotten-data.ts';
import { StartFailure } from './start-failure.ts';
import { readVersion } from './version.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const clock = () => Date.now();

async function main(args: readonly string[]): Promise<void> {
  const demo = parseDemo(args);
  if (args.length === 0 || demo) return serve(readConfig(process.env), demo);
  const { work, isAlone } = parseCommand(args);
  const open = isAlone ? openDatabase : openForCommand;
  const config = readConfig(process.env);
  const { keepRemovedDays } = config;
  const database = await open(config, tellPerson);
  try {
    const lines = await work({ ...database, clock, version: readVersion(), keepRemovedDays });
    process.stdout.write(`${lines.join('\n')}\n`);
  } catch (error) {
    throw explained(database, error);
  } finally {
    await database.close();
  }
}

async function serve(config: ServerConfig, size: DemoSize | null): Promise<void> {
  const stopping = stopSignal();
  let app: FastifyInstance | null = null;
  const database = await openDatabase(config, (message) =>
    app ? app.log.warn(message) : tellPerson(message),
  );
  try {
    const demo = size !== null || (await hasDemo(database));
    if (demo && !isLoopback(config.host)) {
      throw new StartFailure(
        'A demonstration lets every desk in: start it with HOST=127.0.0.1, or without --demo on other data.',
      );
    }
    if (size) await seedDemo({ db: database.db, clock }, size, tellPerson);
    app = await listen(config, database, demo);
    if (process.getuid?.() === 0) for (const line of forgottenData(sharedPlace)) app.log.warn(line);
    await stopping;
  } catch (error) {
    throw explained(database, error);
  } finally {
    await app?.close();
    await database.close();
  }
}

function explained(database: OpenDatabase, error: unknown): unknown {
  return error instanceof StartFailure || error instanceof UsageFailure ? error : database.explain(error);
}

async function hasDemo({ db }: OpenDatabase): Promise<boolean> {
  const state = await db.selectFrom('server_state').select('demo_site_id').executeTakeFirst();
  return state?.demo_site_id != null;
}

async function listen(config: ServerConfig, database: OpenDatabase, demo: boolean): Promise<FastifyInstance> {
  const rendererDir = `${root}out/renderer`;
  const heads = createHeadHub(database.connection);
  const settings = {
    version: readVersion(),
    demo,
    rendererDir: existsSync(`${rendererDir}/index.html`) ? rendererDir : null,
    allowedOrigins: ['app://crdesk'],
    logLevel: config.logLevel,
  };
  const app = await buildApp(
    { db: database.db, clock, heads, settings },
    config.tls ? { tls: config.tls } : {},
  );
  app.addHook('onClose', () => heads.close());
  const stopCompacting = startCompaction({
    days: config.keepRemovedDays,
    compact: (days) => compactSites({ db: database.db, clock }, days),
    onForgotten: (count) => app.log.info({ count }, 'old removals forgotten'),
    onTrouble: (error) => app.log.warn({ err: error }, 'old removals not forgotten'),
  });
  app.addHook('preClose', stopCompacting);
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await app.close();
    throw portFailure(config, error);
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const url = `${config.tls ? 'https' : 'http'}://${config.host}:${port}`;
  database.setAddress(url);
  process.stdout.write(`CR Desk server ready at ${url}\n`);
  return app;
}

function portFailure({ host, port }: ServerConfig, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartFailure(
      `Port ${port} is in use by another program: stop it, or set PORT to another number.`,
    );
  }
  if (code === 'EACCES')
    return new StartFailure(`Port ${port} is not allowed to this user: set PORT to one above 1024.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartFailure(`HOST=${host} is no address of this machine: mend it, or leave it out.`);
  }
  return error;
}

function tellPerson(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Resolves at the first SIGINT or SIGTERM; the rest is an orderly way out. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartFailure || error instanceof UsageFailure)) throw error;
  const code = error instanceof UsageFailure ? 2 : 1;
  // At once: a connection that was refused half-way may stay open for a minute.
  process.stderr.write(`CR Desk: ${error.message}\n`, () => process.exit(code));
}
