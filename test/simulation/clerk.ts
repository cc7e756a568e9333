/** A clerk beside the server of a simulated world, who notes whose each claimed row is (R10). */
import type { ClaimAnswer, ClaimRequest, Patch, ReleaseRequest } from '../../shared/sync/wire/protocol.ts';
import { rowKey } from '../../shared/sync/judge/server-row.ts';
import type { ChangeRecord } from '../../server/sync/site-store.ts';

/** Nothing else in a world writes it. */
export const claimedEntity = 'vehicle';
/** So short that claims run out while desks are offline. */
export const claimMs = 20_000;

interface Grant {
  readonly token: string;
  readonly deviceId: string;
  readonly until: number;
}

export interface Clerk {
  given(deviceId: string, request: ClaimRequest, answer: ClaimAnswer): void;
  givenBack(deviceId: string, request: ReleaseRequest): void;
  /** Claims end with the life of the database. */
  forget(): void;
  /** @param changes about to be applied, none of an ended life @returns what does not hold */
  watch(changes: readonly ChangeRecord[], now: number): string[];
}

export function createClerk(): Clerk {
  const latest = new Map<string, Grant>();
  return {
    given: (deviceId, row, { token, until }) => void latest.set(rowKey(row), { token, deviceId, until }),
    givenBack(deviceId, row) {
      const grant = latest.get(rowKey(row));
      if (grant?.token === row.token && grant.deviceId === deviceId) latest.delete(rowKey(row));
    },
    forget: () => latest.clear(),
    watch: (changes, now) =>
      changes.flatMap(({ verdict, deviceId, opId, payload }) => {
        if (verdict !== 'applied') return [];
        const edits = ((payload ?? []) as readonly Patch[]).filter(
          ({ entity, op }) => entity === claimedEntity && op === 'update',
        );
        return edits
          .filter((patch) => !isGood(patch, deviceId, latest.get(rowKey(patch)), now))
          .map(({ id: row }) => `${opId} was applied to ${row}, which another had claimed`);
      }),
  };
}

function isGood({ claim }: Patch, deviceId: string, grant: Grant | undefined, now: number): boolean {
  if (claim === undefined) return !grant || grant.until <= now;
  return grant?.token === claim && grant.deviceId === deviceId;
}
