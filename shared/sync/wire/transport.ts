/**
 * How the engine reaches the server: HTTP in the application, text with faults in the simulation.
 *
 * Purpose: the only way out of shared/sync; what a failure says is all the loop decides by.
 * Invariants: every call ends by itself within a time limit; none throws; an answer was read by its schema
 * (`read-answer.ts`) before anybody sees it.
 *
 *   push, pull, … ──▶ ok: value, when it was sent and received (device ms)
 *                 └──▶ failure: code, and what the server asked for
 */
import type { RequestErrorCode } from '../../errors.ts';
import type {
  BucketAnswer,
  BucketRequest,
  CheckAnswer,
  CheckRequest,
  ClaimAnswer,
  ClaimRequest,
  EnrolAnswer,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
  RecoverAnswer,
  RecoverRequest,
  ReleaseAnswer,
  ReleaseRequest,
} from './protocol.ts';

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

export interface SyncTransport {
  push(token: string, request: PushRequest): Promise<Answer<PushAnswer>>;
  pull(token: string, request: PullRequest): Promise<Answer<PullAnswer>>;
  recover(token: string, request: RecoverRequest): Promise<Answer<RecoverAnswer>>;
  renew(token: string, installId: string): Promise<Answer<EnrolAnswer>>;
  claim(token: string, request: ClaimRequest): Promise<Answer<ClaimAnswer>>;
  release(token: string, request: ReleaseRequest): Promise<Answer<ReleaseAnswer>>;
}

/** What the hourly check asks (R11). */
export interface CheckTransport {
  check(token: string, request: CheckRequest): Promise<Answer<CheckAnswer>>;
  bucket(token: string, request: BucketRequest): Promise<Answer<BucketAnswer>>;
}
