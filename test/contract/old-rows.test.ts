/** Rows of an earlier version, as an upgraded desk and server still hold them: read, edited and judged like any other. */
import { beforeEach, describe, expect, test } from 'vitest';
import { stepOut } from '../../shared/commands/away.ts';
import type { Command } from '../../shared/commands/define.ts';
import { joinParty } from '../../shared/commands/join-parties.ts';
import { editDrink, setDrinkSupply } from '../../shared/commands/menu.ts';
import { clearMistaken, markMistaken } from '../../shared/commands/mistaken-card.ts';
import { editVisit, reopenVisit, seeOff } from '../../shared/commands/party.ts';
import { changePreference, withdrawPreference } from '../../shared/commands/preference.ts';
import { undoImport } from '../../shared/commands/undo-import.ts';
import { entityByName, type EntityName } from '../../shared/entities/registry.ts';
import { judgeChange } from '../../shared/sync/judge/judge-change.ts';
import { createdStamp, type ServerRow, type Stamp } from '../../shared/sync/judge/server-row.ts';
import type { OutboxEntry } from '../../shared/sync/device/device-store.ts';
import { createTestDevice, type TestDevice } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { runCommand } from '../../renderer/data/run-command.ts';

const person = testId(50);
const [id, other] = [testId(10), testId(11)];
let device: TestDevice;
beforeEach(async () => {
  device = await createTestDevice();
});

const visit4 = {
  ...{ guestCardId: null, partyName: '李建国', partySize: 3, children: null, purpose: 'service' },
  ...{ seatId: null, arrivedAt: 1_000, businessDay: '2026-11-24', receivedBy: null, leftAt: null },
  ...{ joinedVisitId: null, away: [], expectedReadyAt: null, workshopNote: null, note: null },
  cancelledAt: null,
};
const guestCard1 = {
  ...{ customerId: null, name: '王芳', kind: 'private', phoneLast4: '6001', birthMonthDay: null },
  ...{ flags: [], note: null },
};
const menuItem2 = {
  ...{ name: '绿茶', nameEn: null, kind: 'tea', available: true, position: 0, outOfUse: false },
};
const preference1 = {
  ...{ guestCardId: testId(12), kind: 'beverage', menuItemId: null, detail: '少糖', note: null },
  ...{ recordedBy: testId(51), recordedAt: 500 },
};

/** What runs on such a row, and what stands in it then. */
type Edit = readonly [what: string, Command<never, unknown>, input: object, after: object];
interface OldRow {
  readonly entity: EntityName;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly edits: readonly Edit[];
}
const edit = <Input, Output>(command: Command<Input, Output>, input: NoInfer<Input>, after: object): Edit => [
  command.name,
  command as unknown as Command<never, unknown>,
  input as object,
  after,
];

const visitEdits = [
  edit(editVisit, { visitId: id, note: '等贷款' }, { note: '等贷款' }),
  edit(stepOut, { visitId: id }, { away: [{ from: 7_000, to: null }] }),
  edit(seeOff, { visitId: id }, { leftAt: 7_000 }),
  edit(
    joinParty,
    { visitId: id, targetId: other },
    { leftAt: 7_000, joinedVisitId: other, keepsPeople: true },
  ),
];
const said = { kind: 'avoid', menuItemId: null, detail: '咖啡' } as const;
const oldRows: Readonly<Record<string, OldRow>> = {
  'a visit of version 4': { entity: 'visit', fields: visit4, edits: visitEdits },
  'a visit of version 5': {
    entity: 'visit',
    fields: { ...visit4, vehicleId: testId(13) },
    edits: visitEdits,
  },
  'a visit of version 4 that has left': {
    ...{ entity: 'visit', fields: { ...visit4, leftAt: 2_000 } },
    edits: [edit(reopenVisit, { visitId: id, isBack: true }, { leftAt: null })],
  },
  'a drink of version 2': {
    ...{ entity: 'menuItem', fields: menuItem2 },
    edits: [
      edit(setDrinkSupply, { menuItemId: id, available: false }, { available: false }),
      edit(editDrink, { menuItemId: id, set: { name: '红茶' } }, { name: '红茶', ingredients: [] }),
    ],
  },
  'a preference of version 1': {
    ...{ entity: 'preference', fields: preference1 },
    edits: [
      edit(
        changePreference,
        { preferenceId: id, ...said },
        { ...said, recordedBy: person, recordedAt: 7_000 },
      ),
      edit(withdrawPreference, { preferenceId: id }, { menuItemId: null, detail: null }),
    ],
  },
  'a card of version 1': {
    ...{ entity: 'guestCard', fields: guestCard1 },
    edits: [edit(markMistaken, { guestCardIds: [id] }, { mistakenAt: 7_000 })],
  },
};

