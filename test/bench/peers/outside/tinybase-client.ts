/** TinyBase: the rows in memory, its OPFS persister on the device, its synchroniser on a WebSocket. */
import { createIndexes, createMergeableStore } from 'tinybase';
import { createOpfsPersister } from 'tinybase/persisters/persister-browser';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import { offer } from '../offer.ts';

/** An answer holds all rows. */
const requestTimeoutSeconds = 600;

const store = createMergeableStore();
const indexes = createIndexes(store);
let persister: ReturnType<typeof createOpfsPersister>;
let serverUrl = '';

offer({
  async open(place) {
    serverUrl = place.serverUrl;
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle('cards.json', { create: true });
    persister = createOpfsPersister(store, file, report);
    if ((await file.getFile()).size > 0) await persister.load();
    indexes.setIndexDefinition('customerId', 'card', 'customerId');
    indexes.setIndexDefinition('name', 'card', 'name', undefined, (a, b) => (a < b ? -1 : 1));
    await persister.startAutoSave();
  },
  async startSync() {
    const socket = new WebSocket(`${serverUrl.replace('http', 'ws')}/cards`);
    const nothing = () => undefined;
    const synchronizer = await createWsSynchronizer(
      store,
      socket,
      requestTimeoutSeconds,
      nothing,
      nothing,
      report,
    );
    await synchronizer.startSync();
  },
  hasCustomer: async (customerId) => indexes.getSliceRowIds('customerId', customerId).length > 0,
  count: async () => store.getRowCount('card'),
  settle: async () => void (await persister.save()),
  notesOf: async (ids) => ids.map((id) => store.getCell('card', id, 'note') as string | null | undefined),
  async writeNotes(ids, note) {
    for (const id of ids) store.setCell('card', id, 'note', note);
    if (ids.length > 1) await persister.save();
  },
  onChange(listener) {
    store.addDidFinishTransactionListener(listener);
  },
  async findByPrefix(typed, limit) {
    // Slices are sorted by their name, as defined above; TinyBase itself has no range.
    const names = indexes.getSliceIds('name');
    let [low, high] = [0, names.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((names[middle] as string) < typed) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let at = low; found.length < limit && names[at]?.startsWith(typed); at += 1) {
      for (const id of indexes.getSliceRowIds('name', names[at] as string))
        found.push(store.getRow('card', id));
    }
    return Math.min(found.length, limit);
  },
});

function report(error: unknown): void {
  console.error(error);
}
