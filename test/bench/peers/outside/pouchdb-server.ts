/** PouchDB's own Express server, on LevelDB. */
import { createRequire } from 'node:module';
import { benchCard } from '../../guests.ts';

const require = createRequire(import.meta.url);
const express = require('express');
const expressPouchDb = require('express-pouchdb');
const PouchDB = require('pouchdb').defaults({ prefix: `${process.env['DATA_DIR']}/` });

const perBatch = 1_000;
const count = Number(process.env['CARDS']);
const db = new PouchDB('cards');
for (let from = 0; from < count; from += perBatch) {
  const length = Math.min(perBatch, count - from);
  await db.bulkDocs(
    Array.from({ length }, (_, at) => {
      const { id, data } = benchCard(from + at, count);
      return { ...data, _id: id };
    }),
  );
}

const app = express();
app.use((request, response, next) => {
  response.set({
    'access-control-allow-origin': process.env['PAGE_ORIGIN'] ?? '',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': 'content-type, accept',
    'access-control-allow-methods': 'GET, PUT, POST, DELETE, HEAD',
    'access-control-max-age': '600',
  });
  if (request.method === 'OPTIONS') response.sendStatus(204);
  else next();
});
app.use(
  expressPouchDb(PouchDB, {
    mode: 'minimumForPouchDB',
    logPath: `${process.env['DATA_DIR']}/log.txt`,
    inMemoryConfig: true,
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready at http://127.0.0.1:${server.address().port}\n`);
});
