/** Choosing a drink or a seat: by tap, by arrows and Enter, drinks by one key, seats by their name. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { mostCups } from '../../../shared/commands/check-in.ts';
import { avoidedAs } from '../../../shared/rules/avoids.ts';
import { drinkInstead, isOffered } from '../../../shared/rules/drink-instead.ts';
import { drinkToBegin } from '../../../shared/rules/stated-drink.ts';
import type { UsualDrink } from '../../../shared/rules/usual-drink.ts';
import type { LocalRow } from '../../data/database.ts';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { CountField } from '../../ui/count-field.tsx';
import { showFailure, showOffer } from '../../ui/notices.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { arrows, stepAmong } from '../../ui/grid-steps.ts';
import { insteadWords } from './instead-words.ts';
import { drinksOnMenu, offeredSeats, seatName } from './names.ts';
import { isTypedKey, nothingTyped, typeSeat } from './typed-seat.ts';
import { freeWords, narrowWords, peopleOn } from './seat-room.ts';
import type { Floor } from './use-floor.ts';
import classes from './pickers.module.css';
import warningClasses from './warnings.module.css';
import chips from '../../ui/chips.module.css';

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
  /** What the guest said they like, in words. */
  readonly likes: ReactNode;
  readonly onPick: (menuItemId: string, quantity: number) => void;
  readonly onBack: () => void;
}

