/** The house as the site arranges it: areas in walking order with their seats, live from every desk. */
import { Button } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import type { LocalRow } from '../data/database.ts';
import { usePerson } from '../data/hooks.ts';
import { ConflictsOf } from '../records/conflict-list.tsx';
import { AreaForm, SeatForm } from './floor-forms.tsx';
import classes from './floor-panel.module.css';
import pages from './pages.module.css';
import { positionAfter, useFloorEdits, type FloorEdits } from './use-floor-edits.ts';
import { useHouse, type House } from './use-house.ts';

export function FloorPanel() {
  const { t } = useTranslation();
  const house = useHouse();
  const person = usePerson();
  const mayEdit = person !== null && rolesAllow(person.roles, 'floor.edit');
  const edits = useFloorEdits();
  /** One form at a time: a row's id, `new` for an area, `new` and an area's id for a seat of it. */
  const [open, setOpen] = useState<string | null>(null);
  if (!house) return null;
  const records = [
    ...house.areas.map(({ id }) => ({ entity: 'area', id }) as const),
    ...house.seats.map(({ id }) => ({ entity: 'seat', id }) as const),
  ];
  const close = () => setOpen(null);
  const add = { house, edits, onClose: close };
  return (
    <section className={pages.panel} aria-labelledby="floor-settings">
      <h2 id="floor-settings">{t('settings.floor.title')}</h2>
      <p className={pages.text}>{mayEdit ? t('settings.floor.hint') : t('settings.floor.readOnly')}</p>
      {house.areas.map((area) => (
        <AreaBlock key={area.id} {...{ area, house, edits, mayEdit, open }} onOpen={setOpen} />
      ))}
      {mayEdit && open === 'new' && (
        <AreaForm {...add} onSave={(set) => edits.addArea(set, positionAfter(house.areas))} />
      )}
      {mayEdit && open !== 'new' && (
        <div>
          <Button variant="default" onClick={() => setOpen('new')}>
            {t('settings.floor.addArea')}
          </Button>
        </div>
      )}
      <ConflictsOf records={records} />
    </section>
  );
}

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
  const name = i18n.language === 'en' ? (area.nameEn ?? area.name) : area.name;
  const chosen = seats.find(({ id }) => id === open);
  const newKey = `new ${area.id}`;
  const form = { house, edits, onClose: () => onOpen(null) };
  const addToArea = { areaId: area.id, name: '', capacity: null };
  return (
    <section className={classes.area} aria-label={name} data-closed={area.outOfUse || undefined}>
      <div className={classes.head}>
        <h3>
          {name} {area.outOfUse && <span className={classes.badge}>{t('settings.floor.outOfUse')}</span>}
        </h3>
        {mayEdit && (
          <div className={classes.actions}>
            <Button variant="subtle" onClick={() => onOpen(newKey)}>
              {t('settings.floor.addSeat')}
            </Button>
            <Button variant="subtle" onClick={() => onOpen(area.id)}>
              {t('settings.floor.editArea')}
            </Button>
          </div>
        )}
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
              onStep={(by) => void edits.step('seat', seats, seat, by)}
            />
          </li>
        ))}
      </ul>
      {mayEdit && open === area.id && (
        <AreaForm {...form} area={area} onSave={(set, version) => edits.editArea(area, set, version)} />
      )}
      {mayEdit && chosen && <SeatForm key={chosen.id} {...form} seat={chosen} first={chosen} />}
      {mayEdit && open === newKey && <SeatForm {...form} first={addToArea} />}
    </section>
  );
}

interface ChipProps {
  readonly seat: LocalRow<'seat'>;
  readonly isOpen: boolean;
  readonly mayEdit: boolean;
  readonly onOpen: () => void;
  readonly onStep: (by: -1 | 1) => void;
}

function SeatChip({ seat, isOpen, mayEdit, onOpen, onStep }: ChipProps) {
  const { t } = useTranslation();
  const words = (
    <>
      <b>{seat.name}</b>
      {seat.capacity !== null && <span>{t('settings.floor.places', { count: seat.capacity })}</span>}
      {seat.outOfUse && <span className={classes.badge}>{t('settings.floor.outOfUse')}</span>}
    </>
  );
  if (!mayEdit) return <div className={classes.seat}>{words}</div>;
  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (!event.altKey || by === undefined) return;
    // The browser's own meaning is a page back.
    event.preventDefault();
    onStep(by);
  }
  return (
    <button
      type="button"
      className={classes.seat}
      aria-expanded={isOpen}
      data-closed={seat.outOfUse || undefined}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      {words}
    </button>
  );
}
