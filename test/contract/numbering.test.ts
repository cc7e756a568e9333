import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDevice, postgresHost, updatePatch, visitPatch, type StoreHost } from '../support/site-fixture.ts';

/** numbering-mutant.test.ts runs this very file against a server whose numbers come from a plain sequence. */
const writers = 8;
const pushesEach = 25;

let host: StoreHost;
beforeAll(async () => {
  host = await postgresHost();
}, 60_000);
afterAll(() => host?.stop());

test.each([
  ['each on rows of its own: a reader following its cursor misses none', 0],
  ['on the same rows in crossing order: no push fails', 5],
])(
  '[R1] eight writers at once, %s',
  async (_name, sharedRows) => {
    const siteId = await host.newSite();
    const devices = await Promise.all(Array.from({ length: writers }, () => newDevice(host, siteId)));
    const reader = await newDevice(host, siteId);
    const shared = Array.from({ length: sharedRows }, () => uuidv7());
    if (sharedRows > 0) await reader.push({ patches: shared.map((id) => visitPatch(id)) });

    let isWriting = true;
    const seen = new Map<string, number>();
    const follow = async () => {
      let cursor: string | null = null;
      for (let isLast = false; !isLast;) {
        isLast = !isWriting;
        for (const page of await reader.pullAll(cursor, 50)) {
          for (const row of page.rows) seen.set(row.id, row.version);
          cursor = page.cursor;
        }
      }
    };
    const following = follow();

    const written = new Map<string, number>();
    await Promise.all(
      devices.map(async (device, index) => {
        for (let push = 0; push < pushesEach; push += 1) {
          const ids = Array.from({ length: 1 + ((push + index) % 5) }, () => uuidv7());
          // Also rows that all write, in an order of each writer's own: where locks would cross.
          const order = index % 2 === 0 ? shared : shared.toReversed();
          const drafts = [
            ...ids.map((id) => ({ patches: [visitPatch(id)] })),
            ...order.map((id) => ({ patches: [updatePatch('visit', id, 0, { note: `${index}.${push}` })] })),
          ];
          const { results } = await device.push(...drafts);
          expect(results.map((result) => result.verdict)).toEqual(drafts.map(() => 'applied'));
          for (const [at, id] of ids.entries()) written.set(id, results[at]?.seq ?? 0);
        }
      }),
    );
    isWriting = false;
    await following;

    const missed = [...written].filter(([id, version]) => seen.get(id) !== version);
    expect(missed).toEqual([]);
    const numbers = [...written.values()];
    expect(new Set(numbers).size).toBe(numbers.length);
  },
  60_000,
);
