/** The server's application on a real PostgreSQL, asked by `inject`; its clock is the test's. */
import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Station } from '../../shared/entities/stations.ts';
import { createEnrolCode, insertSite, type Administration } from '../../server/administration.ts';
import { buildApp, type AppOptions } from '../../server/app.ts';
import { connectDatabase } from '../../server/db/connect.ts';
import { createHeadHub } from '../../server/db/head-hub.ts';
import { migrate } from '../../server/db/migrations.ts';
import type { HeadHub, ServerSettings } from '../../server/deps.ts';
import { startPostgres } from './postgres.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AppFixture {
  readonly app: FastifyInstance;
  readonly admin: Administration;
  readonly siteId: string;
  /** Event streams that hear of this or any other site. */
  streams(): number;
  /** Moves the server's clock. */
  pass(milliseconds: number): void;
  post(path: string, body: unknown, token?: string): Promise<Answer>;
  code(station?: Station): Promise<string>;
  codeOf(siteId: string, station: Station): Promise<string>;
  /** A new desk's token. */
  enrol(station?: Station): Promise<string>;
  stop(): Promise<void>;
}

export async function startApp(
  settings: Partial<ServerSettings> = {},
  options: AppOptions = {},
): Promise<AppFixture> {
  const postgres = await startPostgres();
  const connectionString = await postgres.freshDatabase();
  const connected = connectDatabase({ connectionString });
  await migrate(connected.pool);
  let now = Date.now();
  const clock = () => now;
  const hub = createHeadHub({ connectionString });
  let streams = 0;
  const heads: HeadHub = {
    ...hub,
    subscribe(site, listener) {
      const stop = hub.subscribe(site, listener);
      streams += 1;
      return () => {
        streams -= 1;
        stop();
      };
    },
  };
  const admin: Administration = { db: connected.db, clock };
  const plain: ServerSettings = {
    version: '9.9.9',
    demo: false,
    rendererDir: null,
    updatesDir: null,
    allowedOrigins: [],
    reach: { origins: () => [], authority: null },
    logLevel: 'silent',
  };
  const app = await buildApp({ ...admin, heads, settings: { ...plain, ...settings } }, options);
  const siteId = uuidv7();
  await insertSite(admin, siteId, 'Test');

  const code = (station: Station = 'bar') => createEnrolCode(admin, siteId, station);
  async function post(path: string, body: unknown, token?: string): Promise<Answer> {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      payload: JSON.stringify(body),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  }
  return {
    app,
    admin,
    siteId,
    streams: () => streams,
    pass: (milliseconds) => (now += milliseconds),
    post,
    code,
    codeOf: (site, station) => createEnrolCode(admin, site, station),
    async enrol(station) {
      const body = { code: await code(station), name: 'Desk', installId: uuidv7() };
      return (await post('/devices/enrol', body)).body['token'] as string;
    },
    async stop() {
      await app.close();
      await heads.close();
      await connected.close();
      await postgres.stop();
    },
  };
}
