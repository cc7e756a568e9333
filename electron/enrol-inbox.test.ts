import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEnrolInbox } from './enrol-inbox.ts';

const link = 'crdesk://enrol?server=https%3A%2F%2Fcr.example&code=7K3M9QXA';
const other = 'crdesk://enrol/?server=https%3A%2F%2Fcr.example&code=8K3M9QXB';

test('a link among the arguments of a second start is kept, and taken once', () => {
  const inbox = createEnrolInbox();
  expect(inbox.receive(['C:\\Program Files\\CR Desk.exe', '--allow-file-access', link])).toBe(true);
  expect(inbox.take()).toBe(link);
  expect(inbox.take()).toBeNull();
});

test('of two that came the later is meant', () => {
  const inbox = createEnrolInbox();
  inbox.receive([link]);
  inbox.receive([other]);
  expect(inbox.take()).toBe(other);
});

test.each([
  ['nothing', []],
  ['no link', ['--server=https://cr.example']],
  ['another link of ours', ['crdesk://open?server=https%3A%2F%2Fcr.example&code=7K3M9QXA']],
  ['plain http to another machine', ['crdesk://enrol?server=http%3A%2F%2F10.0.0.1&code=7K3M9QXA']],
  ['a browser’s form', ['https://cr.example/enrol#code=7K3M9QXA']],
])('%s is not kept', (_name, texts) => {
  const inbox = createEnrolInbox();
  expect(inbox.receive(texts)).toBe(false);
  expect(inbox.take()).toBeNull();
});

test('whatever a web page hands over, nothing throws, and what is kept is short and ours', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string(),
      fc.string().map((tail) => `crdesk://enrol?${tail}`),
    ),
  );
  fc.assert(
    fc.property(texts, (given) => {
      const inbox = createEnrolInbox();
      inbox.receive(given);
      const taken = inbox.take();
      if (taken !== null) expect(taken.length).toBeLessThanOrEqual(600);
    }),
  );
});
