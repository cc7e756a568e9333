import { expect, test } from 'vitest';
import { announcementOf, startAnnouncing, type Announced, type Responder } from './announce.ts';

const fingerprint = 'ab'.repeat(32);
const authority = { certificate: '', fingerprint, windowsFingerprint: '', validTo: 0 };
const tls = { authority, announcedAs: () => 'reception.local' };

test('a server of the house tells its name, port, authority and protocol; nothing else, and nothing personal', () => {
  expect(announcementOf({ isAnnounced: true }, tls, 7480)).toEqual({
    ...{ name: 'CR Desk reception abababab', type: 'crdesk', host: 'reception.local', port: 7480 },
    txt: { ca: fingerprint, protocol: '2' },
  });
});

test('on this machine alone, behind a proxy, with others’ certificates or by MDNS=off it tells nothing', () => {
  const none = { authority: null, announcedAs: () => null };
  expect(announcementOf({ isAnnounced: true }, none, 7480)).toBeNull();
  expect(announcementOf({ isAnnounced: false }, tls, 7480)).toBeNull();
});

/** The network, as far as it is told. */
function network() {
  const log: string[] = [];
  const open = (): Responder => ({
    publish: ({ host, port }: Announced) => void log.push(`publish ${host}:${port}`),
    close(onClosed) {
      log.push('goodbye');
      onClosed();
    },
  });
  return { log, open };
}

test('it tells again when its name or an address changes, and says goodbye at the end', async () => {
  const { log, open } = network();
  let [name, addresses] = ['a.local', '10.0.0.1'];
  const announcement = () => announcementOf({ isAnnounced: true }, { ...tls, announcedAs: () => name }, 7480);
  const announcer = startAnnouncing({
    announcement,
    addresses: () => addresses,
    onTrouble: () => undefined,
    open,
  });
  announcer.look();
  expect(log).toEqual(['publish a.local:7480']);
  name = 'b.local';
  announcer.look();
  addresses = '10.0.0.2';
  announcer.look();
  await announcer.stop();
  const goodbye = 'goodbye';
  expect(log.slice(1)).toEqual([goodbye, 'publish b.local:7480', goodbye, 'publish b.local:7480', goodbye]);
});

test('a network that takes no multicast is told, and no reason not to serve', async () => {
  const told: string[] = [];
  const announcer = startAnnouncing({
    announcement: () => announcementOf({ isAnnounced: true }, tls, 7480),
    addresses: () => '',
    onTrouble: ({ message }) => told.push(message),
    open() {
      throw new Error('no multicast');
    },
  });
  expect(told).toEqual(['no multicast']);
  await announcer.stop();
});
