/** How the engine reaches the server: HTTP in the application, a direct call with faults in the simulation. */
import type { RequestErrorCode } from '../errors.ts';
import type { EnrolAnswer, PullAnswer, PullRequest, PushAnswer, PushRequest } from './protocol.ts';

export interface TransportFailure {
  readonly code: RequestErrorCode | 'server_unreachable' | 'server_answer_unreadable';
  /** English, for the log. */
  readonly message?: string;
  /** ms the server asked to wait. */
  readonly retryAfter?: number;
  /** With `epoch_changed`. */
  readonly epoch?: string;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value; readonly sentAt: number; readonly receivedAt: number }
  | { readonly ok: false; readonly failure: TransportFailure };

/** Every call ends by itself within a time limit; none throws. `sentAt`, `receivedAt` in device ms. */
export interface SyncTransport {
  push(token: string, request: PushRequest): Promise<Answer<PushAnswer>>;
  pull(token: string, request: PullRequest): Promise<Answer<PullAnswer>>;
  renew(token: string, installId: string): Promise<Answer<EnrolAnswer>>;
}
