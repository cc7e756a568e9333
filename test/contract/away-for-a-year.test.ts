/** The shipped engine on a desk that comes back after its server forgot what it missed (R6, R7). */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { RequestFailure } from '../../server/request-failure.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { pushChanges } from '../../server/sync/push.ts';
import type { DraftPatch } from '../../shared/commands/define.ts';
import { createClockOffset } from '../../shared/sync/device/clock-offset.ts';
import { createSyncLoop, type SyncLoop } from '../../shared/sync/device/sync-loop.ts';
import { createTestDevice, createVisit, editVisit } from '../../shared/sync/device/test-device.ts';
import { createTestTime } from '../../shared/sync/device/test-time.ts';
import type { Answer, SyncTransport } from '../../shared/sync/wire/transport.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  erasePatch,
  newDevice,
  newEraser,
  updatePatch,
  visitPatch,
  type StoreHost,
} from '../support/site-fixture.ts';

const unreachable = { ok: false, failure: { code: 'server_unreachable' } } as const;

onBothStores('a desk that was away for a year, on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));

  /** A desk of the bar with the engine as it ships; it synchronises when told to, until it rests. */
  async function deskOf(siteId: string) {
    const deviceId = uuidv7();
    await host.addDevice(siteId, deviceId, 'bar');
    const epoch = await host.store.epoch();
    const desk = await createTestDevice({ deviceId, siteId, epoch, cursor: null, ready: false });
    const place = { siteId, deviceId, station: 'bar' } as const;
    const pushing = { isServer: false, earlierIds: [], onBusy: () => undefined, onRefused: () => undefined };
    const context = () => ({ ...place, ...pushing, now: Date.now() });
    const failures: string[] = [];
    async function answered<Value>(work: () => Promise<Value>): Promise<Answer<Value>> {
      try {
        return { ok: true, value: await work(), sentAt: 0, receivedAt: 0 };
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error;
        failures.push(error.code);
        return { ok: false, failure: { code: error.code } };
      }
    }
    const transport: SyncTransport = {
      push: (_token, request) => answered(() => pushChanges(host.store, context(), request)),
      pull: (_token, request) => answered(() => pullRows(host.store, context(), { ...request, limit: 2 })),
      recover: async () => unreachable,
      renew: async () => unreachable,
      claim: async () => unreachable,
      release: async () => unreachable,
    };
    async function sync(): Promise<void> {
      const { now, startTimer } = createTestTime();
      let loop: SyncLoop | null = null;
      await new Promise<void>((resolve) => {
        loop = createSyncLoop({
          ...{ store: desk.store, transport, now, startTimer, clockOffset: createClockOffset() },
          random: () => 0.5,
          idleWait: () => 60_000,
          onStatus: ({ phase }) => (phase === 'online' ? resolve() : undefined),
          onRowsChanged: () => undefined,
          onHeadReached: () => undefined,
        });
      });
      (loop as SyncLoop | null)?.stop();
    }
    await sync();
    const { store } = desk;
    const shown = () => [...(store.snapshot().rows.get('visit')?.keys() ?? [])].toSorted();
    const write = (patch: DraftPatch) => desk.write([patch], { actor: deviceId });
    return { ...desk, write, sync, failures, shown };
  }

  test('[R6.9] [R5.5] [R7.1] it loads again, keeps all it had written, and what was removed is gone', async () => {
    const siteId = await host.newSite();
    const office = await newEraser(host, siteId);
    const other = await newDevice(host, siteId);
    const ids = Array.from({ length: 5 }, () => uuidv7());
    const [edited, erased, both, gone, stays] = ids as [string, string, string, string, string];
    await office.push(...ids.map((id) => ({ patches: [visitPatch(id, { note: 'then' })] })));
    const desk = await deskOf(siteId);
    // A change that was rejected before, and waits for a person.
    await office.push({ patches: [erasePatch('visit', gone)] });
    await desk.write(editVisit(gone, { note: 'before' }));
    await desk.sync();
    expect([...desk.store.snapshot().attention.values()]).toMatchObject([{ code: 'gone' }]);
    const kept = desk.store.snapshot().kept.size;
    expect(desk.shown()).toEqual([edited, erased, both, stays].toSorted());

    // Away: work goes on here and there, and a year later the server has forgotten the removals.
    const made = uuidv7();
    await desk.write(editVisit(edited, { note: 'mine' }));
    await desk.write(editVisit(both, { note: 'what I know of it' }));
    await desk.write(createVisit(made, { note: 'new' }));
    await office.push({ patches: [erasePatch('visit', erased)] }, { patches: [erasePatch('visit', both)] });
    await other.push({ patches: [updatePatch('visit', edited, 1, { partyName: '王' })] });
    await host.store.compact(siteId, Date.now() + 1_000, 1_000);

    await desk.sync();
    expect(desk.failures).toEqual(['cursor_expired']);
    const { outbox, acknowledged, bases, attention, kept: after } = desk.store.snapshot();
    expect([outbox.size, acknowledged.size, bases.size]).toEqual([0, 0, 0]);
    expect(desk.shown()).toEqual([edited, stays, made].toSorted());
    expect(desk.row('visit', edited)).toMatchObject({ note: 'mine', partyName: '王' });
    expect([...attention.values()]).toMatchObject([
      { code: 'gone', patches: [{ id: gone, set: { note: 'before' } }] },
      { code: 'missing', patches: [{ id: both, set: { note: 'what I know of it' } }] },
    ]);
    expect(after.size).toBe(kept + 2);
    const fresh = await deskOf(siteId);
    expect(fresh.store.snapshot().rows).toEqual(desk.store.snapshot().rows);
  });
});
