/** A request refused as a whole; the error handler of `app.ts` turns it into its status and body. */
import type { RequestErrorCode } from '../shared/errors.ts';

/** What the answer says besides code and message, and the header that goes with it. */
interface FailureExtra {
  readonly field?: string;
  readonly lastOpSeq?: number;
  readonly epoch?: string;
  readonly min?: number;
  readonly max?: number;
  /** UTC ms: when the claim in the way ends, if nobody renews it. */
  readonly until?: number;
  /** Seconds; becomes the header `Retry-After`. */
  readonly retryAfter?: number;
}

/** Thrown anywhere below a route. The message is for people who read the wire; it holds nothing personal. */
export class RequestFailure extends Error {
  readonly code: RequestErrorCode;
  readonly extra: FailureExtra;

  constructor(code: RequestErrorCode, message: string, extra: FailureExtra = {}) {
    super(message);
    this.name = 'RequestFailure';
    this.code = code;
    this.extra = extra;
  }
}
