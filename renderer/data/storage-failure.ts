/** Which errors of IndexedDB mean that this device cannot keep data, and why. */
import { StorageFailure } from '../../shared/sync/device/device-store.ts';

const codeByErrorName: Readonly<Record<string, StorageFailure['code']>> = {
  QuotaExceededError: 'storage_full',
  // What Chromium throws where the disk itself is full or the profile cannot be written.
  UnknownError: 'storage_full',
  MissingAPIError: 'storage_unavailable',
  SecurityError: 'storage_unavailable',
  InvalidStateError: 'storage_unavailable',
  OpenFailedError: 'storage_unavailable',
  DatabaseClosedError: 'storage_unavailable',
  VersionError: 'storage_newer',
};

/** The failure behind an error of opening: one without a reason is no full disk yet, though that is the usual one. */
export function toOpenFailure(error: unknown): StorageFailure | null {
  return toStorageFailure({ name: 'OpenFailedError', inner: error });
}

/**
 * The failure behind an error, looking through the errors Dexie wraps; null for a bug. A transaction aborted for
 * no reason at all was open when the browser closed the database by force.
 */
export function toStorageFailure(error: unknown): StorageFailure | null {
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth += 1) {
    if (cause instanceof StorageFailure) return cause;
    const { name, inner } = cause as { name?: string; inner?: unknown };
    const innerFailure: StorageFailure | null = inner && inner !== cause ? toStorageFailure(inner) : null;
    if (innerFailure) return isOpening(name) ? ofOpening(innerFailure, inner) : innerFailure;
    const code = name === undefined ? undefined : codeByErrorName[name];
    if (code) return new StorageFailure(code, error);
    if (name === 'AbortError' && !inner) return new StorageFailure('storage_unavailable', error);
    cause = inner;
  }
  return null;
}

/** Dexie's words for what could not be opened, and for what was asked of it afterwards. */
const isOpening = (name: string | undefined) => name === 'OpenFailedError' || name === 'DatabaseClosedError';

function ofOpening(failure: StorageFailure, inner: unknown): StorageFailure {
  const isUnknown = failure.code === 'storage_full' && (inner as { name?: string }).name === 'UnknownError';
  return isUnknown ? new StorageFailure('storage_unopened', inner) : failure;
}
