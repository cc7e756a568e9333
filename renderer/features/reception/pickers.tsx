/** Choosing a drink or a seat: by tap, by arrows and Enter, drinks by one key, seats by their name. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { mostCups } from '../../../shared/commands/check-in.ts';
import { avoidedAs } from '../../../shared/rules/avoids.ts';
import { drinkInstead, isOffered } from '../../../shared/rules/drink-instead.ts';
import type { UsualDrink } from '../../../shared/rules/usual-drink.ts';
import type { LocalRow } from '../../data/database.ts';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { CountField } from '../../ui/count-field.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { arrows, stepAmong } from '../../ui/grid-steps.ts';
import { insteadWords } from './instead-words.ts';
import { drinksOnMenu, offeredSeats, seatName } from './names.ts';
import classes from './reception.module.css';
import type { Floor } from './use-floor.ts';

/** Without `g`, which begins the way to another page. */
const drinkKeys = [...'1234567890abcdefhijklmnopqrstuvwxyz'];

interface DrinkPickerProps {
  readonly floor: Floor;
  /** Of the guest: what speaks against a drink is said on it. */
  readonly preferences: readonly LocalRow<'preference'>[];
  readonly usuals: readonly UsualDrink[];
  /** What the party had last. */
  readonly lastId: string | null;
  /** Cups to begin with. */
  readonly quantity: number;
  readonly onPick: (menuItemId: string, quantity: number) => void;
  readonly onBack: () => void;
}

export function DrinkPicker(props: DrinkPickerProps) {
  const { floor, preferences, usuals, lastId, quantity, onPick, onBack } = props;
  const { t, i18n } = useTranslation();
  const [cups, setCups] = useState(Math.min(quantity, mostCups));
  const choices = useChoices();
  const { avoids } = usePreferenceWords(floor.menu);
  const offered = floor.menu.filter(isOffered);
  const insteadOf = (id: string | undefined | null) => drinkInstead(floor.menu, id, { usuals, preferences });
  const insteadOfLast = insteadOf(lastId);
  const instead = insteadOfLast ?? insteadOf(usuals[0]?.menuItemId);
  const isCount = Number.isInteger(cups) && Number(cups) >= 1 && Number(cups) <= mostCups;
  const pick = (menuItemId: string) => isCount && onPick(menuItemId, Number(cups));
  useKeys(
    offered.slice(0, drinkKeys.length).map((item, index) => ({
      keys: drinkKeys[index] as string,
      label: nameIn(i18n.language, item),
      run: () => pick(item.id),
    })),
  );
  return (
    <section className={classes.picker} aria-label={t('reception.party.drinkTitle')}>
      <div className={classes.pickerHead}>
        <h3>{t('reception.party.drinkTitle')}</h3>
        <CountField
          aria-label={t('reception.party.quantity')}
          min={1}
          max={mostCups}
          clampBehavior="none"
          value={cups}
          onChange={setCups}
          error={!isCount}
          w={144}
        />
      </div>
      {!isCount && (
        <p className={classes.warning} role="alert">
          {t('reception.party.quantityRange', { most: mostCups })}
        </p>
      )}
      {instead && (
        <p className={classes.warning} role="status">
          {insteadWords(t, i18n.language, insteadOfLast ? 'drink' : 'usual', instead)}
        </p>
      )}
      <div className={classes.choices} ref={choices}>
        {drinksOnMenu(floor.menu).map((item) => {
          const key = drinkKeys[offered.indexOf(item)];
          const against = avoidedAs(preferences, item, floor.menu);
          return (
            <button
              key={item.id}
              type="button"
              data-free={item.id === instead?.drink?.id || undefined}
              disabled={!isOffered(item)}
              title={isOffered(item) ? undefined : t('menu.states.out')}
              onClick={() => pick(item.id)}
            >
              <span>
                {nameIn(i18n.language, item)}{' '}
                {against !== null && (
                  <span className={classes.chip} data-tone="bad">
                    {avoids(against)}
                  </span>
                )}
              </span>
              {key && <kbd>{key.toUpperCase()}</kbd>}
            </button>
          );
        })}
      </div>
      <Button variant="default" size="md" onClick={onBack}>
        {t('common.cancel')}
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

/** A taken seat can be chosen, with a word: two parties may share a table. */
export function SeatPicker({ floor, seatId, onPick, onBack }: SeatPickerProps) {
  const { t, i18n } = useTranslation();
  const choices = useChoices();
  const onKeyDown = useTypedName(choices);
  const [lookedAt, setLookedAt] = useState<string | null>(null);
  const partiesOn = (id: string) =>
    floor.parties
      .filter(({ visit }) => visit.seatId === id)
      .map(({ name }) => name)
      .join(t('common.listSeparator'));
  const offered = offeredSeats(floor, seatId);
  const areas = floor.areas.filter((area) => offered.some(({ areaId }) => areaId === area.id));
  const seat = floor.seats.find(({ id }) => id === lookedAt);
  const taken = seat && seat.id !== seatId ? partiesOn(seat.id) : '';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={classes.picker} aria-label={t('reception.party.moveTitle')} onKeyDown={onKeyDown}>
      <h3>{t('reception.party.moveTitle')}</h3>
      <div className={classes.pickerScroll} ref={choices}>
        {areas.map((area) => (
          <div key={area.id}>
            <h4>{nameIn(i18n.language, area)}</h4>
            <div className={classes.choices}>
              {offered
                .filter(({ areaId }) => areaId === area.id)
                .map(({ id, name }) => (
                  <button
                    key={id}
                    type="button"
                    data-name={name}
                    data-free={partiesOn(id) === '' || undefined}
                    disabled={id === seatId}
                    onFocus={() => setLookedAt(id)}
                    onClick={() => onPick(id)}
                  >
                    {name} <small>{partiesOn(id) || t('reception.party.free')}</small>
                  </button>
                ))}
            </div>
          </div>
        ))}
        <h4>{t('reception.checkIn.noSeat')}</h4>
        <div className={classes.choices}>
          <button
            type="button"
            disabled={seatId === null}
            onFocus={() => setLookedAt(null)}
            onClick={() => onPick(null)}
          >
            {t('reception.party.withoutSeat')}
          </button>
        </div>
      </div>
      <p className={taken ? classes.warning : classes.pickerHint} role="status">
        {seat && taken
          ? t('reception.party.beside', { seat: seatName(floor, i18n.language, seat), party: taken })
          : t('reception.party.moveHint')}
      </p>
      <Button variant="default" size="md" onClick={onBack}>
        {t('common.cancel')}
      </Button>
    </section>
  );
}

const buttonsIn = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? []),
];

