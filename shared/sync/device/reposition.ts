/**
 * A new place in the server's numbering: after a restore of the server, or for a profile that was copied.
 *
 * Purpose: renewal (R2) and adoption of a new epoch (R8) keep every waiting change with its opId and let the
 * numbers begin again at 1.
 * Invariants: no entry is dropped. In the same epoch changes that have their verdict are covered by any later pull,
 * whatever its `lastOpSeq`, hence opSeq 0. In a new epoch they wait again, since the server may not have them any
 * more, each with the mark of where it was applied; those that a pull had covered are not replayed a second time.
 *
 *                    deviceId, token   epoch    cursor         opSeq    waiting    kept
 *   renewal          new               its own  kept           from 1   kept, own actor renamed in both
 *   new epoch        kept              new      begins again   from 1   kept       wait again
 *   cursor expired   kept              kept     begins again   kept     kept       kept
 */
import { forgetTokens, heldClaims } from './claims.ts';
import type { DeviceRecord, DeviceStore, HeldClaim, KeptEntry, Life, OutboxEntry } from './device-store.ts';

/**
 * The device becomes the one that `enrol {renew: true}` made of it; its rows and cursor stay. So does its epoch: where
 * the server has another by now, rows are returned first (R8). And so do station and scopes, which tell what rows are
 * here: where the server has others for it, the next pull says so, and brings and takes what follows (R9).
 * @param renewedId the device the renewal was asked for: where another leader was faster its renewal stands, for the
 * server knows what this desk wrote by the chain of renewals it took (R9). Left out where a person set it up again.
 */
export async function adoptRenewal(
  store: DeviceStore,
  answer: Pick<DeviceRecord, 'deviceId' | 'token'>,
  renewedId?: string,
): Promise<void> {
  await reposition(
    store,
    (device) =>
      (renewedId === undefined || device.deviceId === renewedId) && {
        ...device,
        deviceId: answer.deviceId,
        token: answer.token,
      },
  );
}

/**
 * The server was restored: numbers begin again, and so does the bootstrap.
 * @param ended the epoch this was decided in; nothing happens where another window was faster
 * @param begun the server's
 */
export async function adoptEpoch(store: DeviceStore, ended: string, begun: Life): Promise<void> {
  await store.transact('write', [], async (transaction) => {
    const device = await transaction.getDevice();
    if (device?.epoch !== ended) return;
    const acknowledged = await transaction.allAcknowledged();
    const kept = await transaction.oldestKept(Infinity);
    const shown = new Set(acknowledged.map((entry) => entry.localSeq));
    const again = new Map<number, OutboxEntry>();
    for (const { opSeq: _, ...change } of acknowledged)
      again.set(change.localSeq, { ...change, overlay: true });
    for (const { keptAt: _, ...change } of kept)
      again.set(change.localSeq, { ...change, overlay: shown.has(change.localSeq) });
    await transaction.putInOutbox([...again.values()]);
    await transaction.deleteAcknowledged([...shown]);
    await transaction.deleteKept(kept.map((entry) => entry.localSeq));
    await forgetTokens(transaction);
    const lives = [...livesOf(device), begun];
    const { epoch } = begun;
    await transaction.putDevice({ ...device, epoch, lives, cursor: null, doneOpSeq: 0, sentOpSeq: 0 });
  });
}

/** Mostly one: there are more where the server was restored while this device was still loading. */
export function livesOf({ epoch, lives }: DeviceRecord): readonly Life[] {
  return lives ?? [{ epoch, startsAt: 0 }];
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
    const own = <Entry extends OutboxEntry | KeptEntry | HeldClaim>(entries: readonly Entry[]): Entry[] =>
      entries
        .filter((entry) => entry.actor === device.deviceId)
        .map((entry) => ({ ...entry, actor: moved.deviceId }));
    await transaction.putInOutbox(own(await transaction.oldestInOutbox(Infinity)));
    await transaction.putKept(own(await transaction.oldestKept(Infinity)));
    const claims = own(await heldClaims(transaction));
    if (claims.length > 0) await transaction.putClaims(claims);
    await forgetTokens(transaction);
  });
}
