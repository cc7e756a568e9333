/** An import under way, as a desk keeps it on its disk: block by block, so that it can go on, and be taken back. */
import type { ImportedCustomer, ImportedMerge } from '../../commands/import-customers.ts';
import { cardOf } from '../../commands/import-customers.ts';
import type { LeftRow, UndoImportInput } from '../../commands/undo-import.ts';
import type { ImportCustomer } from './join-rows.ts';
import { mergeIntoKnown, type KnownCustomer } from './merge-known.ts';
import { rowsPerBlock, type ImportPlan } from './plan-import.ts';

export interface ImportJob {
  readonly id: string;
  readonly fileName: string;
  /** UTC ms. */
  readonly beganAt: number;
  /** `running` also where its window was closed or fell over: who takes it up again finds it so. */
  readonly state: 'running' | 'paused' | 'stopped' | 'done' | 'undoing' | 'undone';
  /** Rows: to take, and of these taken, and found to be there by now. */
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly blocks: number;
  /** What was left out when it was planned, to be told and mended. */
  readonly leftOut: Pick<ImportPlan, 'headings' | 'columns' | 'badRows' | 'problems'> & {
    readonly known: number;
  };
  /** Blocks taken back so far, and what stayed. */
  readonly undone: number;
  readonly stayed: readonly (LeftRow & { readonly name: string })[];
}

export interface ImportBlock {
  readonly jobId: string;
  /** From 0. */
  readonly seq: number;
  readonly state: 'waiting' | 'taken' | 'undone';
  readonly customers: readonly PlannedCustomer[];
  readonly merges: readonly PlannedMerge[];
}

/** With the ids its rows get: they are known before anything is written, so that nothing is written twice. */
interface PlannedCustomer extends ImportCustomer {
  readonly id: string;
  readonly guestCardId: string;
  readonly vehicles: readonly (ImportCustomer['vehicles'][number] & { readonly id: string })[];
}

interface PlannedMerge extends ImportedMerge {
  readonly name: string;
  readonly lines: readonly number[];
}

/** @param known customers of `plan.merges`, by id */
export function planBlocks(
  { customers, merges }: Pick<ImportPlan, 'customers' | 'merges'>,
  known: ReadonlyMap<string, KnownCustomer>,
  newId: () => string,
): Pick<ImportBlock, 'customers' | 'merges'>[] {
  const planned = customers.map((one): PlannedCustomer => ({
    ...one,
    id: newId(),
    guestCardId: newId(),
    vehicles: one.vehicles.map((car) => ({ ...car, id: newId() })),
  }));
  const rowsByCustomer = Map.groupBy(merges, ({ customerId }) => customerId);
  const merged = [...rowsByCustomer].flatMap(([customerId, rows]): PlannedMerge[] => {
    const target = known.get(customerId);
    if (!target) return [];
    const { fills, newVehicles } = mergeIntoKnown(
      target,
      rows.map(({ row }) => row),
    );
    return [
      {
        customerId,
        fills: fills as PlannedMerge['fills'],
        vehicles: newVehicles.map((car) => ({ ...car, id: newId() })),
        name: target.customer?.name ?? target.card?.name ?? '',
        lines: rows.map(({ row }) => row.line),
      },
    ];
  });
  return [
    ...inBlocks(planned).map((some) => ({ customers: some, merges: [] })),
    ...inBlocks(merged).map((some) => ({ customers: [], merges: some })),
  ];
}

/** At most `rowsPerBlock` rows each; what belongs to one customer stays together. */
export function inBlocks<Item extends { readonly lines: readonly number[] }>(
  items: readonly Item[],
): Item[][] {
  const blocks: Item[][] = [];
  let rows = rowsPerBlock;
  for (const item of items) {
    if (rows + item.lines.length > rowsPerBlock) {
      blocks.push([]);
      rows = 0;
    }
    blocks.at(-1)?.push(item);
    rows += item.lines.length;
  }
  return blocks;
}

export const toImported = ({
  lines: _,
  isChosenNew: __,
  phones,
  vehicles,
  ...rest
}: PlannedCustomer): ImportedCustomer => ({ ...rest, phones: [...phones], vehicles: [...vehicles] });

/** @param isUsed whether something that the import did not make names the customer or the card */
export function toUndo(
  { customers, merges }: Pick<ImportBlock, 'customers' | 'merges'>,
  isUsed: (customerId: string, guestCardId: string) => boolean,
): UndoImportInput {
  const carRow = ({ id, ...car }: PlannedCustomer['vehicles'][number], customerId: string) => ({
    entity: 'vehicle' as const,
    id,
    made: { ...car, customerId },
  });
  return {
    groups: [
      ...customers.map((one) => {
        const { id, guestCardId, vehicles, ...fields } = toImported(one);
        const card = cardOf({ ...fields, id });
        return {
          line: one.lines[0] ?? 0,
          isUsed: isUsed(id, guestCardId),
          rows: [
            { entity: 'customer' as const, id, made: fields },
            { entity: 'guestCard' as const, id: guestCardId, made: card },
            ...vehicles.map((car) => carRow(car, id)),
          ],
        };
      }),
      ...merges.flatMap(({ customerId, vehicles, lines }) =>
        vehicles.map((car) => ({
          line: lines[0] ?? 0,
          isUsed: false,
          rows: [carRow(car, customerId)],
        })),
      ),
    ],
    fills: merges.flatMap(({ fills, lines }) => fills.map((fill) => ({ ...fill, line: lines[0] ?? 0 }))),
  };
}
