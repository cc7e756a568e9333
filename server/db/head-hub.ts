/** News of each site's head, from PostgreSQL's NOTIFY to the event streams of this process. */
import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import type { HeadHub, HeadListener, MovedListener } from '../deps.ts';
import { headChannel } from '../sync/pg-store.ts';
import { locks } from './locks.ts';

/** A head that follows within this many ms of another is told together with the next ones. */
const coalesceMs = 50;
const reconnectMs = 1_000;

interface SiteListeners {
  readonly listeners: Set<{ readonly onHead: HeadListener; readonly onMoved: MovedListener }>;
  epoch: string | undefined;
  latest: number;
  told: number;
  timer: NodeJS.Timeout | null;
}

export function createHeadHub(config: ClientConfig): HeadHub {
  const sites = new Map<string, SiteListeners>();
  let client: Client | null = null;
  let isClosed = false;
  let reconnecting: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    if (isClosed) return;
    const next = new Client({ connectionTimeoutMillis: 5_000, keepAlive: true, ...config });
    client = next;
    next.on('notification', ({ payload }) => {
      const news = readNews(payload);
      if (news && 'head' in news) receive(news.siteId, news.head, news.epoch);
      else if (news) tellMoved(sites.get(news.siteId), news.moved);
    });
    next.on('error', () => retire(next));
    next.on('end', () => retire(next));
    try {
      await next.connect();
      await next.query('select pg_try_advisory_lock_shared($1)', [locks.serving]);
      await next.query(`listen ${headChannel}`);
      await catchUp(next);
    } catch {
      retire(next);
    }
  }

  /** What was committed while nobody listened. */
  async function catchUp(connected: Client): Promise<void> {
    for (const { id, head } of await headsAt(connected, [...sites.keys()])) receive(id, Number(head));
  }

  function retire(ended: Client) {
    if (client !== ended || isClosed) return;
    client = null;
    void ended.end().catch(() => undefined);
    reconnecting = setTimeout(() => void connect(), reconnectMs);
  }

  function receive(siteId: string, head: number, epoch?: string) {
    const site = sites.get(siteId);
    if (!site) return;
    if (head > site.latest) site.epoch = epoch;
    site.latest = Math.max(site.latest, head);
    if (site.timer === null) tell(site);
  }

  /** The first of a burst goes out at once, the rest every `coalesceMs`. */
  function tell(site: SiteListeners) {
    if (site.latest <= site.told) {
      site.timer = null;
      return;
    }
    site.told = site.latest;
    for (const { onHead } of site.listeners) onHead(site.latest, site.epoch);
    site.timer = setTimeout(() => tell(site), coalesceMs);
  }

  void connect();
  return {
    subscribe(siteId, onHead, onMoved = () => undefined) {
      const listener = { onHead, onMoved };
      const site = sites.get(siteId) ?? nobody();
      sites.set(siteId, site);
      site.listeners.add(listener);
      return () => {
        site.listeners.delete(listener);
        if (site.listeners.size > 0) return;
        if (site.timer) clearTimeout(site.timer);
        sites.delete(siteId);
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(reconnecting);
      for (const site of sites.values()) if (site.timer) clearTimeout(site.timer);
      await client?.end().catch(() => undefined);
    },
  };
}

function tellMoved(site: SiteListeners | undefined, deviceId: string): void {
  for (const { onMoved } of site?.listeners ?? []) onMoved(deviceId);
}

async function headsAt(connected: Client, siteIds: readonly string[]) {
  const known = 'select id, head from site where id = any($1::uuid[])';
  const { rows } = await connected.query<{ id: string; head: string }>(known, [siteIds]);
  return rows;
}

const nobody = (): SiteListeners => ({
  listeners: new Set(),
  epoch: undefined,
  latest: 0,
  told: 0,
  timer: null,
});

const newsSchema = z.union([
  z.object({ siteId: z.string(), head: z.int(), epoch: z.string().optional() }),
  z.object({ siteId: z.string(), moved: z.string() }),
]);

/** Anyone on the database may notify: what is no news of ours is passed over. */
function readNews(payload = ''): z.infer<typeof newsSchema> | null {
  try {
    return newsSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
