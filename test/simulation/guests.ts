/** What people do with guests in a simulated world: merge them, part them, edit either; parties join and part. */
import { keepApart, mergeCustomers, undoMerge } from '../../shared/commands/merge-customers.ts';
import { editCustomer, editGuestNote } from '../../shared/commands/customer-data.ts';
import { joinParty, partParty } from '../../shared/commands/join-parties.ts';
import { cancelCheckIn, restoreCheckIn } from '../../shared/commands/party.ts';
import { recordPreference } from '../../shared/commands/preference.ts';
import { registerCustomer } from '../../shared/commands/register-customer.ts';
import { scopeAccess } from '../../shared/entities/stations.ts';
import type { EntityName, Fields } from '../../shared/entities/registry.ts';
import { followMerges } from '../../shared/rules/merged-cards.ts';
import { twinName } from './commands.ts';
import type { SimulatedDevice } from './device.ts';
import type { Crowd } from './people.ts';
import type { ChangeRecord } from '../../server/sync/site-store.ts';
import type { MemoryStore } from '../../server/sync/memory-store.ts';

/** What these people write that others do not. */
export const guestEntities: readonly EntityName[] = ['customerMerge', 'mergeValues'];

/** A rejected one of these is decided again in a form, never sent as it was (decisions/0010). */
export const decidedAgain: readonly string[] = ['mergeCustomers', 'undoMerge'];

/** So few that people meet over them. */
const mostGuests = 6;

type HeldRow<Name extends EntityName> = Fields<Name> & { readonly id: string };

function rowsOf<Name extends EntityName>(device: SimulatedDevice, entity: Name): HeldRow<Name>[] {
  return [...(device.disk.snapshot().rows.get(entity)?.values() ?? [])] as unknown as HeldRow<Name>[];
}

/** Someone at this desk works on guests, or on who sits with whom. */
export async function guestsAt(device: SimulatedDevice, crowd: Crowd): Promise<void> {
  const { random, newId, people } = crowd;
  const actor = random.pick(people);
  const cards = rowsOf(device, 'guestCard');
  if (random.chance(0.4)) return partiesAt(device, crowd);
  const what = random.int(1, 10);
  if (cards.length < 2 || (what === 1 && cards.length < mostGuests)) {
    const name = `t${newId()}`;
    const phone = `138${String(random.int(10_000_000, 99_999_999))}`;
    const rest = { kind: 'private', gender: null, plate: null, model: null, contactPerson: null } as const;
    await device.run(registerCustomer, { ...rest, name, phone, note: `t${newId()}` }, actor);
  } else if (!hasCustomers(device)) await editAt(device, crowd, { ...random.pick(cards), customerId: null });
  else if (what <= 5) await mergeAt(device, crowd, cards);
  else if (what <= 7) await undoAt(device, crowd);
  else await editAt(device, crowd, random.pick(cards));
}

/** Nobody is offered more where customers are not to be seen in full. */
function hasCustomers({ disk, record }: SimulatedDevice): boolean {
  const { station } = disk.snapshot().device ?? record;
  return scopeAccess[station].people === 'full';
}

async function mergeAt(
  device: SimulatedDevice,
  { random, people }: Crowd,
  cards: readonly HeldRow<'guestCard'>[],
): Promise<void> {
  const { mergedIds } = followMerges(rowsOf(device, 'customerMerge'));
  const roots = cards.filter(({ id }) => !mergedIds.has(id));
  const [other, kept] = [random.pick(roots), random.pick(roots)];
  if (!other || !kept) return;
  const pair = { guestCardId: other.id, intoCardId: kept.id };
  const input = { ...pair, customerId: other.customerId, intoCustomerId: kept.customerId };
  if (random.chance(0.1)) await device.run(keepApart, input, random.pick(people));
  else await device.run(mergeCustomers, { ...input, choices: [] }, random.pick(people));
}

async function undoAt(device: SimulatedDevice, { random, people }: Crowd): Promise<void> {
  const standing = rowsOf(device, 'customerMerge').filter(({ withdrawnAt }) => withdrawnAt === null);
  if (standing.length === 0) return;
  const { id: mergeId, guestCardId, intoCardId, customerId, intoCustomerId } = random.pick(standing);
  const input = { mergeId, guestCardId, intoCardId, customerId, intoCustomerId };
  await device.run(undoMerge, input, random.pick(people));
}

async function editAt(
  device: SimulatedDevice,
  { random, people, newId }: Crowd,
  { id: guestCardId, customerId }: HeldRow<'guestCard'>,
): Promise<void> {
  const actor = random.pick(people);
  const note = `t${newId()}`;
  if (random.chance(0.3)) await device.run(editGuestNote, { guestCardId, note }, actor);
  else if (random.chance(0.4))
    await device.run(
      recordPreference,
      { guestCardId, kind: 'leisure', menuItemId: null, detail: note },
      actor,
    );
  else if (customerId !== null)
    await device.run(editCustomer, { customerId, guestCardId, set: { name: note, note } }, actor);
}

async function partiesAt(device: SimulatedDevice, { random, people }: Crowd): Promise<void> {
  const visits = rowsOf(device, 'visit').filter(({ partyName }) => partyName !== twinName);
  if (visits.length === 0) return;
  const [{ id: visitId, joinedVisitId }, { id: targetId }] = [random.pick(visits), random.pick(visits)];
  const actor = random.pick(people);
  const what = random.int(1, 6);
  if (what <= 3) await device.run(joinParty, { visitId, targetId }, actor);
  else if (what === 4 && joinedVisitId !== null)
    await device.run(partParty, { visitId, targetId: joinedVisitId }, actor);
  else if (what === 5) await device.run(cancelCheckIn, { visitId }, actor);
  else await device.run(restoreCheckIn, { visitId }, actor);
}

/**
 * What merges promise in one life of the server (decisions/0010): each that stands has an effect, so that no two
 * contradict each other, but where an undo was refused; and what stood before is kept beside each.
 */
export function mergeProblems(store: MemoryStore, siteId: string): string[] {
  const live = store.rowsOf(siteId).filter(({ data }) => data !== null);
  const values = new Set(live.filter(({ entity }) => entity === 'mergeValues').map(({ id }) => id));
  const merges = live
    .filter(({ entity }) => entity === 'customerMerge')
    .map(({ id, data }) => ({ ...(data as unknown as Fields<'customerMerge'>), id }))
    .filter(({ what }) => what === 'merged');
  const standing = merges.filter(({ withdrawnAt }) => withdrawnAt === null);
  const isRefused = ({ name, verdict }: ChangeRecord) => name === 'undoMerge' && verdict === 'rejected';
  const refused = store.changesOf(siteId).filter(isRefused).length;
  const idle = standing.length - followMerges(standing).mergedIds.size;
  return [
    ...(idle > refused ? [`${idle} merges stand without effect`] : []),
    ...merges.filter(({ id }) => !values.has(id)).map(({ id }) => `merge ${id} has no values`),
  ];
}
