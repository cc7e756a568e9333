/** TinyBase's own WebSocket server, with its file persister. */
import { join } from 'node:path';
import { createMergeableStore } from 'tinybase';
import { createFilePersister } from 'tinybase/persisters/persister-file';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocketServer } from 'ws';
import { benchCard } from '../../guests.ts';

const file = join(process.env['DATA_DIR'] ?? '.', 'cards.json');
const count = Number(process.env['CARDS']);
const first = createMergeableStore();
first.transaction(() => {
  for (let at = 0; at < count; at += 1) {
    const { id, data } = benchCard(at, count);
    first.setRow('card', id, { ...data });
  }
});
await createFilePersister(first, file).save();

const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 2 ** 30 });
// Its own time limit for requests, a second: it waits that long at each client's first contact.
createWsServer(sockets, () => createFilePersister(createMergeableStore(), file, report), report);
sockets.on('listening', () => {
  const address = sockets.address();
  if (typeof address === 'object' && address) {
    process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
  }
});

function report(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}
