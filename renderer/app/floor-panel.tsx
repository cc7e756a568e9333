/** The house as the site arranges it: areas in walking order with their seats, live from every desk. */
import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import type { LocalRow } from '../data/database.ts';
import { usePerson } from '../data/hooks.ts';
import { ConflictsOf } from '../records/conflict-list.tsx';
import { nameIn } from '../records/name-in.ts';
import { ArrangedChip, useArrangedKeyHints } from './arranged-chip.tsx';
import classes from './arranged.module.css';
import { AreaForm, SeatForm } from './floor-forms.tsx';
import pages from './pages.module.css';
import { useFloorEdits, type FloorEdits } from './use-floor-edits.ts';
import { useFocusBack, useOpenForm } from './use-open-form.ts';
import { useHouse, type House } from './use-house.ts';

export function FloorPanel() {
  const house = useHouse();
  return house ? <Floor house={house} /> : null;
}

function Floor({ house }: { readonly house: House }) {
  const { t } = useTranslation();
  const person = usePerson();
  const mayEdit = person !== null && rolesAllow(person.roles, 'floor.edit');
  const edits = useFloorEdits();
  const { open, onOpen } = useOpenForm('floor');
  const panel = useRef<HTMLElement>(null);
  useFocusBack(panel, open, house);
  useArrangedKeyHints(t('settings.floor.title'), mayEdit);
  const records = [
    ...house.areas.map(({ id }) => ({ entity: 'area', id }) as const),
    ...house.seats.map(({ id }) => ({ entity: 'seat', id }) as const),
  ];
  return (
    <section className={pages.panel} aria-labelledby="floor-settings" data-arranged ref={panel}>
      <h2 id="floor-settings">{t('settings.floor.title')}</h2>
      <p className={pages.text}>{mayEdit ? t('settings.floor.hint') : t('settings.floor.readOnly')}</p>
      {house.areas.map((area) => (
        <AreaBlock key={area.id} {...{ area, house, edits, mayEdit, open, onOpen }} />
      ))}
      {mayEdit && open === newArea && <AreaForm {...{ house, edits }} onClose={() => onOpen(null)} />}
      {mayEdit && open !== newArea && (
        <div>
          <Button variant="default" size="md" data-opens={newArea} onClick={() => onOpen(newArea)}>
            {t('settings.floor.addArea')}
          </Button>
        </div>
      )}
      <ConflictsOf records={records} />
    </section>
  );
}

const newArea = 'new';
/** A new seat of it. */
const newSeatIn = (areaId: string) => `in-${areaId}`;

interface BlockProps {
  readonly area: LocalRow<'area'>;
  readonly house: House;
  readonly edits: FloorEdits;
  readonly mayEdit: boolean;
  readonly open: string | null;
  readonly onOpen: (key: string | null) => void;
}

function AreaBlock({ area, house, edits, mayEdit, open, onOpen }: BlockProps) {
  const { t, i18n } = useTranslation();
  const seats = house.seats.filter(({ areaId }) => areaId === area.id);
  const name = nameIn(i18n.language, area);
  const chosen = seats.find(({ id }) => id === open);
  const form = { house, edits, onClose: () => onOpen(null) };
  return (
    <section className={classes.area} aria-label={name} data-closed={area.outOfUse || undefined}>
      <div className={classes.head}>
        <h3>
          {name} {area.outOfUse && <span className={classes.badge}>{t('settings.floor.outOfUse')}</span>}
        </h3>
        {mayEdit && <AreaActions {...{ area, name, onOpen }} />}
      </div>
      {seats.length === 0 && <p className={pages.text}>{t('settings.floor.empty')}</p>}
      <ul className={classes.seats}>
        {seats.map((seat) => (
          <li key={seat.id}>
            <SeatChip
              seat={seat}
              isOpen={open === seat.id}
              mayEdit={mayEdit}
              onOpen={() => onOpen(open === seat.id ? null : seat.id)}
              onStep={(by) => void edits.step('seat', seat.id, by)}
            />
          </li>
        ))}
      </ul>
      {mayEdit && open === area.id && <AreaForm {...form} area={area} />}
      {mayEdit && chosen && <SeatForm key={chosen.id} {...form} seat={chosen} areaId={area.id} />}
      {mayEdit && open === newSeatIn(area.id) && <SeatForm {...form} areaId={area.id} />}
    </section>
  );
}

interface AreaActionsProps extends Pick<BlockProps, 'area' | 'onOpen'> {
  readonly name: string;
}

function AreaActions({ area, name, onOpen }: AreaActionsProps) {
  const { t } = useTranslation();
  const toSeat = newSeatIn(area.id);
  return (
    <div className={classes.actions}>
      <Button
        variant="subtle"
        size="md"
        aria-label={t('settings.floor.addSeatTo', { name })}
        data-opens={toSeat}
        onClick={() => onOpen(toSeat)}
      >
        {t('settings.floor.addSeat')}
      </Button>
      <Button
        variant="subtle"
        size="md"
        aria-label={t('settings.floor.editAreaOf', { name })}
        data-opens={area.id}
        onClick={() => onOpen(area.id)}
      >
        {t('settings.floor.editArea')}
      </Button>
    </div>
  );
}

interface SeatChipProps {
  readonly seat: LocalRow<'seat'>;
  readonly isOpen: boolean;
  readonly mayEdit: boolean;
  readonly onOpen: () => void;
  readonly onStep: (by: -1 | 1) => void;
}

function SeatChip({ seat, ...chip }: SeatChipProps) {
  const { t } = useTranslation();
  return (
    <ArrangedChip row={seat} {...chip}>
      <b>{seat.name}</b>
      {seat.capacity !== null && <span>{t('settings.floor.places', { count: seat.capacity })}</span>}
    </ArrangedChip>
  );
}
