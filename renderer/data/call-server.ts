/** One call to the central server: never throws, always ends, and trusts no answer before it was read. */
import type { z } from 'zod';
import { requestErrors, type RequestErrorCode } from '../../shared/errors.ts';
import { errorAnswer } from '../../shared/sync/protocol.ts';
import type { Answer, TransportFailure } from '../../shared/sync/transport.ts';

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
    const text = await response.text();
    const receivedAt = Date.now();
    const json = parseJson(text);
    if (!response.ok) return { ok: false, failure: failureOf(response, json) };
    const read = call.answer.safeParse(json);
    if (read.success) return { ok: true, value: read.data, sentAt, receivedAt };
    return { ok: false, failure: { code: 'server_answer_unreadable', message: read.error.message } };
  } catch (error) {
    return { ok: false, failure: { code: 'server_unreachable', message: String(error) } };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureOf(response: Response, json: unknown): TransportFailure {
  const read = errorAnswer.safeParse(json);
  if (!read.success || !(read.data.error.code in requestErrors)) {
    // A proxy's page, or something else that is no CR Desk server.
    return { code: 'server_answer_unreadable', message: `HTTP ${response.status}` };
  }
  const { code, message, epoch } = read.data.error;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    code: code as RequestErrorCode,
    message,
    ...(epoch === undefined ? {} : { epoch }),
    ...(Number.isFinite(seconds) ? { retryAfter: Math.min(seconds, 300) * 1000 } : {}),
  };
}