/** Begins at the first that is free, else at the first; arrows go from one to the next, and nowhere else. */
function useChoices(): RefObject<HTMLDivElement | null> {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const buttons = buttonsIn(ref.current);
    (buttons.find((button) => button.dataset['free']) ?? buttons[0])?.focus();
  }, []);
  useKeys(
    arrows.map((arrow) => ({
      keys: arrow,
      label: t('reception.keys.choiceMove'),
      run: () => stepAmong(buttonsIn(ref.current), document.activeElement, arrow)?.focus(),
    })),
  );
  return ref;
}

/** Letters after each other within this time are one name. */
const typingMs = 1_000;

/** `A4` goes to the seat of that name. */
function useTypedName(list: RefObject<HTMLElement | null>) {
  const typed = useRef({ text: '', at: 0 });
  return ({ nativeEvent: event }: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[\p{L}\p{N}]$/u.test(event.key)) return;
    // No other key's business, whether a seat begins so or not.
    event.preventDefault();
    const key = event.key.toLowerCase();
    const isNext = event.timeStamp - typed.current.at < typingMs;
    const names = isNext ? [typed.current.text + key, key] : [key];
    const found = names
      .map((text) => ({
        text,
        button: buttonsIn(list.current).find(({ dataset }) =>
          dataset['name']?.toLowerCase().startsWith(text),
        ),
      }))
      .find(({ button }) => button);
    typed.current = { text: found?.text ?? '', at: event.timeStamp };
    found?.button?.focus();
  };
}
