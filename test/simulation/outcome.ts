/**
 * What must hold once every fault has healed and the desks had time:
 *   - liveness: nothing waits any more, and every desk has come to the head;
 *   - convergence: each desk shows what a fresh bootstrap of its station would, and nothing is pending;
 *   - no loss: every confirmed change has a verdict, and each rejected one still waits for a person;
 *   - exactly once: the applied changes have the numbers 1 to head, each one once.
 */
import type { SiteStore } from '../../server/sync/site-store.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { protocolVersion, type WireRow } from '../../shared/sync/protocol.ts';
import { sameJson } from '../../shared/sync/same-json.ts';
import { fieldsOf } from '../../shared/sync/overlay.ts';
import { entityByName } from '../../shared/entities/registry.ts';
import type { MemoryStore } from '../../server/sync/memory-store.ts';
import type { Ledger } from './ledger.ts';
import { markOf, type Observed } from './observe.ts';

/** Desks that are not done yet, and with what. */
export function unquiet(devices: readonly Observed[], store: MemoryStore): string[] {
  return devices.flatMap(({ name, siteId, disk }) => {
    const { device, outbox, acknowledged } = disk.snapshot();
    const head = Math.max(0, ...store.changesOf(siteId).map(({ seq }) => seq ?? 0));
    const { version, isTail } = markOf(device?.cursor);
    if (outbox.size + acknowledged.size === 0 && isTail && version === head) return [];
    return [
      `${name} is not done: ${outbox.size} waiting, ${acknowledged.size} not covered, at ${version} of ${head}`,
    ];
  });
}

export async function outcomeProblems(
  devices: readonly Observed[],
  store: MemoryStore,
  ledger: Ledger,
): Promise<string[]> {
  const perDevice = await Promise.all(
    devices.map(async (device) => [
      ...lossProblems(device, store, ledger),
      ...(await divergence(device, store)),
    ]),
  );
  return [
    ...perDevice.flat(),
    ...devices.slice(0, 1).flatMap(({ siteId }) => numberingProblems(store, siteId)),
  ];
}

function lossProblems({ name, siteId, disk }: Observed, store: MemoryStore, ledger: Ledger): string[] {
  const verdicts = new Map(store.changesOf(siteId).map((change) => [change.opId, change]));
  const { attention, outbox, acknowledged, bases } = disk.snapshot();
  const pending = outbox.size + acknowledged.size + bases.size;
  const lost = ledger.confirmedBy(name).flatMap((opId) => {
    const verdict = verdicts.get(opId)?.verdict;
    if (!verdict) return [`${name}: change ${opId} is lost`];
    const isShown = attention.has(opId) || ledger.dismissed(opId);
    return verdict === 'rejected' && !isShown ? [`${name}: rejected change ${opId} is shown to nobody`] : [];
  });
  return pending > 0 ? [...lost, `${name}: ${pending} things are still pending`] : lost;
}

function numberingProblems(store: MemoryStore, siteId: string): string[] {
  const seqs = store.changesOf(siteId).flatMap(({ seq }) => seq ?? []);
  const isWhole = seqs.sort((a, b) => a - b).every((seq, index) => seq === index + 1);
  return isWhole ? [] : ['the numbers of the applied changes are not 1, 2, 3 …: one was applied twice'];
}

async function divergence({ name, siteId, station, disk }: Observed, store: MemoryStore): Promise<string[]> {
  const expected = await freshRows(store, siteId, station);
  const { rows } = disk.snapshot();
  const problems: string[] = [];
  for (const [entity, byId] of rows) {
    for (const row of byId.values()) {
      const found = expected.get(`${entity}:${row.id}`);
      expected.delete(`${entity}:${row.id}`);
      const isSame =
        found?.version === row.rowVersion &&
        'data' in found &&
        sameJson(found.data, fieldsOf(entityByName(entity), row));
      if (!isSame) problems.push(`${name}: ${entity} ${row.id} differs from a fresh bootstrap`);
    }
  }
  return [...problems, ...[...expected.keys()].map((key) => `${name}: ${key} is missing`)];
}

async function freshRows(
  store: SiteStore,
  siteId: string,
  station: Observed['station'],
): Promise<Map<string, WireRow>> {
  const context = { siteId, station, deviceId: siteId, now: 0 };
  const epoch = await store.epoch();
  const rows = new Map<string, WireRow>();
  for (let cursor: string | null = null, more = true; more;) {
    const page = await pullRows(store, context, { protocol: protocolVersion, epoch, cursor, limit: 1_000 });
    for (const row of page.rows) rows.set(`${row.entity}:${row.id}`, row);
    ({ cursor, more } = page);
  }
  return rows;
}
