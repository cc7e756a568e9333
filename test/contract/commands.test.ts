/**
 * Every command, from its input's schema to the server's verdict: what a form may send, the server takes.
 * The device and the server are the shipped ones on stores in memory; no network lies between.
 */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { runCommand } from '../../renderer/data/run-command.ts';
import { noteCheck, restoreCheck, takeBackCheck } from '../../shared/commands/bar-checks.ts';
import { comeBack, stepOut, undoAway } from '../../shared/commands/away.ts';
import { checkInNewCustomer, checkInVisitor } from '../../shared/commands/check-in.ts';
import { auditAccess, auditDiscard } from '../../shared/commands/audit.ts';
import {
  editCustomer,
  editGuestNote,
  editVehicle,
  endVehicleRelation,
  registerVehicle,
  undoRecordEdit,
} from '../../shared/commands/customer-data.ts';
import type { Command } from '../../shared/commands/define.ts';
import { importCustomers } from '../../shared/commands/import-customers.ts';
import { keepApart, mergeCustomers, undoMerge } from '../../shared/commands/merge-customers.ts';
import {
  cancelNewCheckIn,
  clearMistaken,
  markMistaken,
  restoreNewCheckIn,
} from '../../shared/commands/mistaken-card.ts';
import {
  cancelCheckIn,
  editVisit,
  moveParty,
  reopenVisit,
  restoreCheckIn,
  restoreServing,
  seeOff,
  serveDrinks,
  takeBackServing,
} from '../../shared/commands/party.ts';
import { joinParty, partParty } from '../../shared/commands/join-parties.ts';
import { addArea, addSeat, arrangeFloor, editArea, editSeat } from '../../shared/commands/floor.ts';
import { changePreference, recordPreference, withdrawPreference } from '../../shared/commands/preference.ts';
import { addDrink, arrangeMenu, editDrink, setDrinkSupply } from '../../shared/commands/menu.ts';
import { registerCustomer } from '../../shared/commands/register-customer.ts';
import { restoreConflict, undoRestoreConflict } from '../../shared/commands/restore-conflict.ts';
import { updateSiteSettings } from '../../shared/commands/site-settings.ts';
import { answerCall, callStaff, takeBackCall } from '../../shared/commands/staff-calls.ts';
import { undoImport } from '../../shared/commands/undo-import.ts';
import type { EntityName } from '../../shared/entities/registry.ts';
import type { Station } from '../../shared/entities/stations.ts';
import { businessDayOf } from '../../shared/rules/business-day.ts';
import { defaultSite } from '../../shared/rules/default-site.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { createMemoryDeviceStore } from '../../shared/sync/device/memory-device-store.ts';
import type { Patch } from '../../shared/sync/wire/protocol.ts';
import { arbitraryOf } from '../support/schema-arbitrary.ts';
import { memoryHost, newDevice } from '../support/site-fixture.ts';

/** A command and an input, whose ids are replaced by those of rows that are there. */
interface Step {
  readonly command: Command<never, unknown>;
  readonly input: object;
  /** Which of the rows. */
  readonly pick: number;
}

const entityOf: Readonly<Record<string, EntityName>> = {
  visitId: 'visit',
  targetId: 'visit',
  guestCardId: 'guestCard',
  servingId: 'serving',
  checkId: 'barCheck',
  callId: 'staffCall',
  preferenceId: 'preference',
  siteId: 'siteSettings',
  areaId: 'area',
  menuItemId: 'menuItem',
  seatId: 'seat',
  customerId: 'customer',
  vehicleId: 'vehicle',
  rowId: 'visit',
  mergeId: 'customerMerge',
};

const [carId, cardId] = [uuidv7(), uuidv7()];
const madeCar = { plate: '赣D12345', vin: null, model: null, colour: null, customerId: null };

