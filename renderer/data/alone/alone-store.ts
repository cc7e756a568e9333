/**
 * A desk without a server: what is written is final at once. The engine's store with nothing that would ever be sent:
 * no outbox, no bases, so that a row is what its last patch made of it.
 */
import type { DeviceStore, DeviceTransaction } from '../../../shared/sync/device/device-store.ts';
import { Refused } from '../run-command.ts';

/**
 * Asks within each transaction whether the desk still works alone: a window may hear late that another one has joined
 * a server, and what is written from then on must wait for it.
 */
export function createAloneStore(store: DeviceStore): DeviceStore {
  return {
    transact: (mode, touches, work) =>
      store.transact(mode, touches, async (transaction) => {
        const device = await transaction.getDevice();
        // Nothing may come between the rows that are being brought and what is said of them (R14).
        if (device?.joining && mode === 'write') throw new Refused({ code: 'desk_joining' });
        return work(device?.alone ? withoutOutbox(transaction) : transaction);
      }),
  };
}

const withoutOutbox = (transaction: DeviceTransaction): DeviceTransaction => ({
  ...transaction,
  addToOutbox: async () => 0,
  putBases: async () => undefined,
});
