/** What people do at the desks of a simulated world, on what their desk shows them. */
import { checkInNewCustomer, checkInVisitor, type CheckInInput } from '../../shared/commands/check-in.ts';
import type { Command } from '../../shared/commands/define.ts';
import {
  cancelCheckIn,
  editVisit,
  moveParty,
  reopenVisit,
  seeOff,
  serveDrinks,
} from '../../shared/commands/party.ts';
import type { NewCustomerInput } from '../../shared/commands/register-customer.ts';
import { erasingStation, type Station } from '../../shared/entities/stations.ts';
import type { StoredRow } from '../../shared/sync/device/device-store.ts';
import { createTwins, editTwins, eraseVisit, poison, twinName } from './commands.ts';
import type { SimulatedDevice } from './device.ts';
import type { Random } from './random.ts';

export interface Crowd {
  readonly random: Random;
  readonly newId: () => string;
  /** User ids the site knows. */
  readonly people: readonly string[];
}

interface Scene {
  run<Input, Output>(command: Command<Input, Output>, input: NoInfer<Input>): Promise<unknown>;
  newId(): string;
  /** A text no other edit writes. */
  readonly token: string;
}

type Deed = (scene: Scene) => Promise<unknown>;
type VisitDeed = (scene: Scene, visitId: string) => Promise<unknown>;
type TwinDeed = (scene: Scene, twins: { visitId: string; preferenceId: string }) => Promise<unknown>;

const party: CheckInInput = {
  ...{ guestCardId: null, partyName: '访客', partySize: 2, purpose: 'service', seatId: null },
  ...{ note: null, expectedReadyAt: null, menuItemId: null },
};
const customer: Omit<NewCustomerInput, 'name'> = {
  ...{ kind: 'private', gender: null, phone: '', plate: null, model: null },
  ...{ contactPerson: null, note: null },
};

const arrivals: readonly Deed[] = [
  ({ run }) => run(checkInVisitor, party),
  ({ run, newId, token }) =>
    run(checkInNewCustomer, {
      customer: { ...customer, name: token },
      party: { ...party, menuItemId: newId() },
    }),
  ({ run, newId, token }) => run(createTwins, { visitId: newId(), preferenceId: newId(), token }),
];
const onTwins: TwinDeed = ({ run, token }, twins) => run(editTwins, { ...twins, token });
/** As often as they are listed. */
const onVisits: readonly VisitDeed[] = [
  ({ run, newId }, visitId) => run(serveDrinks, { visitId, menuItemId: newId(), quantity: 1 }),
  ({ run, newId }, visitId) => run(moveParty, { visitId, seatId: newId() }),
  ...Array.from(
    { length: 4 },
    (): VisitDeed =>
      ({ run, token }, visitId) =>
        run(editVisit, { visitId, note: token }),
  ),
  ({ run }, visitId) => run(seeOff, { visitId }),
  ({ run }, visitId) => run(reopenVisit, { visitId }),
  ({ run }, visitId) => run(cancelCheckIn, { visitId }),
  ({ run }, visitId) => run(eraseVisit, { visitId }),
  ({ run }, visitId) => run(poison, { visitId }),
];

/** At the office they erase more often: elsewhere they may try, and are refused. */
function deedsAt(station: Station): readonly VisitDeed[] {
  const erase: VisitDeed = ({ run }, visitId) => run(eraseVisit, { visitId });
  return station === erasingStation ? [...onVisits, erase, erase, erase, erase] : onVisits;
}

/** Someone at this desk does something. Resolves, or never where the desk crashes under them. */
export async function actAt(device: SimulatedDevice, { random, newId, people }: Crowd): Promise<void> {
  const actor = actorOf(random, people, newId);
  const scene: Scene = {
    newId,
    token: `t${newId()}`,
    run: (command, input) => device.run(command, input, actor),
  };
  const twins = rowsOf(device, 'visit').filter(({ partyName }) => partyName === twinName);
  const visits = soleVisits(device);
  const what = random.int(1, 4);
  if (what === 1 || visits.length === 0) await random.pick(arrivals)(scene);
  else if (what === 2 && twins.length > 0) await onTwins(scene, twinsOf(device, random.pick(twins).id));
  else await random.pick(deedsAt(device.record.station))(scene, random.pick(visits).id);
}

/** Someone with the right to it erases a visit. */
export async function eraseAt(device: SimulatedDevice, { random, people }: Crowd): Promise<void> {
  const visits = soleVisits(device);
  if (visits.length === 0) return;
  await device.run(eraseVisit, { visitId: random.pick(visits).id }, random.pick(people));
}

function soleVisits(device: SimulatedDevice): StoredRow[] {
  return rowsOf(device, 'visit').filter(({ partyName }) => partyName !== twinName);
}

/** Now and then somebody the server doesn't know: what they do is refused, or flagged where it is a fact. */
function actorOf(random: Random, people: readonly string[], newId: () => string): string | null {
  if (random.chance(0.1)) return newId();
  return random.chance(0.3) ? null : random.pick(people);
}

function rowsOf(device: SimulatedDevice, entity: 'visit' | 'preference'): StoredRow[] {
  return [...(device.disk.snapshot().rows.get(entity)?.values() ?? [])];
}

/** A preference that is not here makes the command fail, as it should. */
function twinsOf(device: SimulatedDevice, visitId: string) {
  const preference = rowsOf(device, 'preference').find(({ guestCardId }) => guestCardId === visitId);
  return { visitId, preferenceId: preference?.id ?? visitId };
}
