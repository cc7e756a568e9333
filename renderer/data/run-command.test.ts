import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkInVisitor, type CheckInInput } from '../../shared/commands/check-in.ts';
import { defineCommand } from '../../shared/commands/define.ts';
import { editVisit, seeOff } from '../../shared/commands/party.ts';
import { StorageFailure, type DeviceStore } from '../../shared/sync/device/device-store.ts';
import { createTestDevice, visitRow, type TestDevice } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { runCommand, type CommandRunner } from './run-command.ts';

const person = testId(50);
const guest = testId(51);
const party: CheckInInput = {
  ...{ guestCardId: null, partyName: '访客 3', partySize: 2, purpose: 'service', seatId: null },
  ...{ note: null, expectedReadyAt: null, menuItemId: testId(52) },
};
let device: TestDevice;
let runner: CommandRunner;

beforeEach(async () => {
  device = await createTestDevice();
  let made = 0;
  const newId = () => testId(1_000 + (made += 1));
  runner = { now: 7_000, businessDay: '2026-11-24', actor: person, newId };
});

const outbox = () => [...device.store.snapshot().outbox.values()];

describe('a command', () => {
  test('writes rows and outbox together, in the name of who did it, and says what changed', async () => {
    const ran = await runCommand(device.store, runner, checkInVisitor, party);
    const visitId = ran.ok ? ran.value.output.visitId : '';
    expect(device.row('visit', visitId)).toMatchObject({
      partyName: '访客 3',
      arrivedAt: 7_000,
      rowVersion: 0,
    });
    expect(outbox()).toMatchObject([
      { name: 'checkInVisitor', version: 1, actor: person, occurredAt: 7_000, retryOf: null, overlay: true },
      { name: 'serveDrinks', version: 1, actor: person, occurredAt: 7_000, retryOf: null, overlay: true },
    ]);
    const servingId = outbox()[1]?.patches[0]?.id;
    expect(ran).toMatchObject({
      value: {
        changed: new Map([
          ['visit', [visitId]],
          ['serving', [servingId]],
        ]),
      },
    });
    expect(new Set(outbox().map(({ opId }) => opId)).size).toBe(2);
  });

  test('finds rows that nobody could name, as the desk shows them, and each as a command sees a row', async () => {
    const [here, left] = [testId(10), testId(11)];
    for (const id of [here, left]) await device.hold('visit', visitRow(id, 4));
    await runCommand(device.store, runner, seeOff, { visitId: left });
    const seen: unknown[] = [];
    const look = defineCommand({
      ...{ name: 'look', version: 1, input: z.null(), permission: 'reception.use' },
      reads: () => [],
      finds: () => [{ entity: 'visit', index: 'isOpen', value: 1 }],
      plan(_input, context) {
        seen.push(...context.found('visit'), ...context.found('seat'));
        return { changes: [], output: null };
      },
    });
    await runCommand(device.store, runner, look, null);
    expect(seen).toMatchObject([{ id: here }]);
    expect(seen[0]).not.toHaveProperty('isOpen');
  });

  test('sees the rows it reads as the desk shows them, pending edits among them', async () => {
    await device.hold('visit', visitRow(testId(10), 4));
    await runCommand(device.store, runner, seeOff, { visitId: testId(10) });
    const again = await runCommand(device.store, runner, editVisit, { visitId: testId(10), note: 'late' });
    expect(again).toEqual({ ok: false, error: { code: 'visit_closed' } });
    expect(outbox()).toHaveLength(1);
  });

  test('gets rows without what the device keeps beside the fields', async () => {
    await device.hold('visit', visitRow(testId(10), 4));
    let seen: object | undefined;
    const look = defineCommand({
      ...{ name: 'look', version: 1, input: z.object({}), permission: 'reception.use' },
      reads: () => [{ entity: 'visit', id: testId(10) }],
      plan(_input, context) {
        seen = context.row('visit', testId(10));
        return { changes: [], output: context.row('visit', testId(11)) };
      },
    });
    expect(await runCommand(device.store, runner, look, {})).toMatchObject({ ok: true });
    expect(seen).toEqual({ ...visitRow(testId(10), 4), rowVersion: undefined, isOpen: undefined });
    expect(seen).not.toHaveProperty('isOpen');
  });

  test('that is refused keeps nothing, and says why', async () => {
    const before = device.state();
    const unknown = { ...party, guestCardId: guest };
    expect(await runCommand(device.store, runner, checkInVisitor, unknown)).toEqual({
      ...{ ok: false, error: { code: 'row_missing' } },
    });
    const tooMany = { ...party, partySize: 501 };
    expect(await runCommand(device.store, runner, checkInVisitor, tooMany)).toMatchObject({
      ...{ ok: false, error: { code: 'input_invalid', field: 'partySize' } },
    });
    expect(device.state()).toBe(before);
  });

  test('on a device that cannot keep it fails with the reason; a bug is thrown', async () => {
    const failing = (error: Error): DeviceStore => ({ transact: () => Promise.reject(error) });
    const full = failing(new StorageFailure('storage_full', null));
    expect(await runCommand(full, runner, checkInVisitor, party)).toEqual({
      ...{ ok: false, error: { code: 'storage_full' } },
    });
    await expect(runCommand(failing(new Error('bug')), runner, checkInVisitor, party)).rejects.toThrow('bug');
  });
});
