/** Two desks decide about the same customers at once: one truth, and whoever was second is asked again (R4.6, R8). */
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { followMerges, type MergeRow } from '../../shared/rules/merged-cards.ts';
import { limits, type Patch, type WireRow } from '../../shared/sync/wire/protocol.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  memoryHost,
  newDevice,
  updatePatch,
  type StoreHost,
  type TestDevice,
} from '../support/site-fixture.ts';

const cardPatch = (id: string): Patch => ({
  ...{ entity: 'guestCard', id, op: 'create', base: 0 },
  set: { name: id.slice(-4), kind: 'private', customerId: null, flags: [] },
});

/** As the command writes it: its own row, and both cards, of which one is only named. */
function mergePatches(from: string, into: string, base: number, decidedAt = 1): Patch[] {
  const made = { what: 'merged', guestCardId: from, intoCardId: into, taken: [], decidedAt };
  return [
    { entity: 'customerMerge', id: uuidv7(), op: 'create', base: 0, set: made },
    updatePatch('guestCard', into, base, {}),
    updatePatch('guestCard', from, base, {}),
  ];
}

async function newOffices(host: StoreHost, count: number): Promise<TestDevice[]> {
  const siteId = await host.newSite();
  const actor = uuidv7();
  await host.addUser(siteId, actor, ['head'], 0);
  return Promise.all(
    Array.from({ length: count }, () => newDevice(host, siteId, { station: 'office', actor })),
  );
}

async function codesOf(
  device: TestDevice,
  ...changes: (readonly Patch[])[]
): Promise<(string | undefined)[]> {
  const { results } = await device.push(...changes.map((patches) => ({ patches })));
  return results.map((result) => result.code ?? result.verdict);
}

async function rowsOf(device: TestDevice, entity: string): Promise<WireRow[]> {
  const pages = await device.pullAll(null);
  const rows = new Map(
    pages.flatMap((page) => page.rows.map((row) => [`${row.entity} ${row.id}`, row] as const)),
  );
  return [...rows.values()].filter((row) => row.entity === entity);
}

async function mergesOf(device: TestDevice) {
  const rows = await rowsOf(device, 'customerMerge');
  return followMerges(
    rows.map(
      (row) => ({ id: row.id, withdrawnAt: null, ...('data' in row ? row.data : {}) }) as unknown as MergeRow,
    ),
  );
}

onBothStores('merges on %s', (begin) => {
  let host: StoreHost;
  let one: TestDevice;
  let two: TestDevice;
  let [a, b, c] = ['', '', ''];
  begin(async (started) => {
    host = started;
  });
  beforeEach(async () => {
    [one, two] = (await newOffices(host, 2)) as [TestDevice, TestDevice];
    [a, b, c] = [uuidv7(), uuidv7(), uuidv7()];
    expect(await codesOf(one, [cardPatch(a), cardPatch(b), cardPatch(c)])).toEqual(['applied']);
  });

  test('[R4.6] of two desks that merge at once the second is stale: the same way, the other way round, into another', async () => {
    expect(await codesOf(one, mergePatches(a, b, 1))).toEqual(['applied']);
    const late = [mergePatches(a, b, 1), mergePatches(b, a, 1), mergePatches(a, c, 1), mergePatches(c, a, 1)];
    expect(await codesOf(two, ...late)).toEqual(['stale', 'stale', 'stale', 'stale']);
    expect((await mergesOf(two)).groupOf(a)).toMatchObject({ cardId: b, cardIds: [b, a] });
  });

  test('[R4.6] so is who did not see an edit of either; an edit that did not see the merge is none', async () => {
    expect(await codesOf(one, [updatePatch('guestCard', a, 1, { note: '新' })])).toEqual(['applied']);
    expect(await codesOf(two, mergePatches(a, b, 1), mergePatches(b, a, 1))).toEqual(['stale', 'stale']);
    expect(await codesOf(two, mergePatches(a, b, 2))).toEqual(['applied']);
    expect(await codesOf(one, [updatePatch('guestCard', b, 1, { note: '旧' })])).toEqual(['applied']);
    expect(await rowsOf(one, 'conflict')).toEqual([]);
  });

  test('[R4.6] what builds on a change that was rejected with it is stale', async () => {
    const wrong = [updatePatch('guestCard', a, 1, { name: '' })];
    expect(await codesOf(one, wrong, mergePatches(a, b, 1), mergePatches(b, c, 1))).toEqual([
      'invalid',
      'stale',
      // That one rests on the first merge, which was refused.
      'stale',
    ]);
  });

  test('[R4.6] also where they come in transactions of their own, or the first is sent again', async () => {
    const wrong = one.numbered({ patches: [updatePatch('guestCard', a, 1, { name: '' })] });
    const others = Array.from({ length: limits.changesPerTransaction }, () =>
      one.numbered({ patches: [updatePatch('guestCard', c, 1, { note: '又' })] }),
    );
    const merge = one.numbered({ patches: mergePatches(a, b, 1) });
    const { results } = await one.pushRaw([wrong, ...others, merge]);
    expect([results[0]?.code, results.at(-1)?.code]).toEqual(['invalid', 'stale']);

    const lost = two.numbered({ patches: [updatePatch('guestCard', b, 1, { name: '' })] });
    await two.pushRaw([lost]);
    const again = await two.pushRaw([lost, two.numbered({ patches: mergePatches(b, a, 1) })]);
    expect(again.results.map(({ code }) => code)).toEqual(['invalid', 'stale']);
  });

  test('[R8] what was confirmed stands again after a restore, and merges of two lives make no ring', async () => {
    const restore = await host.backUp();
    const mine = one.numbered({ patches: mergePatches(a, b, 1, 100) });
    expect((await one.pushRaw([mine])).results).toMatchObject([{ verdict: 'applied', seq: 2 }]);
    await restore();
    const mark = await one.adopt();
    await two.adopt();
    expect(await codesOf(two, mergePatches(b, a, 1, 200))).toEqual(['applied']);
    expect((await one.pushRaw([{ ...mine, opSeq: 1, ...mark(2) }])).results).toMatchObject([
      { verdict: 'applied' },
    ]);
    for (const device of [one, two]) {
      const { rootOf } = await mergesOf(device);
      // The last decision counts, at every desk.
      expect([rootOf(a), rootOf(b)]).toEqual([a, a]);
    }
  });
});

