import { beforeEach, describe, expect, test } from 'vitest';
import { amendVisit } from '../../shared/commands/amend-rejected.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import { settle } from '../../shared/sync/device/settle.ts';
import {
  createTestDevice,
  sentFrom,
  verdictOn,
  visitRow,
  type TestDevice,
} from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { discardRejected, retryRejected } from './rejected-changes.ts';
import type { CommandRunner } from './run-command.ts';

const person = testId(50);
const visitId = testId(10);
let device: TestDevice;
let runner: CommandRunner;

beforeEach(async () => {
  device = await createTestDevice();
  let made = 0;
  const newId = () => testId(1_000 + (made += 1));
  runner = { now: 7_000, businessDay: '2026-11-24', actor: person, newId };
});

const outbox = () => [...device.store.snapshot().outbox.values()];

async function withRejectedEdit() {
  await device.hold('visit', visitRow(visitId, 4));
  await device.write([{ entity: 'visit', id: visitId, op: 'update', set: { note: 'mine' } }]);
  await settle(device.store, sentFrom(0), [verdictOn(1, { verdict: 'rejected', code: 'forbidden' })], 1);
  await device.hold('visit', visitRow(visitId, 9));
}

describe('[R3] a rejected change sent again', () => {
  test('is a new change of today’s actor on today’s row, that names the old one', async () => {
    await withRejectedEdit();
    const retried = await retryRejected(device.store, runner, testId(901));
    expect(retried).toMatchObject({ ok: true, value: { changed: new Map([['visit', [visitId]]]) } });
    expect(outbox()).toMatchObject([
      {
        ...{ opId: testId(1_001), retryOf: testId(901), actor: person, occurredAt: 7_000, name: 'test' },
        patches: [{ op: 'update', base: 9, set: { note: 'mine' } }],
      },
    ]);
    expect(device.row('visit', visitId)).toMatchObject({ note: 'mine' });
    expect(device.store.snapshot().attention.size).toBe(0);
  });

  test('stays in the list where what it edits is no longer here', async () => {
    await withRejectedEdit();
    await device.store.transact('write', ['visit'], (transaction) =>
      transaction.deleteRows('visit', [visitId]),
    );
    expect(await retryRejected(device.store, runner, testId(901))).toEqual({
      ...{ ok: false, error: { code: 'row_missing' } },
    });
    expect(device.store.snapshot().attention.size).toBe(1);
    expect(outbox()).toEqual([]);
  });

  test('is sent once, however often it is asked for', async () => {
    await withRejectedEdit();
    await retryRejected(device.store, runner, testId(901));
    expect(await retryRejected(device.store, runner, testId(901))).toEqual({
      ...{ ok: false, error: { code: 'row_missing' } },
    });
    expect(outbox()).toHaveLength(1);
  });

  test('is put right by the form it came from, and keeps its name', async () => {
    await withRejectedEdit();
    const retried = await retryRejected(device.store, runner, testId(901), {
      amend: amendVisit({ note: 'better' }),
    });
    expect(retried).toMatchObject({ ok: true, value: { output: { opId: outbox()[0]?.opId } } });
    expect(outbox()).toMatchObject([
      { name: 'test', retryOf: testId(901), patches: [{ op: 'update', base: 9, set: { note: 'better' } }] },
    ]);
  });

  test('stays in the list where what was put right is not right, or its person may not write it', async () => {
    await withRejectedEdit();
    const tooMany = { amend: amendVisit({ partySize: 501 }) };
    expect(await retryRejected(device.store, runner, testId(901), tooMany)).toMatchObject({
      error: { code: 'input_invalid', field: 'partySize' },
    });
    expect(await retryRejected(device.store, runner, testId(901), { mayWrite: () => false })).toEqual({
      ...{ ok: false, error: { code: 'not_permitted' } },
    });
    expect(device.store.snapshot().attention.size).toBe(1);
    expect(outbox()).toEqual([]);
  });
});

describe('[R3] a rejected change given up', () => {
  test('is gone, and who gave up what is a fact on its way, without what was written', async () => {
    await device.put({ scopes: receivedScopes('bar') });
    await withRejectedEdit();
    expect(await discardRejected(device.store, runner, testId(901))).toMatchObject({ ok: true });
    expect(device.store.snapshot().attention.size).toBe(0);
    const [audit] = outbox();
    expect(audit).toMatchObject({
      ...{ name: 'auditDiscard', actor: person },
      patches: [
        {
          ...{ entity: 'auditEntry', op: 'create' },
          set: {
            ...{ what: 'changeDiscarded', actor: person, device: testId(1), at: 7_000, rowCount: 1 },
            change: { name: 'test', opId: testId(901), code: 'forbidden' },
            rows: [{ entity: 'visit', id: visitId, op: 'update', fields: ['note'] }],
          },
        },
      ],
    });
    expect(JSON.stringify(audit)).not.toContain('mine');
  });

  test('twice, from two windows, is recorded once', async () => {
    await device.put({ scopes: receivedScopes('bar') });
    await withRejectedEdit();
    await discardRejected(device.store, runner, testId(901));
    expect(await discardRejected(device.store, runner, testId(901))).toMatchObject({ ok: true });
    expect(outbox()).toHaveLength(1);
  });

  test('at a station that may not write the audit leaves no entry that would be rejected in its turn', async () => {
    await device.put({ scopes: receivedScopes('department') });
    await withRejectedEdit();
    await discardRejected(device.store, runner, testId(901));
    expect(device.store.snapshot().attention.size).toBe(0);
    expect(outbox()).toEqual([]);
  });
});
