/** RxDB on its Dexie storage, with its own HTTP replication; transactions strict, as CR Desk's are. */
import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { Subject } from 'rxjs';
import type { FlatCard } from '../client.ts';
import { offer } from '../offer.ts';

interface Checkpoint {
  readonly seq: number;
}

const perPage = 1_000;
const id = { type: 'string', maxLength: 36 } as const;
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id,
    customerId: id,
    name: { type: 'string', maxLength: 120 },
    kind: { type: 'string' },
    phoneLast4: { type: 'string', maxLength: 4 },
    birthMonthDay: { type: ['string', 'null'] },
    flags: { type: 'array', items: { type: 'string' } },
    note: { type: ['string', 'null'] },
  },
  required: ['id', 'customerId', 'name', 'phoneLast4'],
  indexes: ['customerId', 'phoneLast4', 'name'],
} as const;

let db: RxDatabase;
let cards: RxCollection<FlatCard>;
let serverUrl = '';

offer({
  async open(place) {
    serverUrl = place.serverUrl;
    db = await createRxDatabase({
      name: 'rxdb',
      storage: getRxStorageDexie({ chromeTransactionDurability: 'strict' }),
      multiInstance: false,
    });
    ({ cards } = (await db.addCollections({ cards: { schema } })) as unknown as {
      cards: RxCollection<FlatCard>;
    });
  },
  async startSync() {
    const stream$ = new Subject<'RESYNC' | { documents: never[]; checkpoint: Checkpoint }>();
    const events = new EventSource(`${serverUrl}/stream`);
    events.addEventListener('message', ({ data }) => stream$.next(JSON.parse(data)));
    events.addEventListener('error', () => stream$.next('RESYNC'));
    replicateRxCollection<FlatCard, Checkpoint>({
      collection: cards,
      replicationIdentifier: 'bench',
      pull: {
        batchSize: perPage,
        stream$: stream$.asObservable(),
        handler: async (checkpoint, limit) =>
          (await fetch(`${serverUrl}/pull?after=${checkpoint?.seq ?? 0}&limit=${limit}`)).json(),
      },
      push: {
        batchSize: perPage,
        handler: async (rows) =>
          (await fetch(`${serverUrl}/push`, { method: 'POST', body: JSON.stringify(rows) })).json(),
      },
    });
  },
  hasCustomer: async (customerId) =>
    (await cards.findOne({ selector: { customerId }, index: ['customerId'] }).exec()) !== null,
  count: () => cards.count().exec(),
  settle: async () => undefined,
  async notesOf(ids) {
    const found = await cards.findByIds([...ids]).exec();
    return ids.map((one) => found.get(one)?.note);
  },
  async writeNotes(ids, note) {
    const found = await cards.findByIds([...ids]).exec();
    await Promise.all(ids.map((one) => found.get(one)?.incrementalPatch({ note })));
  },
  onChange(listener) {
    const begin = () => (cards ? void cards.$.subscribe(listener) : void setTimeout(begin, 10));
    begin();
  },
  async findByPrefix(typed, limit) {
    const selector = { name: { $gte: typed, $lt: `${typed}\uffff` } };
    return (await cards.find({ selector, index: ['name'], limit }).exec()).length;
  },
});
