/**
 * Every expected failure of CR Desk. A failure is a value; bugs throw. `then` says what a caller does about
 * it: `retry` later, `fix-input` and send again, or `stop` and tell a person. The renderer's i18n table
 * `errors.*` has the words for each code, in both languages (a test holds the two together).
 */
type Then = 'retry' | 'fix-input' | 'stop';

/** Answers of the server that refuse a whole request, with their HTTP status (docs/sync-spec.md). */
export const requestErrors = {
  malformed: { status: 400, then: 'stop' },
  damaged: { status: 400, then: 'retry' },
  token_invalid: { status: 401, then: 'stop' },
  credentials_invalid: { status: 401, then: 'fix-input' },
  session_expired: { status: 401, then: 'stop' },
  device_revoked: { status: 403, then: 'stop' },
  forbidden: { status: 403, then: 'stop' },
  code_unknown: { status: 404, then: 'fix-input' },
  not_found: { status: 404, then: 'stop' },
  epoch_changed: { status: 409, then: 'retry' },
  op_seq_gap: { status: 409, then: 'retry' },
  device_cloned: { status: 409, then: 'retry' },
  claim_taken: { status: 409, then: 'stop' },
  site_not_empty: { status: 409, then: 'stop' },
  cursor_expired: { status: 410, then: 'retry' },
  code_used: { status: 410, then: 'fix-input' },
  code_expired: { status: 410, then: 'fix-input' },
  too_large: { status: 413, then: 'fix-input' },
  unsupported_media: { status: 415, then: 'stop' },
  protocol_unsupported: { status: 426, then: 'stop' },
  too_many_requests: { status: 429, then: 'retry' },
  unavailable: { status: 503, then: 'retry' },
  internal: { status: 500, then: 'retry' },
} as const satisfies Record<string, { status: number; then: Then }>;
export type RequestErrorCode = keyof typeof requestErrors;

/** Why one change was rejected; the others of its push go on (docs/sync-spec.md). */
export const verdictCodes = [
  'invalid',
  'missing',
  'gone',
  'exists',
  'immutable',
  'forbidden',
  'stale',
  'claim_lost',
  'too_large',
  'server_error',
] as const;
export type VerdictCode = (typeof verdictCodes)[number];

/** What can go wrong on the device itself. */
export const deviceErrors = {
  server_unreachable: 'retry',
  server_answer_unreadable: 'retry',
  storage_unavailable: 'stop',
  storage_unopened: 'retry',
  storage_reload: 'stop',
  storage_blocked: 'stop',
  storage_newer: 'stop',
  storage_lost: 'stop',
  storage_full: 'fix-input',
  input_invalid: 'fix-input',
  row_missing: 'fix-input',
  visit_closed: 'fix-input',
  seat_taken: 'fix-input',
  not_permitted: 'stop',
  password_wrong_offline: 'fix-input',
  person_unknown_offline: 'retry',
  other_site: 'stop',
  shell_refused: 'stop',
  shell_failed: 'retry',
  username_taken: 'fix-input',
  last_supervisor: 'fix-input',
  backup_unreadable: 'fix-input',
  backup_newer: 'stop',
  join_station: 'fix-input',
  desk_joining: 'retry',
} as const satisfies Record<string, Then>;
export type DeviceErrorCode = keyof typeof deviceErrors;

export interface Failure<Code extends string = string> {
  readonly code: Code;
  /** In English, for logs and for people who read the wire; screens use the code's words. */
  readonly message?: string;
  readonly field?: string;
}

export type Result<Value, Code extends string = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure<Code> };
