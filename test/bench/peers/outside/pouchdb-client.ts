/** PouchDB as it comes for browsers (its `idb` adapter), with its own replication. */
import PouchDB from 'pouchdb-browser';
import find from 'pouchdb-find';
import type { FlatCard } from '../client.ts';
import { offer } from '../offer.ts';

PouchDB.plugin(find);
const db = new PouchDB<Omit<FlatCard, 'id'>>('cards', { auto_compaction: false });
let serverUrl = '';
const perBatch = 1_000;

offer({
  async open(place) {
    serverUrl = place.serverUrl;
    for (const field of ['customerId', 'name']) await db.createIndex({ index: { fields: [field] } });
  },
  async startSync() {
    db.sync(`${serverUrl}/cards`, { live: true, retry: true, batch_size: perBatch });
  },
  async hasCustomer(customerId) {
    return (await db.find({ selector: { customerId }, limit: 1 })).docs.length > 0;
  },
  async count() {
    const { total_rows: all } = await db.allDocs({ limit: 0 });
    const { rows: designs } = await db.allDocs({ startkey: '_design/', endkey: '_design/\uffff' });
    return all - designs.length;
  },
  settle: async () => undefined,
  async notesOf(ids) {
    const { rows } = await db.allDocs({ keys: [...ids], include_docs: true });
    return rows.map((row) => ('doc' in row ? row.doc?.note : undefined));
  },
  async writeNotes(ids, note) {
    if (ids.length === 1) {
      const [id = ''] = ids;
      await db.put({ ...(await db.get(id)), note });
      return;
    }
    const { rows } = await db.allDocs({ keys: [...ids], include_docs: true });
    const docs = rows.flatMap((row) => ('doc' in row && row.doc ? [{ ...row.doc, note }] : []));
    await db.bulkDocs(docs);
  },
  onChange(listener) {
    db.changes({ since: 'now', live: true }).on('change', listener);
  },
  async findByPrefix(typed, limit) {
    const selector = { name: { $gte: typed, $lt: `${typed}\uffff` } };
    return (await db.find({ selector, limit })).docs.length;
  },
});
