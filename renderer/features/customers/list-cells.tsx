import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { ListRow } from '../../../shared/rules/search/list-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useTimePlace } from '../../records/use-time-place.ts';
import { dayWords } from '../../ui/time-words.ts';
import classes from './customers.module.css';
import { GuestHints } from './guest-hints.tsx';

interface Props {
  /** Undefined while it is on its way. */
  readonly row: ListRow | undefined;
  readonly of: 'guests' | 'vehicles';
}

/** A row that stays in sight while others come is not drawn again. */
export const ListCells = memo(function ListCells({ row, of }: Props) {
  if (!row) return <span className={classes.coming} />;
  return of === 'guests' ? <GuestCells row={row} /> : <VehicleCells row={row} />;
});

function GuestCells({ row }: { readonly row: ListRow }) {
  const { t } = useTranslation();
  const cars = row.vehicles.map(({ plate, model }) =>
    [plate && showPlate(plate), model].filter(Boolean).join(' '),
  );
  return (
    <>
      <span className={classes.name}>{row.name}</span>
      <span>{row.phoneLast4 && t('records.lastDigits', { digits: row.phoneLast4 })}</span>
      <span title={cars.join(t('common.listSeparator'))}>{cars.join(t('common.listSeparator'))}</span>
      <span className={classes.hints}>
        <GuestHints {...row} />
      </span>
      <LastVisit at={row.lastVisitAt} />
    </>
  );
}

function VehicleCells({ row }: { readonly row: ListRow }) {
  const { t } = useTranslation();
  const [car] = row.vehicles;
  return (
    <>
      <span className={classes.name}>{car?.plate ? showPlate(car.plate) : t('customers.noPlate')}</span>
      <span>{car?.model}</span>
      <span>{row.guestCardId === null ? t('customers.noOwner') : row.name}</span>
      <span className={classes.hints}>{row.guestCardId !== null && <GuestHints {...row} />}</span>
      <LastVisit at={row.lastVisitAt} />
    </>
  );
}

function LastVisit({ at }: { readonly at: number | null }) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const desk = useDesk();
  return (
    <span className={classes.last}>
      {at === null ? t('customers.neverHere') : dayWords(t, place, at, desk.now())}
    </span>
  );
}
