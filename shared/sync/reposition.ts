/**
 * A new place in the server's numbering: after a restore of the server, or for a profile that was copied.
 *
 * Purpose: renewal (R2) and adoption of a new epoch (R8) keep every waiting change with its opId and let the
 * numbers begin again at 1.
 * Invariants: no entry is dropped; changes that already have their verdict are covered by any later pull,
 * whatever its `lastOpSeq`, hence opSeq 0.
 *
 *                    deviceId, token   epoch   cursor            opSeq    waiting changes
 *   renewal          new               answer  kept in its epoch from 1   kept, own actor renamed
 *   new epoch        kept              new     begins again      from 1   kept
 *   cursor expired   kept              kept    begins again      kept     kept
 */
import type { DeviceRecord, DeviceStore } from './device-store.ts';
import type { EnrolAnswer } from './protocol.ts';

/**
 * The device becomes the one that `enrol {renew: true}` made of it; its rows and cursor stay.
 * @param renewedId the device the renewal was asked for: where another leader was faster its renewal stands, for the
 * server knows what this desk wrote by the chain of renewals it took (R9). Left out where a person set it up again.
 */
export async function adoptRenewal(
  store: DeviceStore,
  answer: EnrolAnswer,
  renewedId?: string,
): Promise<void> {
  await reposition(
    store,
    (device) =>
      (renewedId === undefined || device.deviceId === renewedId) && {
        ...device,
        deviceId: answer.deviceId,
        token: answer.token,
        station: answer.station,
        scopes: answer.scopes,
        epoch: answer.epoch,
        cursor: answer.epoch === device.epoch ? device.cursor : null,
      },
  );
}

/** The server was restored: numbers begin again, and so does the bootstrap. */
export async function adoptEpoch(store: DeviceStore, epoch: string): Promise<void> {
  await reposition(store, (device) => ({ ...device, epoch, cursor: null }));
}

/** `cursor_expired`: the rows stay visible while the bootstrap runs again. */
export async function forgetCursor(store: DeviceStore): Promise<void> {
  await store.transact('write', [], async (transaction) => {
    const device = await transaction.getDevice();
    if (device) await transaction.putDevice({ ...device, cursor: null });
  });
}

/** @param move where it moves to; false where it stays */
async function reposition(
  store: DeviceStore,
  move: (device: DeviceRecord) => DeviceRecord | false,
): Promise<void> {
  await store.transact('write', [], async (transaction) => {
    const device = await transaction.getDevice();
    const moved = device && move(device);
    if (!device || !moved) return;
    const acknowledged = await transaction.allAcknowledged();
    await transaction.putAcknowledged(acknowledged.map((entry) => ({ ...entry, opSeq: 0 })));
    await transaction.putDevice({ ...moved, doneOpSeq: 0, sentOpSeq: 0 });
    if (moved.deviceId === device.deviceId) return;
    // What the desk did in its own name is the renewed desk's now: R9 asks for the device's own id.
    const own = (await transaction.oldestInOutbox(Infinity)).filter(
      (entry) => entry.actor === device.deviceId,
    );
    await transaction.putInOutbox(own.map((entry) => ({ ...entry, actor: moved.deviceId })));
  });
}
