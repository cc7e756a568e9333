/**
 * What came back over the wire, read or refused.
 *
 * Purpose: one place that decides whether an answer is CR Desk's, and what its failure says.
 * Invariants: nothing is trusted before it was read by its schema, so a proxy's page with status 200 and half a
 * body are failures like any other; a wait that was asked for is kept, up to five minutes.
 *
 *   2xx, fits the schema ──▶ value
 *   2xx, anything else   ──▶ server_answer_unreadable
 *   other, our errors    ──▶ its code, retryAfter, epoch
 *   413                  ──▶ too_large, whoever says it: a proxy may have the smaller limit
 *   other, anything else ──▶ server_answer_unreadable
 */
import type { z } from 'zod';
import { requestErrors, type RequestErrorCode } from '../../errors.ts';
import { errorAnswer } from './protocol.ts';
import type { TransportFailure } from './transport.ts';

export interface ReceivedAnswer {
  readonly status: number;
  readonly text: string;
  /** The header, seconds; null where there is none. */
  readonly retryAfter: string | null;
}

type ReadAnswer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: TransportFailure };

/** Seconds; no server may silence a desk for longer. */
const longestWait = 300;

export function readAnswer<Value>(received: ReceivedAnswer, schema: z.ZodType<Value>): ReadAnswer<Value> {
  const json = parseJson(received.text);
  if (received.status < 200 || received.status > 299)
    return { ok: false, failure: failureOf(received, json) };
  const read = schema.safeParse(json);
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, failure: { code: 'server_answer_unreadable', message: read.error.message } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureOf({ status, retryAfter }: ReceivedAnswer, json: unknown): TransportFailure {
  const read = errorAnswer.safeParse(json);
  if (!read.success || !Object.hasOwn(requestErrors, read.data.error.code)) {
    // A proxy's page, or something else that is no CR Desk server.
    const code = status === requestErrors.too_large.status ? 'too_large' : 'server_answer_unreadable';
    return { code, message: `HTTP ${status}` };
  }
  const { code, message, epoch } = read.data.error;
  const seconds = Number(retryAfter ?? Number.NaN);
  return {
    code: code as RequestErrorCode,
    message,
    ...(epoch === undefined ? {} : { epoch }),
    ...(Number.isFinite(seconds) ? { retryAfter: Math.min(Math.max(seconds, 0), longestWait) * 1000 } : {}),
  };
}
