import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { pushChanges } from './push.ts';
import { DataRefused, StoreBusy } from './site-store.ts';

const [siteId, deviceId, epoch] = [uuidv7(), uuidv7(), uuidv7()] as const;

/** @param troubles of the database, one a commit, null for none */
function pushTo(troubles: (Error | null)[]) {
  const told: unknown[] = [];
  const store = createMemoryStore({
    epoch,
    beforeCommit: () => {
      const trouble = troubles.shift();
      if (trouble) throw trouble;
    },
  });
  const context = { siteId, deviceId, station: 'bar' as const, isServer: false, earlierIds: [], now: 10 };
  const changes = [1, 2].map((opSeq) => {
    const set = { purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24' };
    const patches = [{ entity: 'visit', id: uuidv7(), op: 'create', base: 0, set }];
    return { opId: uuidv7(), opSeq, name: 't', version: 1, actor: deviceId, occurredAt: 1, patches };
  });
  const push = () =>
    pushChanges(
      store,
      {
        ...context,
        onBusy: (error) => void told.push(['busy', error]),
        onRefused: (error) => void told.push(['refused', error]),
      },
      { protocol: 1, epoch, ackedOpSeq: 0, changes },
    );
  return { push, told };
}

const busy = new StoreBusy('The disk is full.');
const refused = new DataRefused('This data is bad.');

test('[R3] a database in trouble is told in the log, and the change stays the device’s', async () => {
  const { push, told } = pushTo([busy]);
  expect((await push()).results).toMatchObject([{ opSeq: 1, verdict: 'retry' }]);
  expect(told).toEqual([['busy', busy]]);
  expect((await push()).results.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
});

test('[R3] of a batch the database refuses, the one bad change is found and rejected', async () => {
  const { push, told } = pushTo([refused, null, refused]);
  expect((await push()).results).toMatchObject([
    { opSeq: 1, verdict: 'applied' },
    { opSeq: 2, verdict: 'rejected', code: 'server_error' },
  ]);
  expect(told).toEqual([['refused', refused]]);
});

test('[R3] trouble while a bad change is set aside is a retry too, and no failure of the push', async () => {
  const { push, told } = pushTo([refused, refused, busy]);
  const { results, lastOpSeq } = await push();
  expect(results).toMatchObject([{ opSeq: 1, verdict: 'retry' }]);
  expect([lastOpSeq, told]).toEqual([0, [['busy', busy]]]);
  expect((await push()).results.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
});

test('a bug is no trouble of the database: it is thrown', async () => {
  await expect(pushTo([new Error('bug')]).push()).rejects.toThrow('bug');
});
