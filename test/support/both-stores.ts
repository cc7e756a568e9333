/** A contract that both stores of the server keep: its suite runs in memory, and on a PostgreSQL of its own. */
import { afterAll, beforeAll, describe } from 'vitest';
import { memoryHost, postgresHost, type StoreHost } from './site-fixture.ts';

/** Takes what a suite does once its host is there, before its first test. */
export type Begin = (work: (host: StoreHost) => void | Promise<void>) => void;

/** @param title with `%s` where the store is named @param suite calls `begin` once */
export function onBothStores(title: string, suite: (begin: Begin) => void): void {
  describe.each([
    ['memory', memoryHost],
    ['PostgreSQL', postgresHost],
  ])(title, (_, start) => {
    suite((work) => {
      let host: StoreHost | undefined;
      beforeAll(async () => {
        host = await start();
        await work(host);
      }, 60_000);
      afterAll(() => host?.stop());
    });
  });
}
