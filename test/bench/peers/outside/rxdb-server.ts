/** The other end of RxDB's HTTP replication: pages after a number, writes with conflicts, a stream of events. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { benchCard } from '../../guests.ts';

type Card = Readonly<Record<string, unknown>> & { readonly id: string };

interface PushRow {
  readonly assumedMasterState?: Card;
  readonly newDocumentState: Card;
}

const origin = process.env['PAGE_ORIGIN'] ?? '';
const db = new DatabaseSync(join(process.env['DATA_DIR'] ?? '.', 'cards.db'));
// On the disk before the answer, as PostgreSQL does it.
db.exec('pragma journal_mode = wal; pragma synchronous = full');
db.exec('create table card (id text primary key, seq integer not null, body text not null)');
db.exec('create index card_seq on card (seq)');
const one = db.prepare('select body from card where id = ?');
const page = db.prepare('select seq, body from card where seq > ? order by seq limit ?');
const put = db.prepare('insert or replace into card values (?, ?, ?)');
let head = 0;
const streams = new Set<ServerResponse>();

inOne(() => {
  const count = Number(process.env['CARDS']);
  for (let at = 0; at < count; at += 1) {
    const { id, data } = benchCard(at, count);
    store({ ...data, id, _deleted: false } as Card);
  }
});

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) {
    process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
  }
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('access-control-allow-origin', origin);
  if (url.pathname === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    streams.add(response);
    request.on('close', () => streams.delete(response));
    return;
  }
  response.setHeader('content-type', 'application/json');
  if (url.pathname === '/push') response.end(JSON.stringify(push(await bodyOf(request))));
  else response.end(JSON.stringify(pull(url.searchParams)));
}

function pull(asked: URLSearchParams) {
  const rows = page.all(Number(asked.get('after')), Number(asked.get('limit')));
  const seq = Number(rows.at(-1)?.['seq'] ?? asked.get('after'));
  return { documents: rows.map((row) => JSON.parse(String(row['body']))), checkpoint: { seq } };
}

/** @returns what stands where the client did not know of it */
function push(rows: readonly PushRow[]): Card[] {
  const conflicts: Card[] = [];
  const documents: Card[] = [];
  inOne(() => {
    for (const { assumedMasterState, newDocumentState } of rows) {
      const found = one.get(newDocumentState.id);
      const held = found && (JSON.parse(String(found['body'])) as Card);
      if (held && !isDeepStrictEqual(held, assumedMasterState)) conflicts.push(held);
      else {
        store(newDocumentState);
        documents.push(newDocumentState);
      }
    }
  });
  const event = `data: ${JSON.stringify({ documents, checkpoint: { seq: head } })}\n\n`;
  if (documents.length > 0) for (const stream of streams) stream.write(event);
  return conflicts;
}

function store(card: Card): void {
  head += 1;
  put.run(card.id, head, JSON.stringify(card));
}

function inOne(work: () => void): void {
  db.exec('begin immediate');
  work();
  db.exec('commit');
}

async function bodyOf(request: IncomingMessage): Promise<PushRow[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as PushRow[];
}
