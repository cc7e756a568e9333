import { expect, test } from 'vitest';
import { bodyChecksum } from './body-checksum.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['', '00000000'],
  ['a', 'e8b7be43'],
  // The check value of CRC-32.
  ['123456789', 'cbf43926'],
  ['The quick brown fox jumps over the lazy dog', '414fa339'],
])('%j has the CRC-32 that everyone finds', (text, sum) => {
  expect(bodyChecksum(bytesOf(text))).toBe(sum);
});

test('each flipped bit is found', () => {
  const bytes = bytesOf('{"partySize":2,"note":"\\u597d"}');
  const sum = bodyChecksum(bytes);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Uint8Array.from(bytes, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(bodyChecksum(flipped)).not.toBe(sum);
  }
});