/** Inputs whose schema leaves more open than any screen sends: what stood in a field before. */
const inputsOf: Readonly<Record<string, fc.Arbitrary<object>>> = {
  undoImport: fc.record({
    groups: fc.array(
      fc.record({
        ...{ line: fc.nat(), isUsed: fc.boolean() },
        rows: fc.constant([{ entity: 'vehicle', id: carId, made: madeCar }]),
      }),
      { maxLength: 1 },
    ),
    fills: fc.array(
      fc.record({
        ...{ line: fc.nat(), entity: fc.constant('guestCard'), id: fc.constant(cardId) },
        ...{ before: fc.constant({ birthMonthDay: null }), after: fc.constant({ birthMonthDay: '05-31' }) },
      }),
      { maxLength: 1 },
    ),
  }),
  undoRestoreConflict: fc.oneof(
    ...[
      { field: 'note', before: fc.constantFrom(null, '等贷款', '😀') },
      { field: 'partySize', before: fc.constantFrom(null, 1, 500) },
      { field: 'arrival', before: fc.constant({ arrivedAt: 1, businessDay: '2026-11-24' }) },
    ].map(({ field, before }) =>
      fc.record({
        ...{ entity: fc.constant('visit'), rowId: fc.constant(uuidv7()), field: fc.constant(field) },
        before: before as fc.Arbitrary<unknown>,
        ifStill: before as fc.Arbitrary<unknown>,
      }),
    ),
  ),
  undoRecordEdit: fc
    .oneof(
      ...[
        { entity: 'customer', set: { name: '王建国', phones: [], birthDate: null } },
        { entity: 'guestCard', set: { phoneLast4: null, birthMonthDay: '02-29', note: '😀' } },
        { entity: 'vehicle', set: { customerId: null, plate: '赣D12345', vin: null } },
      ].map((row) => fc.constant({ ...row, id: uuidv7() })),
    )
    .map((row) => ({ rows: [row] })),
};

/** @param often those that the others need to have happened first: without a visit most have nothing to do */
function stepsOf(commands: readonly Command<never, unknown>[], often: readonly { readonly name: string }[]) {
  const names = new Set(often.map(({ name }) => name));
  const steps = commands.map((command) => {
    const input = inputsOf[command.name] ?? (arbitraryOf(command.input) as fc.Arbitrary<object>);
    const arbitrary = fc.record({ command: fc.constant(command), input, pick: fc.nat() });
    return { weight: names.has(command.name) ? 6 : 1, arbitrary };
  });
  return fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 12 });
}

/** A desk of a new site that holds its settings, and has the server judge what it writes. */
async function newDesk(station: Station, role: Role) {
  const host = await memoryHost();
  const siteId = await host.newSite();
  const person = uuidv7();
  await host.addUser(siteId, person, [role], 0);
  const device = await newDevice(host, siteId, { station });
  const server = await newDevice(host, siteId, { station: 'office', isServer: true });
  const settings = defaultSite(siteId, '吉安店', uuidv7);
  const made = await server.push({ patches: settings.map((patch) => ({ ...patch, base: 0 }) as Patch) });
  expect(made.results).toMatchObject([{ verdict: 'applied' }]);
  const store = createMemoryDeviceStore();
  const heldOf = (name: EntityName) =>
    settings
      .filter(({ entity }) => entity === name)
      .map((patch) => ({ ...(patch as { set: object }).set, id: patch.id, rowVersion: 1 }));
  await store.transact('write', ['siteSettings', 'menuItem'], async (transaction) => {
    for (const name of ['siteSettings', 'menuItem'] as const) await transaction.putRows(name, heldOf(name));
  });
  let sent = 0;
  const idsOf = (entity: EntityName) => [...(store.snapshot().rows.get(entity)?.keys() ?? [])];
  const customerOf = (id: string) => store.snapshot().rows.get('guestCard')?.get(id)?.['customerId'] ?? null;
  return {
    idsOf,
    /** Two cards that are there, and their customers; a merge that was made where `mergeId` names one. */
    pairAt(pick: number, mergeId: unknown): object {
      const made = store.snapshot().rows.get('customerMerge')?.get(String(mergeId));
      const cards = idsOf('guestCard');
      const at = (step: number) => cards[(pick + step) % cards.length] ?? uuidv7();
      const guestCardId = (made?.['guestCardId'] as string | undefined) ?? at(0);
      const into = made?.['intoCardId'] as string | undefined;
      const intoCardId = into ?? (cards.length > 1 ? at(1) : uuidv7());
      const customerId = customerOf(guestCardId);
      return { guestCardId, intoCardId, customerId, intoCustomerId: customerOf(intoCardId) };
    },
    async run(command: Command<never, unknown>, input: unknown) {
      const now = Date.now();
      const businessDay = businessDayOf(now, 'Asia/Shanghai', '04:00');
      const runner = { now, businessDay, actor: person, newId: uuidv7 };
      return runCommand(store, runner, command, input as never);
    },
    /** Pushes what is new in the outbox. */
    async push() {
      const entries = [...store.snapshot().outbox.values()].slice(sent);
      sent += entries.length;
      const drafts = entries.map(({ opId, name, version, actor, occurredAt, patches }) => ({
        ...{ opId, name, version, actor, occurredAt, patches },
      }));
      return drafts.length === 0 ? [] : (await device.push(...drafts)).results;
    },
  };
}