const stamp: Stamp = { version: 3, device: testId(60), at: 500, opId: testId(61), actor: person };

/** As an earlier server left it: a stamp for each field of then, none for those that came since. */
function serverRow({ entity, fields }: OldRow): ServerRow {
  const fieldNames = entity === 'preference' ? [...Object.keys(fields), 'choice'] : Object.keys(fields);
  const stamps = Object.fromEntries([createdStamp, ...fieldNames].map((name) => [name, stamp]));
  return { entity, id, scope: entityByName(entity).scope, version: 3, data: fields, stamps } as ServerRow;
}

function judged(row: ServerRow, { overlay: _, localSeq: __, ...change }: OutboxEntry) {
  const judge = {
    device: { id: testId(1), station: 'office' as const, isServer: false, earlierIds: [] },
    ...{ now: 8_000, rolesOf: () => ['supervisor' as const], claim: () => undefined },
    row: (_entity: string, rowId: string) => (rowId === id ? row : undefined),
    ...{ buildsOnRejected: () => false, isForeign: () => false, isOneLife: () => true },
    ...{ wasApplied: () => false, conflictsOf: () => [] },
  };
  const patches = change.patches.map((patch) => ({ ...patch, base: 3 }));
  return judgeChange(judge, { ...change, patches, opSeq: 1 } as never, 4);
}

const runner = {
  ...{ now: 7_000, businessDay: '2026-11-24', actor: person },
  newId: () => testId(1_000),
};

describe.each(Object.entries(oldRows))('%s', (_name, old) => {
  test.each(old.edits)('takes %s on the desk and at the server', async (_what, command, input, after) => {
    const { entity, fields } = old;
    const open = entityByName(entity).derive(fields);
    await device.hold(entity, { ...fields, ...open, id, rowVersion: 3 });
    if (entity === 'visit') await device.hold('visit', { ...fields, ...open, id: other, rowVersion: 3 });
    const ran = await runCommand(device.store, runner, command, input as never);
    expect(ran).toMatchObject({ ok: true });
    expect(device.row(entity, id)).toMatchObject(after);
    const [change, ...further] = [...device.store.snapshot().outbox.values()];
    if (!change) throw new Error('nothing was sent');
    expect(further).toEqual([]);
    const answer = judged(serverRow(old), change);
    if (answer.verdict === 'rejected') throw new Error(answer.message);
    const [row] = answer.rows.filter((one) => one.id === id);
    expect(row?.data).toMatchObject({ ...fields, ...after });
    // Whole, as this version has it.
    expect(entityByName(entity).schema.safeParse(row?.data).error).toBeUndefined();
  });
});

test('a card of version 1 that is not marked has no mark to take away', async () => {
  await device.hold('guestCard', { ...guestCard1, id, rowVersion: 3 });
  await runCommand(device.store, runner, clearMistaken, { guestCardIds: [id] });
  expect([...device.store.snapshot().outbox.values()]).toEqual([]);
});

test('an import of an earlier version is taken back all the same: what came since is no edit', async () => {
  await device.hold('guestCard', { ...guestCard1, id, rowVersion: 3 });
  const rows = [{ entity: 'guestCard' as const, id, made: guestCard1 }];
  const ran = await runCommand(device.store, runner, undoImport, {
    groups: [{ line: 2, isUsed: false, rows }],
    fills: [],
  });
  expect(ran).toMatchObject({ ok: true, value: { output: { left: [] } } });
  expect(device.row('guestCard', id)).toBeUndefined();
});
