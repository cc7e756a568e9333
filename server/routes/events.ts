/** The event stream: tells a desk that the head of its site moved (docs/sync-spec.md). */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { headEvent } from '../../shared/sync/wire/protocol.ts';
import { deviceAuth, isStillActive } from '../auth/device-auth.ts';
import type { HeadListener, MovedListener, ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';

/** Bytes a slow reader may be behind before it is told nothing more: an event is a hint, never data. */
const maxBehind = 64_000;

/** @param aliveEveryMs between two signs of life: desks give up a silent stream */
export function registerEvents(app: FastifyInstance, deps: ServerDeps, aliveEveryMs: number): void {
  const authenticate = deviceAuth(deps);
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get('/api/v1/sync/events', async (request, reply) => {
    const device = await authenticate(request);
    const { siteId } = device;
    const site = await placeOf(deps, siteId);
    if (!site) throw new RequestFailure('not_found', 'The site is not known here.');
    reply.hijack();
    const stream = reply.raw;
    // Gone while the database was asked: there will be no `close` any more that would end anything.
    if (stream.destroyed) return;
    let told = site;
    const send = () => {
      if (stream.writableEnded || stream.writableLength > maxBehind) return;
      stream.write(`event: head\ndata: ${JSON.stringify(headEvent.parse(told))}\n\n`);
    };
    const onHead: HeadListener = (head, epoch = told.epoch) => {
      told = { epoch, head: Math.max(told.head, head) };
      send();
    };
    // No head moves by it: a stream that ends makes its desk ask at once.
    const onMoved: MovedListener = (deviceId) => (deviceId === device.deviceId ? end() : undefined);
    const unsubscribe = deps.heads.subscribe(siteId, onHead, onMoved);
    const alive = setInterval(() => {
      Promise.all([isStillActive(deps, device), placeOf(deps, siteId)]).then(
        ([isActive, place]) => {
          if (!isActive) return end();
          // A hint may have been lost, or another server have begun a new life of the database.
          if (place?.epoch === told.epoch) told = { ...told, head: Math.max(told.head, place.head) };
          else told = place ?? told;
          send();
        },
        // The database is away: that says nothing about the desk.
        send,
      );
    }, aliveEveryMs);
    const end = () => {
      if (!open.delete(end)) return;
      clearInterval(alive);
      unsubscribe();
      stream.end();
    };
    open.add(end);
    stream.on('close', end);
    stream.on('error', end);
    begin(reply);
    send();
  });
}

/** Where the site stands; undefined where there is none. */
function placeOf({ db }: ServerDeps, siteId: string): Promise<{ epoch: string; head: number } | undefined> {
  return db
    .selectFrom(['site', 'server_state'])
    .select(['server_state.epoch', 'site.head'])
    .where('site.id', '=', siteId)
    .executeTakeFirst();
}

function begin(reply: FastifyReply): void {
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
}