type Desk = Awaited<ReturnType<typeof newDesk>>;

function withIds({ input, pick }: Step, { idsOf, pairAt }: Desk): object {
  const replaced = Object.entries(input).map(([field, value]) => {
    const ids = field in entityOf && value !== null ? idsOf(entityOf[field] as EntityName) : [];
    return [field, ids.length > 0 ? ids[pick % ids.length] : (value as unknown)];
  });
  const all = Object.fromEntries(replaced) as Readonly<Record<string, unknown>>;
  return 'intoCardId' in all ? { ...all, ...pairAt(pick, all['mergeId']) } : all;
}

/** Refusals that say something about the rows, not about the input. */
const ofRows = ['row_missing', 'visit_closed', 'seat_taken'];

async function expectTaken(station: Station, role: Role, steps: readonly Step[]) {
  const desk = await newDesk(station, role);
  for (const step of steps) {
    const done = await desk.run(step.command, withIds(step, desk));
    if (!done.ok) expect(ofRows).toContain(done.error.code);
    for (const result of await desk.push()) expect(result).toMatchObject({ verdict: 'applied' });
  }
  return { visits: desk.idsOf('visit').length, merges: desk.idsOf('mergeValues').length };
}

const atTheBar = [
  ...[checkInVisitor, checkInNewCustomer, registerCustomer, serveDrinks, takeBackServing],
  restoreServing,
  ...[noteCheck, takeBackCheck, restoreCheck, setDrinkSupply],
  ...[callStaff, answerCall, takeBackCall, joinParty, partParty],
  ...[stepOut, comeBack, undoAway],
  ...[moveParty, editVisit, seeOff, reopenVisit, cancelCheckIn, restoreCheckIn],
  ...[cancelNewCheckIn, restoreNewCheckIn, markMistaken, clearMistaken],
  ...[recordPreference, changePreference, withdrawPreference],
  ...[editGuestNote, registerVehicle, editVehicle, endVehicleRelation, auditAccess],
  ...[auditDiscard, restoreConflict, undoRestoreConflict],
] as unknown as Command<never, unknown>[];
const inTheOffice = [
  importCustomers,
  undoImport,
  updateSiteSettings,
  registerCustomer,
  editCustomer,
  undoRecordEdit,
  ...[mergeCustomers, keepApart, undoMerge],
  ...[addArea, addSeat, editArea, editSeat, arrangeFloor],
  ...[addDrink, editDrink, arrangeMenu, setDrinkSupply],
] as unknown as Command<never, unknown>[];

test('whatever a form at the bar may send, the device keeps and the server applies', async () => {
  let visits = 0;
  await fc.assert(
    fc.asyncProperty(stepsOf(atTheBar, [checkInVisitor, checkInNewCustomer]), async (steps) => {
      visits += (await expectTaken('bar', 'attendant', steps)).visits;
    }),
    { numRuns: 500 },
  );
  expect(visits).toBeGreaterThan(100);
});

test('whatever the office may import or set, the device keeps and the server applies', async () => {
  let merges = 0;
  await fc.assert(
    fc.asyncProperty(stepsOf(inTheOffice, [registerCustomer, mergeCustomers]), async (steps) => {
      merges += (await expectTaken('office', 'supervisor', steps)).merges;
    }),
    { numRuns: 100 },
  );
  expect(merges).toBeGreaterThan(0);
});

test('every command of shared/commands is among them', async () => {
  const folder = new URL('../../shared/commands/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file !== 'test-site.ts' && !file.endsWith('.test.ts'));
  const modules = files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>);
  const exported = (await Promise.all(modules)).flatMap((module) => Object.values(module));
  const isCommand = (one: unknown): one is Command<never, unknown> =>
    one instanceof Object && 'plan' in one && 'reads' in one;
  const named = exported.filter((one) => isCommand(one)).map(({ name }) => name);
  expect([...new Set([...atTheBar, ...inTheOffice].map(({ name }) => name))].toSorted()).toEqual(
    named.toSorted(),
  );
});
