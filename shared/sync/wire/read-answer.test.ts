import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readAnswer } from './read-answer.ts';

const schema = z.object({ head: z.int() });
const read = (status: number, text: string, retryAfter: string | null = null) =>
  readAnswer({ status, text, retryAfter }, schema);
const failure = (error: object) => JSON.stringify({ error: { message: 'm', ...error } });

test('an answer that fits is its value', () => {
  expect(read(200, '{"head":1,"more":2}')).toEqual({ ok: true, value: { head: 1 } });
});

test.each([
  ['a page of a captive portal', 200, '<html>Please sign in</html>'],
  ['half an answer', 200, '{"head":1'],
  ['nothing', 200, ''],
  ['another answer', 200, '{"status":"ok"}'],
  ['a redirection', 302, ''],
  ['a proxy’s error', 502, '<html>Bad gateway</html>'],
  ['an error with a code nobody knows', 400, failure({ code: 'toString' })],
  ['an error of another form', 500, '{"error":"no"}'],
])('%s is unreadable, and never a value', (_what, status, text) => {
  expect(read(status, text)).toMatchObject({ ok: false, failure: { code: 'server_answer_unreadable' } });
});

describe('a failure of the server', () => {
  test('keeps its code, message and epoch', () => {
    expect(read(409, failure({ code: 'epoch_changed', epoch: 'e2' }))).toEqual({
      ok: false,
      failure: { code: 'epoch_changed', message: 'm', epoch: 'e2' },
    });
  });

  test.each([
    ['2', 2_000],
    ['0', 0],
    ['-5', 0],
    ['86400', 300_000],
    ['Wed, 25 Nov 2026 07:28:00 GMT', undefined],
    [null, undefined],
  ])('that asks for a wait of %s', (header, retryAfter) => {
    const answer = read(503, failure({ code: 'unavailable' }), header);
    expect(answer.ok ? null : answer.failure.retryAfter).toBe(retryAfter);
  });

  test('a proxy that finds a body too large is told apart: the push can be made smaller', () => {
    expect(read(413, '<html>Request Entity Too Large</html>')).toMatchObject({
      ok: false,
      failure: { code: 'too_large' },
    });
  });
});
