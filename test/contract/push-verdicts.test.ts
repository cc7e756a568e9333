import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { onBothStores } from '../support/both-stores.ts';
import {
  newDevice,
  updatePatch,
  visitPatch,
  type StoreHost,
  type TestDevice,
} from '../support/site-fixture.ts';

onBothStores('push on %s', (begin) => {
  let host: StoreHost;
  let siteId: string;
  let bar: TestDevice;
  let callback: TestDevice;
  begin(async (started) => {
    host = started;
    siteId = await host.newSite();
    bar = await newDevice(host, siteId);
    callback = await newDevice(host, siteId, { station: 'callback' });
  });

  const only = async (
    device: TestDevice,
    ...patches: Parameters<TestDevice['push']>[0]['patches'][number][]
  ) => (await device.push({ patches })).results[0];
  const rowOf = async (device: TestDevice, id: string) => {
    const pages = await device.pullAll(null);
    return pages.flatMap((page) => page.rows).findLast((row) => row.id === id);
  };

  describe('[R2] exactly once', () => {
    test('[R2] a repetition gets its stored verdict and takes no second effect', async () => {
      const device = await newDevice(host, siteId);
      const change = device.numbered({ patches: [visitPatch(uuidv7())] });
      const first = await device.pushRaw([change]);
      const again = await device.pushRaw([change]);
      expect(again.results).toEqual(first.results);
      expect(again.head).toBe(first.head);
      expect(again.lastOpSeq).toBe(1);
    });

    test('[R2] the same opSeq with another opId is a copied profile', async () => {
      const device = await newDevice(host, siteId);
      await device.push({ patches: [visitPatch(uuidv7())] });
      const other = { ...device.numbered({ patches: [visitPatch(uuidv7())] }), opSeq: 1 };
      await expect(device.pushRaw([other])).rejects.toMatchObject({ code: 'device_cloned' });
    });

    test('[R2] a known opId from a renewed device gets its stored verdict, and its opSeq advances', async () => {
      const before = await newDevice(host, siteId);
      const change = before.numbered({ patches: [visitPatch(uuidv7())] });
      const first = await before.pushRaw([change]);
      const renewed = await newDevice(host, siteId);
      const again = await renewed.pushRaw([{ ...change, opSeq: 1 }]);
      expect(again.results).toEqual(first.results);
      expect(again.lastOpSeq).toBe(1);
      expect(again.head).toBe(first.head);
    });

    test('[R2] one opId twice in one push is applied once', async () => {
      const device = await newDevice(host, siteId);
      const change = device.numbered({ patches: [visitPatch(uuidv7())] });
      const answer = await device.pushRaw([change, { ...change, opSeq: 2 }]);
      expect(answer.results.map(({ verdict, seq }) => ({ verdict, seq }))).toEqual([
        { verdict: 'applied', seq: answer.head },
        { verdict: 'applied', seq: answer.head },
      ]);
      expect(answer.lastOpSeq).toBe(2);
    });

    test('[R2] a gap is refused as a whole', async () => {
      const device = await newDevice(host, siteId);
      device.numbered({ patches: [visitPatch(uuidv7())] });
      const id = uuidv7();
      await expect(device.push({ patches: [visitPatch(id)] })).rejects.toMatchObject({
        code: 'op_seq_gap',
        extra: { lastOpSeq: 0 },
      });
      expect(await rowOf(device, id)).toBeUndefined();
    });

    test('[R2] acknowledging drops payloads, never the verdict', async () => {
      const device = await newDevice(host, siteId);
      const first = device.numbered({ patches: [visitPatch(uuidv7())] });
      await device.pushRaw([first]);
      expect(await host.payloadOf(siteId, first.opId)).not.toBeNull();
      await device.pushRaw([device.numbered({ patches: [visitPatch(uuidv7())] })], 1);
      expect(await host.payloadOf(siteId, first.opId)).toBeNull();
      expect((await device.pushRaw([first])).results[0]?.verdict).toBe('applied');
    });
  });

  describe('[R3] verdicts', () => {
    test.each([
      ['an unknown entity', { entity: 'ghost', id: uuidv7(), op: 'create', base: 0, set: {} }],
      ['an id that is none', { ...visitPatch(uuidv7()), id: 'x' }],
      ['an unknown field', visitPatch(uuidv7(), { colour: 'red' })],
      ['a value out of range', visitPatch(uuidv7(), { partySize: -1 })],
      ['a text with U+0000', visitPatch(uuidv7(), { note: 'a\u0000b' })],
      ['a text with a lone surrogate', visitPatch(uuidv7(), { note: 'a\ud800b' })],
      ['an operation that does not exist', { ...visitPatch(uuidv7()), op: 'replace' }],
    ])('[R3] %s is invalid, and the next change goes on', async (_name, patch) => {
      const device = await newDevice(host, siteId);
      const bad = { ...device.numbered({ patches: [] }), patches: [patch] };
      const good = device.numbered({ patches: [visitPatch(uuidv7())] });
      const { results, lastOpSeq } = await device.pushRaw([bad, good]);
      expect(results.map((result) => result.code ?? result.verdict)).toEqual(['invalid', 'applied']);
      expect(lastOpSeq).toBe(2);
    });

    test('[R3] an actor that is no id is invalid', async () => {
      const device = await newDevice(host, siteId);
      const change = { ...device.numbered({ patches: [visitPatch(uuidv7())] }), actor: 'a\u0000' };
      expect((await device.pushRaw([change])).results[0]?.code).toBe('invalid');
    });

    test.each([
      ['name', `${'a'.repeat(99)}😀`],
      ['actor', `${'a'.repeat(99)}😀`],
    ])('[R3] a %s that is cut inside an emoji wedges nobody', async (field, value) => {
      const device = await newDevice(host, siteId);
      const bad = { ...device.numbered({ patches: [] }), [field]: value };
      const good = device.numbered({ patches: [visitPatch(uuidv7())] });
      const { results } = await device.pushRaw([bad, good]);
      expect(results.map((result) => result.code ?? result.verdict)).toEqual(['invalid', 'applied']);
    });

    test('[R3] neither does a change nested a hundred thousand times', async () => {
      const device = await newDevice(host, siteId);
      const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
      const bad = { ...device.numbered({ patches: [] }), patches: deep };
      const good = device.numbered({ patches: [visitPatch(uuidv7())] });
      const { results } = await device.pushRaw([bad, good]);
      expect(results.map((result) => result.code ?? result.verdict)).toEqual(['invalid', 'applied']);
    });

    test('[R3] a rejected change takes no number but advances opSeq', async () => {
      const device = await newDevice(host, siteId);
      const { head } = await device.pull(null);
      const answer = await device.push({ patches: [updatePatch('visit', uuidv7(), 0, { note: 'x' })] });
      expect(answer).toMatchObject({ head, lastOpSeq: 1 });
      expect(answer.results[0]).toMatchObject({ verdict: 'rejected', code: 'missing' });
    });

    test('[R3] a change beyond the limits is too_large', async () => {
      const patches = Array.from({ length: 1001 }, () => visitPatch(uuidv7()));
      expect((await bar.push({ patches })).results[0]?.code).toBe('too_large');
    });

    test('[R3] a change is applied whole or not at all', async () => {
      const id = uuidv7();
      const result = await only(bar, visitPatch(id), updatePatch('visit', uuidv7(), 0, { note: 'x' }));
      expect(result?.code).toBe('missing');
      expect(await rowOf(bar, id)).toBeUndefined();
    });

    test('[R3] a change may patch one row twice', async () => {
      const id = uuidv7();
      await only(bar, visitPatch(id), updatePatch('visit', id, 0, { note: 'second' }));
      expect(await rowOf(bar, id)).toMatchObject({ data: { note: 'second' } });
    });

    test('[R3] unknown command names are accepted', async () => {
      const { results } = await bar.push({ name: 'neverHeardOf', patches: [visitPatch(uuidv7())] });
      expect(results[0]?.verdict).toBe('applied');
    });

    test('[R3] each change of a long push has its verdict, over several transactions', async () => {
      const device = await newDevice(host, siteId);
      const drafts = Array.from({ length: 250 }, () => ({ patches: [visitPatch(uuidv7())] }));
      const { results, lastOpSeq } = await device.push(...drafts);
      expect(results).toHaveLength(250);
      expect(results.every((result) => result.verdict === 'applied')).toBe(true);
      expect(lastOpSeq).toBe(250);
    });

    test('[R3] an answer that would grow too long covers the first changes; the others have theirs the next time', async () => {
      const [victim, loud] = [await newDevice(host, siteId), await newDevice(host, siteId)];
      const id = uuidv7();
      await victim.push({
        patches: [visitPatch(id, { note: '长'.repeat(2000), workshopNote: '长'.repeat(2000) })],
      });
      const lost = updatePatch('visit', id, 0, { note: '短'.repeat(2000), workshopNote: '短'.repeat(2000) });
      const draft = { occurredAt: 1, patches: Array.from({ length: 20 }, () => lost) };
      const changes = Array.from({ length: 8 }, () => loud.numbered(draft));
      const first = await loud.pushRaw(changes);
      expect(first.results.length).toBeGreaterThan(1);
      expect(first.results.length).toBeLessThan(8);
      expect(Buffer.byteLength(JSON.stringify(first))).toBeLessThan(2_100_000);
      const rest = await loud.pushRaw(changes.slice(first.results.length));
      expect(rest.results[0]).toMatchObject({ opSeq: first.results.length + 1, verdict: 'applied' });
    });

    test('[R4] a verdict names a hundred conflicts at most; the rows tell of all', async () => {
      const [victim, loud] = [await newDevice(host, siteId), await newDevice(host, siteId)];
      const id = uuidv7();
      await victim.push({ patches: [visitPatch(id, { note: 'mine' })] });
      const { results } = await loud.push({
        occurredAt: 1,
        patches: Array.from({ length: 120 }, () => updatePatch('visit', id, 0, { note: 'lost' })),
      });
      expect(results[0]?.conflicts).toHaveLength(100);
      const rows = (await victim.pullAll(null)).flatMap((page) => page.rows);
      expect(rows.filter((row) => 'data' in row && row.data['rowId'] === id)).toHaveLength(120);
    });

    const serving = (id: string, set: Record<string, unknown> = {}) => ({
      ...visitPatch(id),
      entity: 'serving',
      set: { visitId: uuidv7(), quantity: 1, servedAt: 1, businessDay: '2026-11-24', ...set } as never,
    });

    test('[R3] a fact by an unknown actor is applied and flagged', async () => {
      const id = uuidv7();
      const { results } = await bar.push({ actor: uuidv7(), patches: [serving(id)] });
      expect(results[0]?.verdict).toBe('applied');
      expect(await rowOf(bar, id)).toMatchObject({ data: { flags: ['actorUnknown'] } });
    });

    test('[R3] a fact by an actor without the right is applied and flagged', async () => {
      const [id, actor] = [uuidv7(), uuidv7()];
      await host.addUser(siteId, actor, ['finance'], 0);
      await bar.push({ actor, patches: [serving(id)] });
      expect(await rowOf(bar, id)).toMatchObject({ data: { flags: ['notPermitted'] } });
    });

    test('[R3] facts stand in changes of their own', async () => {
      expect((await only(bar, serving(uuidv7()), visitPatch(uuidv7())))?.code).toBe('invalid');
    });

    test('[R3] flags are set by the server alone', async () => {
      expect((await only(bar, serving(uuidv7(), { flags: [] })))?.code).toBe('invalid');
    });

    test('[R4] a fact twice is applied without effect, with other content immutable', async () => {
      const patch = serving(uuidv7());
      await only(bar, patch);
      expect((await only(bar, patch))?.verdict).toBe('applied');
      expect(
        (await only(bar, { ...patch, set: { ...(patch.set as object), quantity: 2 } as never }))?.code,
      ).toBe('immutable');
      expect((await only(bar, updatePatch('serving', patch.id, 1, { quantity: 2 })))?.code).toBe('immutable');
      expect((await only(bar, { entity: 'serving', id: patch.id, op: 'remove', base: 1 }))?.code).toBe(
        'immutable',
      );
    });

    test('[R4] creating an existing id is refused', async () => {
      const id = uuidv7();
      await only(bar, visitPatch(id));
      expect((await only(callback, visitPatch(id)))?.code).toBe('exists');
    });
  });

  describe('[R4] merge', () => {
    test('[R4] fields that no other device changed since base merge', async () => {
      const id = uuidv7();
      const base = (await only(bar, visitPatch(id)))?.seq ?? 0;
      await only(bar, updatePatch('visit', id, base, { note: 'by the bar' }));
      const result = await only(callback, updatePatch('visit', id, base, { partySize: 3 }));
      expect(result?.conflicts).toBeUndefined();
      expect(await rowOf(bar, id)).toMatchObject({ data: { note: 'by the bar', partySize: 3 } });
    });

    test.each([
      ['later edit arrives last', 20, 10],
      ['later edit arrives first', 10, 20],
    ])('[R4] the %s and wins; the loser is kept', async (_name, callbackAt, barAt) => {
      const id = uuidv7();
      const base = (await only(bar, visitPatch(id)))?.seq ?? 0;
      await bar.push({ occurredAt: barAt, patches: [updatePatch('visit', id, base, { note: 'bar' })] });
      const { results } = await callback.push({
        occurredAt: callbackAt,
        patches: [updatePatch('visit', id, base, { note: 'callback' })],
      });
      const [kept, lost] = callbackAt > barAt ? ['callback', 'bar'] : ['bar', 'callback'];
      expect(results[0]?.conflicts).toEqual([{ entity: 'visit', id, field: 'note', kept, lost }]);
      expect(await rowOf(bar, id)).toMatchObject({ data: { note: kept } });
      const rows = (await bar.pullAll(null)).flatMap((page) => page.rows);
      const conflict = rows.find((row) => 'data' in row && row.data['rowId'] === id);
      // A person reads where each side was written.
      const where = { keptStation: kept, lostStation: lost };
      expect(conflict).toMatchObject({
        ...{ entity: 'conflict', version: results[0]?.seq },
        data: { kept, lost, ...where },
      });
    });

    test('[R4] a clock far ahead is held to the server’s time', async () => {
      const id = uuidv7();
      const base = (await only(bar, visitPatch(id)))?.seq ?? 0;
      const ahead = Date.now() + 86_400_000;
      await bar.push({ occurredAt: ahead, patches: [updatePatch('visit', id, base, { note: 'ahead' })] });
      await new Promise((resolve) => setTimeout(resolve, 5));
      await only(callback, updatePatch('visit', id, base, { note: 'later' }));
      expect(await rowOf(bar, id)).toMatchObject({ data: { note: 'later' } });
    });
  });

  describe('[R9] rights', () => {
    const customer = (id: string) => ({
      ...visitPatch(id),
      entity: 'customer',
      set: { kind: 'private', name: '王伟' } as never,
    });

    test('[R9] a station writes only its scopes', async () => {
      const finance = await newDevice(host, siteId, { station: 'finance' });
      expect((await only(finance, visitPatch(uuidv7())))?.code).toBe('forbidden');
    });

    test('[R9] what only the server writes is forbidden to devices', async () => {
      const patch = { ...visitPatch(uuidv7()), entity: 'staff', set: { username: 'a', name: 'b' } as never };
      expect((await only(bar, patch))?.code).toBe('forbidden');
      const server = await newDevice(host, siteId, { station: 'office', isServer: true });
      expect((await only(server, patch))?.verdict).toBe('applied');
    });

    test('[R9] an actor is judged by the roles of the time', async () => {
      const actor = uuidv7();
      await host.addUser(siteId, actor, ['attendant'], 1_000);
      await host.addUser(siteId, actor, [], 2_000);
      const at = async (occurredAt: number) =>
        (await bar.push({ actor, occurredAt, patches: [visitPatch(uuidv7())] })).results[0];
      expect((await at(1_500))?.verdict).toBe('applied');
      expect((await at(2_500))?.code).toBe('forbidden');
      expect((await bar.push({ actor: uuidv7(), patches: [visitPatch(uuidv7())] })).results[0]?.code).toBe(
        'forbidden',
      );
    });

    test('[R9] create only: the creator may patch with base 0, others and other bases may not', async () => {
      const id = uuidv7();
      expect((await only(bar, customer(id)))?.verdict).toBe('applied');
      expect((await only(bar, updatePatch('customer', id, 0, { email: 'a' })))?.verdict).toBe('applied');
      expect((await only(bar, updatePatch('customer', id, 1, { email: 'b' })))?.code).toBe('forbidden');
      expect((await only(bar, { entity: 'customer', id, op: 'remove', base: 0 }))?.code).toBe('forbidden');
      const other = await newDevice(host, siteId);
      expect((await only(other, updatePatch('customer', id, 0, { email: 'c' })))?.code).toBe('forbidden');
      const renewed = await newDevice(host, siteId, { earlierIds: [bar.id] });
      expect((await only(renewed, updatePatch('customer', id, 0, { email: 'd' })))?.verdict).toBe('applied');
    });

    test('[R9] a station is told nothing of rows it may not read, not even in a conflict', async () => {
      const id = uuidv7();
      const base = (await only(bar, customer(id)))?.seq ?? 0;
      await only(callback, updatePatch('customer', id, base, { address: 'secret' }));
      const { results } = await bar.push({
        occurredAt: 1,
        patches: [updatePatch('customer', id, 0, { address: 'mine' })],
      });
      expect(results[0]?.verdict).toBe('applied');
      expect(JSON.stringify(results)).not.toContain('secret');
      expect(JSON.stringify(await bar.pullAll(null))).not.toContain('secret');
    });
  });
});