export function DrinkPicker(props: DrinkPickerProps) {
  const { floor, preferences, usuals, lastId, quantity, likes, onPick, onBack } = props;
  const { t, i18n } = useTranslation();
  const [cups, setCups] = useState(Math.min(quantity, mostCups));
  const menu = drinksOnMenu(floor.menu);
  const insteadOf = (id: string | undefined | null) => drinkInstead(floor.menu, id, { usuals, preferences });
  const insteadOfLast = insteadOf(lastId);
  const instead = insteadOfLast ?? insteadOf(usuals[0]?.menuItemId);
  const isCount = Number.isInteger(cups) && Number(cups) >= 1 && Number(cups) <= mostCups;
  const beginId = (instead?.drink ?? drinkToBegin(floor.menu, { usuals, preferences }))?.id;
  const pick = (menuItemId: string) => isCount && onPick(menuItemId, Number(cups));
  /** Of what has run out nothing is poured: another one is offered, as for a refill. */
  function press(item: LocalRow<'menuItem'>) {
    const other = insteadOf(item.id);
    if (!other) return pick(item.id);
    const text = insteadWords(t, i18n.language, 'drink', other);
    const { drink } = other;
    if (!drink) return showFailure(text);
    const label = t('menu.instead.serve', { drink: nameIn(i18n.language, drink) });
    showOffer({ text, label, run: () => void pick(drink.id) });
  }
  // A key belongs to a place on the menu, whatever has run out before it: fingers know it by heart.
  useKeys(
    menu.slice(0, drinkKeys.length).map((item, index) => ({
      keys: drinkKeys[index] as string,
      label: nameIn(i18n.language, item),
      run: () => press(item),
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
        <p className={warningClasses.warning} role="alert">
          {t('reception.party.quantityRange', { most: mostCups })}
        </p>
      )}
      {instead && (
        <p className={warningClasses.warning} role="status">
          {insteadWords(t, i18n.language, insteadOfLast ? 'drink' : 'usual', instead)}
        </p>
      )}
      {likes}
      <DrinkChoices {...{ floor, preferences, beginId }} onPress={press} />
      <Button variant="default" size="md" onClick={onBack}>
        {t('common.cancel')}
      </Button>
    </section>
  );
}

interface DrinkChoicesProps extends Pick<DrinkPickerProps, 'floor' | 'preferences'> {
  /** Where the keys begin. */
  readonly beginId: string | undefined;
  readonly onPress: (item: LocalRow<'menuItem'>) => void;
}

/** As on the menu, what has run out in its place. */
function DrinkChoices({ floor, preferences, beginId, onPress }: DrinkChoicesProps) {
  const { t, i18n } = useTranslation();
  const choices = useChoices();
  const { avoids } = usePreferenceWords(floor.menu);
  return (
    <div className={classes.choices} ref={choices}>
      {drinksOnMenu(floor.menu).map((item, index) => {
        const key = drinkKeys[index];
        const against = avoidedAs(preferences, item, floor.menu);
        return (
          <button
            key={item.id}
            type="button"
            data-free={item.id === beginId || undefined}
            aria-disabled={!isOffered(item)}
            onClick={() => onPress(item)}
          >
            <span>
              {isOffered(item) ? (
                nameIn(i18n.language, item)
              ) : (
                <>
                  <s>{nameIn(i18n.language, item)}</s>{' '}
                  <small className={classes.out}>{t('menu.states.out')}</small>
                </>
              )}{' '}
              {against !== null && (
                <span className={chips.chip} data-tone="bad">
                  {avoids(against)}
                </span>
              )}
            </span>
            {key && <kbd>{key.toUpperCase()}</kbd>}
          </button>
        );
      })}
    </div>
  );
}

interface SeatPickerProps {
  readonly floor: Floor;
  /** Where the party sits now. */
  readonly seatId: string | null;
  /** Of the party. */
  readonly people: number;
  readonly onPick: (seatId: string | null) => void;
  readonly onBack: () => void;
}

/** A taken seat can be chosen, with a word: two parties may share a table. */
export function SeatPicker({ floor, seatId, people, onPick, onBack }: SeatPickerProps) {
  const { t, i18n } = useTranslation();
  const choices = useChoices();
  const [lookedAt, setLookedAt] = useState<string | null>(null);
  const [unknown, setUnknown] = useState<string | null>(null);
  const onKeyDown = useTypedName(choices, setUnknown);
  const lookAt = (id: string | null) => {
    setLookedAt(id);
    setUnknown(null);
  };
  const partiesOn = (id: string) =>
    floor.parties
      .filter(({ visit }) => visit.seatId === id)
      .map(({ name }) => name)
      .join(t('common.listSeparator'));
  const offered = offeredSeats(floor, seatId);
  const areas = floor.areas.filter((area) => offered.some(({ areaId }) => areaId === area.id));
  const seat = floor.seats.find(({ id }) => id === lookedAt);
  const taken = seat && seat.id !== seatId ? partiesOn(seat.id) : '';
  const said =
    unknown === null
      ? seat &&
        [
          taken && t('reception.party.beside', { seat: seatName(floor, i18n.language, seat), party: taken }),
          narrowWords(t, seat, peopleOn(floor, seat.id, seatId) + people),
        ]
          .filter(Boolean)
          .join(' ')
      : t('reception.checkIn.unknownSeat', { seat: unknown });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={classes.picker} aria-label={t('reception.party.moveTitle')} onKeyDown={onKeyDown}>
      <h3>{t('reception.party.moveTitle')}</h3>
      <div className={classes.pickerScroll} ref={choices} tabIndex={-1}>
        {areas.map((area) => (
          <div key={area.id}>
            <h4>{nameIn(i18n.language, area)}</h4>
            <div className={classes.choices}>
              {offered
                .filter(({ areaId }) => areaId === area.id)
                .map(({ id, name, capacity }) => (
                  <button
                    key={id}
                    type="button"
                    data-name={name}
                    data-free={partiesOn(id) === '' || undefined}
                    disabled={id === seatId}
                    onFocus={() => lookAt(id)}
                    onClick={() => onPick(id)}
                  >
                    {name} <small>{partiesOn(id) || freeWords(t, capacity)}</small>
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
            onFocus={() => lookAt(null)}
            onClick={() => onPick(null)}
          >
            {t('reception.party.withoutSeat')}
          </button>
        </div>
      </div>
      <p className={said ? warningClasses.warning : classes.pickerHint} role="status">
        {said || t('reception.party.moveHint')}
      </p>
      <Button variant="default" size="md" onClick={onBack}>
        {t('common.cancel')}
      </Button>
    </section>
  );
}

const buttonsIn = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('button:not(:disabled, [aria-disabled=true])') ?? []),
];

/** Begins at the first that is free, else at the first; arrows go from one to the next, and nowhere else. */
export function useChoices(): RefObject<HTMLDivElement | null> {
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

/** `A4` goes to the seat of that name; where there is none to no seat at all, and that is said. */
function useTypedName(list: RefObject<HTMLElement | null>, onUnknown: (name: string | null) => void) {
  const typed = useRef(nothingTyped);
  return ({ nativeEvent: event }: KeyboardEvent) => {
    if (!isTypedKey(event)) return;
    // No other key's business, whether a seat begins so or not.
    event.preventDefault();
    const seats = buttonsIn(list.current).map((button) => ({ button, name: button.dataset['name'] ?? '' }));
    const found = typeSeat(typed.current, event, seats);
    typed.current = found;
    onUnknown(found.seat ? null : found.text.toUpperCase());
    // Enter must not take a seat that nobody named.
    (found.seat?.button ?? list.current)?.focus();
  };
}
