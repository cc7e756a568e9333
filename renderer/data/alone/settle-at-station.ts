/** The end of joining (R14.6): all has arrived, a person has seen it, and says where this desk stands from now on. */
import type { Station } from '../../../shared/entities/stations.ts';
import type { Result } from '../../../shared/errors.ts';
import type { DeviceRecord, DeviceStore } from '../../../shared/sync/device/device-store.ts';
import { settledAnswer } from '../../../shared/sync/wire/join-messages.ts';
import { protocolVersion } from '../../../shared/sync/wire/protocol.ts';
import { callServer } from '../call-server.ts';

/**
 * The server first: its next answer moves the desk (R9.13). Fails as the server says, and may be tried again.
 * @param serverUrl origin
 */
export async function settleAtStation(
  serverUrl: string,
  store: DeviceStore,
  station: Station,
): Promise<Result<null>> {
  const device = await store.transact('read', [], (transaction) => transaction.getDevice());
  if (!device) return { ok: false, error: { code: 'not_permitted' } };
  if (station !== device.station) {
    const answer = await callServer(serverUrl, {
      ...{ method: 'POST', path: '/sites/settled', token: device.token, answer: settledAnswer },
      body: { protocol: protocolVersion, epoch: device.epoch, station },
    });
    if (!answer.ok) return { ok: false, error: { code: answer.failure.code } };
  }
  await store.transact('write', [], async (transaction) => {
    const { joined: _, ...current } = (await transaction.getDevice()) ?? {};
    if ('deviceId' in current) await transaction.putDevice(current as DeviceRecord);
  });
  return { ok: true, value: null };
}
