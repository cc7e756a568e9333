import { memo } from 'react';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { ListRow } from '../../../shared/rules/search/list-guests.ts';
import classes from './customers.module.css';
import { GuestHints } from './guest-hints.tsx';
import type { RowWords } from './use-row-words.ts';

interface Props {
  /** Undefined while it is on its way. */
  readonly row: ListRow | undefined;
  readonly of: 'guests' | 'vehicles';
  readonly words: RowWords;
}

/** A row that stays in sight while others come is not drawn again; one that comes has no hooks to set up. */
export const ListCells = memo(function ListCells({ row, of, words }: Props) {
  if (!row) return <span className={classes.coming} />;
  return of === 'guests' ? <GuestCells row={row} words={words} /> : <VehicleCells row={row} words={words} />;
});

interface CellsProps {
  readonly row: ListRow;
  readonly words: RowWords;
}

function GuestCells({ row, words }: CellsProps) {
  const cars = row.vehicles
    .map(({ plate, model }) => [plate && showPlate(plate), model].filter(Boolean).join(' '))
    .join(words.separator);
  return (
    <>
      <span className={classes.name}>{row.name}</span>
      <span>{row.phoneLast4 && words.lastDigits(row.phoneLast4)}</span>
      <span title={cars}>{cars}</span>
      <span className={classes.hints}>
        <GuestHints {...row} words={words.hints} />
      </span>
      <LastVisit at={row.lastVisitAt} words={words} />
    </>
  );
}

function VehicleCells({ row, words }: CellsProps) {
  const [car] = row.vehicles;
  return (
    <>
      <span className={classes.name}>{car?.plate ? showPlate(car.plate) : words.noPlate}</span>
      <span>{car?.model}</span>
      <span>{row.guestCardId === null ? words.noOwner : row.name}</span>
      <span className={classes.hints}>
        {row.guestCardId !== null && <GuestHints {...row} words={words.hints} />}
      </span>
      <LastVisit at={row.lastVisitAt} words={words} />
    </>
  );
}

function LastVisit({ at, words }: { readonly at: number | null; readonly words: RowWords }) {
  return <span className={classes.last}>{at === null ? words.neverHere : words.day(at)}</span>;
}
