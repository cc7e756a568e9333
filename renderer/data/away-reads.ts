/**
 * A read that fails since the database goes away says so by the one name that live queries pass over: no screen
 * breaks by it, and it is asked again once the database is back (keep-open.ts).
 */
import { Dexie, type DBCore, type DBCoreTable, type Middleware } from 'dexie';
import { toStorageFailure } from './storage-failure.ts';

export const awayReads: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'awayReads',
  create: (core) => ({ ...core, table: (name) => told(core.table(name)) }),
};

function told(table: DBCoreTable): DBCoreTable {
  return {
    ...table,
    get: (asked) => table.get(asked).catch(asAway),
    getMany: (asked) => table.getMany(asked).catch(asAway),
    query: (asked) => table.query(asked).catch(asAway),
    openCursor: (asked) => table.openCursor(asked).catch(asAway),
    count: (asked) => table.count(asked).catch(asAway),
  };
}

function asAway(error: unknown): never {
  throw toStorageFailure(error) ? new Dexie.DatabaseClosedError(error as object) : error;
}
