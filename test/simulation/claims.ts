/** What people do with claimed rows in a simulated world: they take them on, work on them and give them back (R10). */
import { z } from 'zod';
import { defineCommand } from '../../shared/commands/define.ts';
import { id } from '../../shared/entities/fields.ts';
import { claimedEntity } from './clerk.ts';
import type { SimulatedDevice } from './device.ts';
import type { Crowd } from './people.ts';

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
  const own = [...claims.values()].filter(({ isDone }) => !isDone).map((claim) => claim.id);
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
