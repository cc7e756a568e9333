/** The shipped server on its own PostgreSQL; its page has another origin here, as the desktop shell's has. */
import { buildApp } from '../../../../server/app.ts';
import { readConfig } from '../../../../server/config.ts';
import { createHeadHub } from '../../../../server/db/head-hub.ts';
import { openDatabase } from '../../../../server/open-database.ts';

const database = await openDatabase(readConfig(process.env), () => undefined);
const heads = createHeadHub(database.connection);
const app = await buildApp({
  db: database.db,
  clock: Date.now,
  heads,
  settings: {
    version: 'bench',
    demo: false,
    rendererDir: null,
    updatesDir: null,
    allowedOrigins: [process.env['PAGE_ORIGIN'] ?? ''],
    reach: { origins: () => [], authority: null },
    logLevel: 'error',
  },
});
app.addHook('onClose', () => heads.close());
process.once('SIGTERM', () => {
  void app
    .close()
    .then(() => database.close())
    .then(() => process.exit(0));
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
database.setAddress(url);
process.stdout.write(`ready at ${url}\n`);
