/** Push, pull and the event stream (design.md §5, “Wire”). */
import type { FastifyInstance } from 'fastify';
import { headEvent, pullRequest, pushRequest } from '../../shared/sync/protocol.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import type { ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { createPgStore } from '../sync/pg-store.ts';
import { pullRows } from '../sync/pull.ts';
import { pushChanges } from '../sync/push.ts';
import { readBody, requireProtocol } from './read-body.ts';

/** A sign of life for the desks, which give up a silent stream. */
const aliveEveryMs = 20_000;
/** Bytes a slow reader may be behind before it is told nothing more: an event is a hint, never data. */
const maxBehind = 64_000;

export function registerSync(app: FastifyInstance, deps: ServerDeps): void {
  const store = createPgStore(deps.db);
  const authenticate = deviceAuth(deps);

  app.post('/api/v1/sync/push', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    const body = readBody(pushRequest, request.body);
    const log = (message: string) => (error: unknown) => request.log.warn({ err: error }, message);
    const context = {
      ...{ ...device, isServer: false, now: deps.clock() },
      onBusy: log('push asked to retry'),
      onRefused: log('change rejected'),
    };
    return pushChanges(store, context, body);
  });

  app.post('/api/v1/sync/pull', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return pullRows(store, { ...device, now: deps.clock() }, readBody(pullRequest, request.body));
  });

  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get('/api/v1/sync/events', async (request, reply) => {
    const { siteId } = await authenticate(request);
    const [site, epoch] = await Promise.all([
      deps.db.selectFrom('site').select('head').where('id', '=', siteId).executeTakeFirst(),
      store.epoch(),
    ]);
    if (!site) throw new RequestFailure('not_found', 'The site is not known here.');
    reply.hijack();
    const stream = reply.raw;
    let head = site.head;
    const send = () => {
      if (stream.writableLength > maxBehind) return;
      stream.write(`event: head\ndata: ${JSON.stringify(headEvent.parse({ epoch, head }))}\n\n`);
    };
    const unsubscribe = deps.heads.subscribe(siteId, (next) => {
      head = Math.max(head, next);
      send();
    });
    const alive = setInterval(send, aliveEveryMs);
    const end = () => {
      clearInterval(alive);
      unsubscribe();
      open.delete(end);
      stream.end();
    };
    open.add(end);
    stream.on('close', end);
    stream.on('error', end);
    stream.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    send();
  });
}

/** What a desk asks for where it may hold something else than the server. */
