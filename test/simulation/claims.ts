/**
 * Claims of a simulated world: one entity is claimed, people take on and give back its rows, and a clerk beside the
 * server notes whose each row was: no change under another token, or under none, is applied in that time (R10).
 */
import { z } from 'zod';
import { defineCommand } from '../../shared/commands/define.ts';
import { id } from '../../shared/entities/fields.ts';
import type { ClaimAnswer, ClaimRequest, Patch, ReleaseRequest } from '../../shared/sync/wire/protocol.ts';
import { rowKey } from '../../shared/sync/judge/server-row.ts';
import type { ChangeRecord } from '../../server/sync/site-store.ts';
import type { SimulatedDevice } from './device.ts';
import type { Crowd } from './people.ts';

/** Nothing else in a world writes it. */
export const claimedEntity = 'vehicle';
/** So short that claims run out while desks are offline. */
export const claimMs = 20_000;
/** So few that people meet over them. */
const mostRows = 3;

const rowInput = z.object({ rowId: id(), note: z.string() });

const makeRow = defineCommand({
  name: 'makeClaimedRow',
  version: 1,
  input: rowInput,
  permission: 'guests.edit',
  reads: () => [],
  plan: ({ rowId, note }) => ({
    changes: [
      {
        name: 'makeClaimedRow',
        version: 1,
        patches: [{ entity: claimedEntity, id: rowId, op: 'create', set: { note } }],
      },
    ],
    output: null,
  }),
});

const editRow = defineCommand({
  name: 'editClaimedRow',
  version: 1,
  input: rowInput,
  permission: 'guests.edit',
  reads: () => [],
  plan: ({ rowId, note }) => ({
    changes: [
      {
        name: 'editClaimedRow',
        version: 1,
        patches: [{ entity: claimedEntity, id: rowId, op: 'update', set: { note } }],
      },
    ],
    output: null,
  }),
});

/** Someone takes a row on, works on one, or gives one back; now and then on one that nobody here took on. */
export async function claimAt(device: SimulatedDevice, { random, newId, people }: Crowd): Promise<void> {
  const { rows, claims } = device.disk.snapshot();
  const here = [...(rows.get(claimedEntity)?.keys() ?? [])];
  const own = [...claims.values()].filter(({ released }) => !released).map((claim) => claim.id);
  const actor = random.pick(people);
  const note = `t${newId()}`;
  const what = random.int(1, 10);
  if (here.length < mostRows && what <= 3) await device.run(makeRow, { rowId: newId(), note }, actor);
  else if (here.length === 0) return;
  else if (what <= 4) await device.claim({ entity: claimedEntity, id: random.pick(here) }, actor);
  else if (what === 5 && own.length > 0)
    await device.release({ entity: claimedEntity, id: random.pick(own) });
  else {
    const rowId = random.pick(own.length > 0 && random.chance(0.7) ? own : here);
    await device.run(editRow, { rowId, note }, actor);
  }
}

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
