/**
 * Changes that an older version of this program left waiting, in the words of the protocol of today (R12).
 *
 * Purpose: a desk that was updated with changes in its outbox sends them as the version it speaks now would have
 * written them; each step from one version to the next stands here.
 * Invariants: the whole outbox and the note of its version change in one transaction, before anything of it is sent;
 * opIds, order and number of the changes stay.
 *
 *   1 ─▶ 2   a patch may carry the token of a claim (R10): in 1 the field meant nothing, and goes
 */
import type { DeviceRecord, DeviceTransaction, LocalPatch, PendingChange } from './device-store.ts';
import { protocolVersion } from '../wire/protocol.ts';

/** @returns the device, its outbox of `protocolVersion` from here on */
export async function migrateOutbox(
  transaction: DeviceTransaction,
  device: DeviceRecord,
): Promise<DeviceRecord> {
  const { protocol = 1 } = device;
  if (protocol >= protocolVersion) return device;
  if (protocol < 2) {
    await transaction.putInOutbox((await transaction.oldestInOutbox(Infinity)).map(from1To2));
    // They wait again after a restore of the server.
    await transaction.putKept((await transaction.oldestKept(Infinity)).map(from1To2));
  }
  const migrated = { ...device, protocol: protocolVersion };
  await transaction.putDevice(migrated);
  return migrated;
}

function from1To2<Entry extends PendingChange>(entry: Entry): Entry {
  return { ...entry, patches: entry.patches.map(({ claim: _, ...patch }): LocalPatch => patch) };
}
