/** One call to the central server: never throws, always ends, and trusts no answer before it was read. */
import type { z } from 'zod';
import { readAnswer } from '../../shared/sync/read-answer.ts';
import type { Answer } from '../../shared/sync/transport.ts';

export interface ServerCall<Value> {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<Value>;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;
/** Unpacked; the longest answer there is, a page of rows, has 2 MB. What is longer is none of ours, a zip bomb maybe. */
const mostBytes = 8_000_000;

/** @param serverUrl origin, without a slash at the end */
export async function callServer<Value>(serverUrl: string, call: ServerCall<Value>): Promise<Answer<Value>> {
  const sentAt = Date.now();
  try {
    const response = await fetch(`${serverUrl}/api/v1${call.path}`, {
      method: call.method,
      headers: {
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs),
    });
    const text = await textOf(response);
    if (text === null)
      return { ok: false, failure: { code: 'server_answer_unreadable', message: 'The answer is too long.' } };
    const receivedAt = Date.now();
    const retryAfter = response.headers.get('retry-after');
    const read = readAnswer({ status: response.status, text, retryAfter }, call.answer);
    return read.ok ? { ...read, sentAt, receivedAt } : read;
  } catch (error) {
    return { ok: false, failure: { code: 'server_unreachable', message: String(error) } };
  }
}

/** @returns null where there is more of it than any answer has: the rest is not waited for */
async function textOf(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  const pieces = response.body?.getReader();
  for (;;) {
    const { value, done } = (await pieces?.read()) ?? { value: undefined, done: true };
    if (done || value === undefined) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await pieces?.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
