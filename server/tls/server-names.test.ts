import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { serverNames, serverOrigins } from './server-names.ts';

const card = (address: string, internal = false): NetworkInterfaceInfo => {
  const fixed = { netmask: '', mac: '', cidr: null, internal };
  return address.includes(':')
    ? { ...fixed, address, family: 'IPv6', scopeid: 0 }
    : { ...fixed, address, family: 'IPv4' };
};
const interfaces = {
  lo: [card('127.0.0.1', true), card('::1', true)],
  eth0: [card('fd00::5'), card('fe80::1'), card('192.168.1.20')],
  wlan0: [card('10.0.0.7')],
};

describe('a server’s names', () => {
  test('are its host name, the one on the network, what was set, and the addresses of its cards', () => {
    expect(serverNames({ hostname: 'RECEPTION-PC', interfaces }, ['desk.example', '203.0.113.7'])).toEqual({
      names: ['desk.example', 'reception-pc.local', 'reception-pc'],
      addresses: ['203.0.113.7', '192.168.1.20', '10.0.0.7', 'fd00::5'],
      local: 'reception-pc.local',
    });
  });

  test.each([
    ['Desk.local', ['desk.local', 'desk']],
    ['desk.corp.example', ['desk.local', 'desk', 'desk.corp.example']],
    ['前台电脑', ['cr-desk.local']],
    ['', ['cr-desk.local']],
    ['my_pc', ['cr-desk.local']],
  ])('of the host %s are %j', (hostname, names) => {
    expect(serverNames({ hostname, interfaces: {} }, []).names).toEqual(names);
  });
});

describe('where it is reached', () => {
  const names = serverNames({ hostname: 'desk', interfaces }, ['set.example']);

  test('on every card: what was set, the name, the addresses that a page may call', () => {
    expect(serverOrigins(names, '0.0.0.0', 7480)).toEqual([
      'https://set.example:7480',
      'https://desk.local:7480',
      'https://192.168.1.20:7480',
      'https://10.0.0.7:7480',
    ]);
  });

  test('on one card: by its address, not by a name that may lead to another', () => {
    expect(serverOrigins(names, '192.168.1.20', 443)).toEqual([
      'https://set.example',
      'https://192.168.1.20',
    ]);
  });
});
