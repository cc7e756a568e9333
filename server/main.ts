/** The central server's process: settings, database, port, signals. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { DemoSize } from '../shared/rules/demo/generate-demo.ts';
import { announcementOf, startAnnouncing, type Announcer } from './announce.ts';
import { buildApp } from './app.ts';
import { parseCommand, parseDemo, UsageFailure } from './cli.ts';
import { compactSites, startCompaction } from './compaction.ts';
import { isLoopback, readConfig, type ServerConfig } from './config.ts';
import { createHeadHub } from './db/head-hub.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { openDatabase, openForCommand, type OpenDatabase } from './open-database.ts';
import { sharedPlace } from './postgres/binaries.ts';
import { forgottenData } from './postgres/forgotten-data.ts';
import { noteReach, reachLines, readReach } from './reach.ts';
import { StartFailure } from './start-failure.ts';
import { meetWithNewest, openTls, type ServerTls } from './tls/open-tls.ts';
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
    const seen = { reach: readReach(config.dataDir), isTerminal: process.stdout.isTTY === true };
    const lines = await work({ ...database, ...seen, clock, version: readVersion(), keepRemovedDays });
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
    if (demo && (!isLoopback(config.host) || config.publicUrl !== null)) {
      throw new StartFailure(
        'A demonstration lets every desk in: start it with HOST=127.0.0.1 and without PUBLIC_URL, or without --demo on other data.',
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
  let app: FastifyInstance | null = null;
  const tell = (line: string) => (app ? app.log.warn(line) : tellPerson(line));
  const tls = await openTls(config, { clock, tell });
  const origins = () => tls.origins(app ? portOf(app) : config.port);
  const settings = {
    version: readVersion(),
    demo,
    rendererDir: existsSync(`${rendererDir}/index.html`) ? rendererDir : null,
    updatesDir: config.updatesDir,
    allowedOrigins: ['app://crdesk'],
    logLevel: config.logLevel,
    reach: { origins, authority: tls.authority },
  };
  const isBehindProxy = config.publicUrl !== null;
  app = await buildApp(
    { db: database.db, clock, heads, settings },
    tls.pair ? { tls: tls.pair, isBehindProxy } : { isBehindProxy },
  );
  app.addHook('onClose', () => heads.close());
  app.addHook('onClose', async () => tls.stop());
  meetWithNewest(app.server, tls, () => app?.log.info('a new certificate is in use'));
  compactDaily(app, config, database);
  const announce = prepareAnnouncing(app, config, tls, tell);
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await app.close();
    throw portFailure(config, error);
  }
  const url = `${tls.pair ? 'https' : 'http'}://${shownHost(config, origins())}:${portOf(app)}`;
  database.setAddress(url);
  noteReach(config.dataDir, { origins: [...origins()], ca: tls.authority?.fingerprint ?? null });
  announce();
  for (const line of reachLines(origins(), tls.authority)) tellPerson(line);
  process.stdout.write(`CR Desk server ready at ${url}\n`);
  return app;
}

/** To be called before the application listens, for its end; what it returns, once it does. */
function prepareAnnouncing(
  app: FastifyInstance,
  config: ServerConfig,
  tls: ServerTls,
  tell: (line: string) => void,
): () => void {
  let announcer: Announcer | null = null;
  app.addHook('preClose', async () => announcer?.stop());
  return () => {
    const port = portOf(app);
    announcer = startAnnouncing({
      announcement: () => announcementOf(config, tls, port),
      addresses: () => tls.origins(port).join(' '),
      onTrouble: (error) => tell(`The network is not told of the server (${error.message}).`),
    });
  };
}

function compactDaily(app: FastifyInstance, config: ServerConfig, database: OpenDatabase): void {
  const stopCompacting = startCompaction({
    days: config.keepRemovedDays,
    compact: (days) => compactSites({ db: database.db, clock }, days),
    onForgotten: (count) => app.log.info({ count }, 'old removals forgotten'),
    onTrouble: (error) => app.log.warn({ err: error }, 'old removals not forgotten'),
  });
  app.addHook('preClose', stopCompacting);
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** 0.0.0.0 is no place that anybody could go to. */
function shownHost({ host }: ServerConfig, [best]: readonly string[]): string {
  return (host === '0.0.0.0' || host === '::') && best !== undefined ? new URL(best).hostname : host;
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
