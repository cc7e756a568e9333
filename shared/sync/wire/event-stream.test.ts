import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventStreamReader } from './event-stream.ts';

const read = (...pieces: string[]) => pieces.flatMap(createEventStreamReader());

test.each([
  ['an event with its name', 'event: head\ndata: {"head":1}\n\n', [{ event: 'head', data: '{"head":1}' }]],
  ['no name: a message', 'data: x\n\n', [{ event: 'message', data: 'x' }]],
  ['one space after the colon is not part of it', 'data:x\n\ndata:  y\n\n', ['x', ' y']],
  ['several lines of data', 'data: a\ndata: b\n\n', ['a\nb']],
  ['a colon within the data', 'data: a: b\n\n', ['a: b']],
  ['data without a value', 'data\n\n', ['']],
  ['a line separator within the data', 'data: a\u2028b\n\n', ['a\u2028b']],
  ['comments and other fields are passed over', ': alive\nid: 7\nretry: 9\ndata: x\n\n', ['x']],
  ['no data, no event', 'event: head\n\ndata: x\n\n', [{ event: 'message', data: 'x' }]],
  ['what has not ended yet is kept back', 'data: x\n', []],
  ['lines end as they like', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
])('%s', (_what, text, expected) => {
  const events = expected.map((one) => (typeof one === 'string' ? { event: 'message', data: one } : one));
  expect(read(text)).toEqual(events);
});

test('wherever the pieces are cut, the events are the same', () => {
  const text =
    ': hello\r\nevent: head\r\ndata: {"a":"王"}\r\n\r\ndata: 1\ndata: 2\n\nevent: head\ndata: 3\n\n';
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 12 }), (cuts) => {
      const ends = [...cuts.sort((x, y) => x - y), text.length];
      const pieces = ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
      expect(read(...pieces)).toEqual(read(text));
    }),
  );
  expect(read(text)).toHaveLength(3);
});
