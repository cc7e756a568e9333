import { importCustomers } from '../../../shared/commands/import-customers.ts';
import type { DeviceErrorCode, Result } from '../../../shared/errors.ts';
import type { ImportCustomer } from '../../../shared/rules/import/join-rows.ts';
import { guestKeyOf, leaveOutKnown } from '../../../shared/rules/import/leave-out-known.ts';
import type { Desk } from '../../data/desk.ts';
import { toStorageFailure } from '../../data/storage-failure.ts';
import { readKnownAmong } from './read-known.ts';

/** Rows of a block; together all of them. */
export interface BlockTaken {
  readonly done: number;
  /** Known by now, though not when the list was looked through. */
  readonly skipped: number;
}

/** Takes the blocks of one import, each at most once whatever other windows do. */
export type TakeBlock = (block: readonly ImportCustomer[]) => Promise<Result<BlockTaken, DeviceErrorCode>>;

export function createTakeBlock({ db, run }: Pick<Desk, 'db' | 'run'>): TakeBlock {
  const own = new Set<string>();
  async function take(block: readonly ImportCustomer[]): Promise<Result<BlockTaken, DeviceErrorCode>> {
    const { customers, skipped } = leaveOutKnown(block, await readKnownAmong(db, block), own);
    if (customers.length > 0) {
      const result = await run(importCustomers, { customers: customers.map(toInput) });
      if (!result.ok) return result;
    }
    for (const customer of customers) own.add(guestKeyOf(customer) ?? '');
    const rows = block.reduce((sum, { lines }) => sum + lines.length, 0);
    return { ok: true, value: { done: rows - skipped, skipped } };
  }
  return async (block) => {
    try {
      // Another window that imports waits, and then sees what this one wrote.
      return await navigator.locks.request('crdesk-import', () => take(block));
    } catch (error) {
      const failure = toStorageFailure(error);
      if (!failure) throw error;
      return { ok: false, error: { code: failure.code } };
    }
  };
}

const toInput = ({ lines: _, phones, vehicles, ...rest }: ImportCustomer) => ({
  ...rest,
  phones: [...phones],
  vehicles: [...vehicles],
});