test('[R4.6] whatever desks decide on whatever they have seen, no card has two ends and no decision was overrun', async () => {
  const step = fc.record({
    desk: fc.nat(2),
    from: fc.nat(3),
    into: fc.nat(3),
    isEdit: fc.boolean(),
    pulls: fc.boolean(),
  });
  // Each desk edits one of its own, so that no edit takes another's place.
  const fieldOf = ['note', 'name', 'phoneLast4'];
  let edits = 0;
  const seenCodes = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
      const desks = await newOffices(await memoryHost(), 3);
      const cards = Array.from({ length: 4 }, () => uuidv7());
      await codesOf(desks[0] as TestDevice, cards.map(cardPatch));
      const heads = [1, 1, 1];
      const last = new Map<string, { readonly desk: number; readonly version: number }>();
      for (const { desk, from, into, isEdit, pulls } of steps) {
        const device = desks[desk] as TestDevice;
        if (pulls) heads[desk] = (await device.pull(null)).head;
        const base = heads[desk] ?? 1;
        const [fromId, intoId] = [cards[from] ?? '', cards[into] ?? ''];
        const merged = await mergesOf(device);
        // A person sees two cards that lead nowhere; one that did not pull may be wrong about that.
        if (!isEdit && (from === into || merged.rootOf(fromId) === merged.rootOf(intoId))) continue;
        const patches = isEdit
          ? [
              updatePatch('guestCard', fromId, base, {
                [fieldOf[desk] ?? '']: String(1_000 + (edits += 1)).slice(-4),
              }),
            ]
          : mergePatches(fromId, intoId, base);
        const { results, head } = await device.push({ patches });
        const code = results[0]?.code ?? results[0]?.verdict;
        seenCodes.add(code);
        // What a desk wrote itself it knows of; of each field, and of decisions, the last one counts.
        const isOverrun = [...last].some(
          ([key, one]) =>
            one.desk !== desk && one.version > base && [fromId, intoId].some((id) => key.startsWith(id)),
        );
        expect(code).toBe(isOverrun && !isEdit ? 'stale' : 'applied');
        if (code !== 'applied') continue;
        const slots = isEdit ? [`${fromId} ${fieldOf[desk]}`] : [`${fromId} merge`, `${intoId} merge`];
        for (const slot of slots) last.set(slot, { desk, version: head });
      }
      const [first] = desks;
      const { rootOf } = await mergesOf(first as TestDevice);
      for (const id of cards) expect(rootOf(rootOf(id))).toBe(rootOf(id));
    }),
    { numRuns: 60 },
  );
  expect(seenCodes).toEqual(new Set(['applied', 'stale']));
});
