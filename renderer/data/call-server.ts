/** One call to the central server: never throws, always ends, and trusts no answer before it was read. */
import type { z } from 'zod';
import { sessionHeader } from '../../shared/sync/wire/administration.ts';
import { bodyChecksum, checksumHeader } from '../../shared/sync/wire/body-checksum.ts';
import { readAnswer } from '../../shared/sync/wire/read-answer.ts';
import type { Answer } from '../../shared/sync/wire/transport.ts';

export interface ServerCall<Value> {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly token?: string;
  /** Of the person signed in, where the server asks for somebody's right. */
  readonly session?: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<Value>;
  readonly timeoutMs?: number;
}

/** After which an answer is not waited for any longer. */
export const defaultTimeoutMs = 30_000;
/** Unpacked; the longest answer there is, a page of rows, has 2 MB. What is longer is none of ours, a zip bomb maybe. */
const mostBytes = 8_000_000;

/** @param serverUrl origin, without a slash at the end; empty where it is not known: nobody is asked */
export async function callServer<Value>(serverUrl: string, call: ServerCall<Value>): Promise<Answer<Value>> {
  if (serverUrl === '') return { ok: false, failure: { code: 'server_unreachable' } };
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const sentAt = Date.now();
  try {
    const response = await fetch(`${serverUrl}/api/v1${call.path}`, {
      method: call.method,
      headers: {
        ...(body === undefined
          ? {}
          : {
              'content-type': 'application/json',
              [checksumHeader]: bodyChecksum(new TextEncoder().encode(body)),
            }),
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        ...(call.session === undefined ? {} : { [sessionHeader]: call.session }),
      },
      ...(body === undefined ? {} : { body }),
      cache: 'no-store',
      signal: AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs),
    });
    const bytes = await bytesOf(response);
    if (bytes === null) return unreadable('The answer is too long.');
    const receivedAt = Date.now();
    const sum = response.headers.get(checksumHeader);
    if (sum !== null && sum !== bodyChecksum(bytes))
      return unreadable('The answer is not the one that was sent.');
    const text = new TextDecoder().decode(bytes);
    const retryAfter = response.headers.get('retry-after');
    const read = readAnswer({ status: response.status, text, retryAfter }, call.answer);
    return read.ok ? { ...read, sentAt, receivedAt } : read;
  } catch (error) {
    return { ok: false, failure: { code: 'server_unreachable', message: String(error) } };
  }
}

function unreadable(message: string): Answer<never> {
  return { ok: false, failure: { code: 'server_answer_unreadable', message } };
}

/** @returns null where there is more of it than any answer has: the rest is not waited for */
async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done || value === undefined) break;
    length += value.byteLength;
    if (length > mostBytes) {
      await reader?.cancel();
      return null;
    }
    pieces.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
