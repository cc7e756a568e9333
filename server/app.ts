/** The central server as Fastify sees it, built from what it needs; opens no port by itself. */
import { gunzip } from 'node:zlib';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { requestErrors, type RequestErrorCode } from '../shared/errors.ts';
import { bodyChecksum, checksumHeader } from '../shared/sync/wire/body-checksum.ts';
import { limits } from '../shared/sync/wire/protocol.ts';
import { isUnreachable } from './db/is-unreachable.ts';
import type { ServerDeps } from './deps.ts';
import { errorForLog } from './error-for-log.ts';
import { RequestFailure } from './request-failure.ts';
import { registerEnrol } from './routes/enrol.ts';
import { registerEnrolCodes } from './routes/enrol-codes.ts';
import { registerEvents } from './routes/events.ts';
import { registerHealth } from './routes/health.ts';
import { registerJoin } from './routes/join.ts';
import { registerRepairs } from './routes/repairs.ts';
import { registerSessions } from './routes/sessions.ts';
import { registerStatic } from './routes/static.ts';
import { registerSync } from './routes/sync.ts';
import { registerTrust } from './routes/trust.ts';
import { registerUpdates } from './routes/updates.ts';

export interface AppOptions {
  /** PEM, for https. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** A proxy on this machine says whom it speaks for. */
  readonly isBehindProxy?: boolean;
  /** How long a request may take to arrive whole, ms. */
  readonly requestTimeoutMs?: number;
  /** How often an event stream gives a sign of life, and asks whether its desk was shut out, ms. */
  readonly aliveEveryMs?: number;
}

export async function buildApp(
  deps: ServerDeps,
  { tls, isBehindProxy = false, requestTimeoutMs = 30_000, aliveEveryMs = 20_000 }: AppOptions = {},
): Promise<FastifyInstance> {
  // Node looks for late requests at intervals only, and swaps the two limits where headers have the longer one.
  const timing = {
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
  };
  const app = fastify({
    ...(tls ? { https: { ...tls, ...timing } } : { http: timing }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 0,
    forceCloseConnections: true,
    trustProxy: isBehindProxy ? 'loopback' : false,
    // An address that cannot be read is answered like any other mistake of a request.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      sendFailure(reply, toRequestFailure(error)),
    // Addresses and headers may tell of people and hold tokens: neither is logged.
    logger: {
      level: deps.settings.logLevel,
      stream: process.stderr,
      serializers: {
        req: (request: FastifyRequest) => ({ method: request.method, path: request.routeOptions?.url }),
        err: errorForLog,
      },
    },
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance;
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = toRequestFailure(error);
    if (failure.code === 'internal') request.log.error({ err: error }, 'internal error');
    return sendFailure(reply, failure);
  });
  acceptBodies(app);
  signAnswers(app);
  allowOrigins(app, deps.settings.allowedOrigins);
  await registerStatic(app, deps);
  await registerUpdates(app, deps);
  registerHealth(app, deps);
  registerTrust(app, deps);
  registerEnrol(app, deps);
  registerEnrolCodes(app, deps);
  registerSessions(app, deps);
  registerSync(app, deps);
  registerRepairs(app, deps);
  registerJoin(app, deps);
  registerEvents(app, deps, aliveEveryMs);
  return app;
}

function sendFailure(reply: FastifyReply, { code, message, extra }: RequestFailure): FastifyReply {
  const { retryAfter, ...more } = extra;
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
  return reply.status(requestErrors[code].status).send({ error: { code, message, ...more } });
}

/** JSON, as it is or gzipped; the limit counts what comes out, and a bomb is not inflated to its end. */
function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Parsed within the chain: what a handler of `done` threw would be nobody's, and end the process.
    inflate(request, body as Buffer)
      .then((plain) => requireUndamaged(request, plain))
      .then((plain) => parseJson(plain.toString('utf8')))
      .then(
        (value) => done(null, value),
        (error: Error) => done(error),
      );
  });
}

async function inflate(request: FastifyRequest, body: Buffer): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new RequestFailure('unsupported_media', `Content-Encoding ${encoding} is not known here.`);
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limits.bodyBytes }, (error, plain) => {
      if (!error) return resolve(plain);
      const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      reject(isTooLarge ? tooLarge() : new RequestFailure('malformed', 'The body is not gzip.'));
    });
  });
}

/** Before a word of it is read: it may still be JSON, and say something else. A client need not send a checksum. */
function requireUndamaged({ headers }: FastifyRequest, plain: Buffer): Buffer {
  const sent = headers[checksumHeader];
  if (sent === undefined || sent === bodyChecksum(plain)) return plain;
  throw new RequestFailure('damaged', 'The body is not the one that was sent.');
}

/** So that a desk can tell what was changed on the way. */
function signAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload === 'string') void reply.header(checksumHeader, bodyChecksum(Buffer.from(payload)));
    return payload;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestFailure('malformed', 'The body is not JSON.');
  }
}

const tooLarge = () => new RequestFailure('too_large', `A body has at most ${limits.bodyBytes} bytes.`);

/** The desktop shell calls from an origin of its own, and waits as long as it is told to. */
function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !origins.includes(origin)) return;
    void reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': `authorization, content-type, x-session, ${checksumHeader}`,
      'access-control-allow-methods': 'GET, POST, HEAD, PUT',
      'access-control-expose-headers': `retry-after, ${checksumHeader}`,
      'access-control-max-age': '600',
      vary: 'origin',
    });
    if (request.method === 'OPTIONS') return reply.status(204).send();
  });
}

const codeByFastifyError: Readonly<Record<string, RequestErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'damaged',
};

function toRequestFailure(error: FastifyError): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const code = codeByFastifyError[error.code];
  if (code === 'too_large') return tooLarge();
  if (code) return new RequestFailure(code, error.message);
  // 53: its disk is full, or no connection is free.
  if (isUnreachable(error) || error.code?.startsWith('53')) {
    return new RequestFailure('unavailable', 'The database cannot be reached.', { retryAfter: 2 });
  }
  // A file outside the folder, an address with U+0000 and the like: nothing is there, and the request is at fault.
  const { statusCode = 500 } = error;
  if (statusCode === 403 || statusCode === 404)
    return new RequestFailure('not_found', 'There is nothing at this address.');
  if (statusCode >= 400 && statusCode < 500)
    return new RequestFailure('malformed', 'The request cannot be read.');
  return new RequestFailure('internal', 'Something went wrong in the server.');
}
