/** Choosing a drink or a seat: by tap, by Tab and Enter, the first ones by digit. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CountField } from '../../ui/count-field.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { nameIn } from './names.ts';
import classes from './reception.module.css';
import type { Floor } from './use-floor.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

interface DrinkPickerProps {
  readonly floor: Floor;
  /** Cups to begin with. */
  readonly quantity: number;
  readonly onPick: (menuItemId: string, quantity: number) => void;
  readonly onBack: () => void;
}

export function DrinkPicker({ floor, quantity, onPick, onBack }: DrinkPickerProps) {
  const { t, i18n } = useTranslation();
  const [cups, setCups] = useState(quantity);
  const first = useFocusFirst();
  const offered = floor.menu.filter((item) => item.available !== false);
  useKeys(
    offered.slice(0, digits.length).map((item, index) => ({
      keys: digits[index] as string,
      label: nameIn(i18n.language, item),
      run: () => onPick(item.id, cups),
    })),
  );
  return (
    <section className={classes.picker} aria-label={t('reception.party.drinkTitle')}>
      <div className={classes.pickerHead}>
        <h3>{t('reception.party.drinkTitle')}</h3>
        <CountField
          aria-label={t('reception.party.quantity')}
          min={1}
          max={99}
          value={cups}
          onChange={(value) => setCups(value || 1)}
          w={144}
        />
      </div>
      <div className={classes.choices} ref={first}>
        {floor.menu.map((item) => {
          const digit = digits[offered.indexOf(item)];
          return (
            <button
              key={item.id}
              type="button"
              disabled={item.available === false}
              title={item.available === false ? t('reception.party.unavailable') : undefined}
              onClick={() => onPick(item.id, cups)}
            >
              {nameIn(i18n.language, item)} {digit && <kbd>{digit}</kbd>}
            </button>
          );
        })}
      </div>
      <Button variant="default" size="md" onClick={onBack}>
        {t('reception.party.back')}
      </Button>
    </section>
  );
}

interface SeatPickerProps {
  readonly floor: Floor;
  /** Where the party sits now. */
  readonly seatId: string | null;
  readonly onPick: (seatId: string | null) => void;
  readonly onBack: () => void;
}

export function SeatPicker({ floor, seatId, onPick, onBack }: SeatPickerProps) {
  const { t, i18n } = useTranslation();
  const first = useFocusFirst();
  const takenBy = new Map(floor.parties.map((party) => [party.visit.seatId, party.name]));
  return (
    <section className={classes.picker} aria-label={t('reception.party.moveTitle')}>
      <h3>{t('reception.party.moveTitle')}</h3>
      <div className={classes.pickerScroll} ref={first}>
        {floor.areas.map((area) => (
          <div key={area.id}>
            <h4>{nameIn(i18n.language, area)}</h4>
            <div className={classes.choices}>
              {floor.seats
                .filter((seat) => seat.areaId === area.id)
                .map((seat) => (
                  <button
                    key={seat.id}
                    type="button"
                    disabled={seat.id === seatId}
                    onClick={() => onPick(seat.id)}
                  >
                    {seat.name} <small>{takenBy.get(seat.id) ?? t('reception.party.free')}</small>
                  </button>
                ))}
            </div>
          </div>
        ))}
      </div>
      <Button variant="default" size="md" onClick={onBack}>
        {t('reception.party.back')}
      </Button>
    </section>
  );
}

function useFocusFirst() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  }, []);
  return ref;
}
