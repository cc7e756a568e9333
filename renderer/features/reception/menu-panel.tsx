/** 饮品供应: which drinks the bar has, said by whoever stands at it; live on every desk. */
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import type { LocalRow } from '../../data/database.ts';
import { usePerson } from '../../data/hooks.ts';
import { nameIn } from '../../records/name-in.ts';
import { arrows, stepAmong } from '../../ui/grid-steps.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './menu.module.css';
import { drinksOnMenu } from './names.ts';
import type { Floor } from './use-floor.ts';
import { useDrinkSupply } from './use-drink-supply.ts';
import frameClasses from './reception.module.css';
import chips from '../../ui/chips.module.css';

interface Props {
  readonly menu: Floor['menu'];
  readonly onBack: () => void;
}

export function MenuPanel({ menu, onBack }: Props) {
  const { t } = useTranslation();
  const drinks = drinksOnMenu(menu);
  const maySay = rolesAllow(usePerson()?.roles ?? [], 'reception.use');
  const setSupply = useDrinkSupply();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => switchesIn(list.current)[0]?.focus(), []);
  useKeys([
    { keys: 'Escape', label: t('reception.today.backToDay'), run: onBack },
    ...arrows.map((arrow) => ({
      keys: arrow,
      label: t('menu.keys.move'),
      run: () => stepAmong(switchesIn(list.current), document.activeElement, arrow)?.focus(),
    })),
  ]);
  return (
    <aside className={frameClasses.right} aria-labelledby="menu-title">
      <h2 id="menu-title" className={frameClasses.panelTitle}>
        {t('menu.title')}
      </h2>
      {drinks.length === 0 && <p className={frameClasses.panelHint}>{t('menu.empty')}</p>}
      <ul className={classes.list} ref={list}>
        {drinks.map((drink) => (
          <li key={drink.id}>
            <DrinkSwitch
              drink={drink}
              maySay={maySay}
              onSwitch={(at) => void setSupply(drink, drink.available === false, at)}
            />
          </li>
        ))}
      </ul>
      {maySay && drinks.length > 0 && <p className={frameClasses.panelHint}>{t('menu.hint')}</p>}
      <Button variant="default" size="md" onClick={onBack}>
        {t('reception.today.backToDay')}
      </Button>
    </aside>
  );
}

interface SwitchProps {
  readonly drink: LocalRow<'menuItem'>;
  readonly maySay: boolean;
  /** @param at when it was pressed, ms of the page */
  readonly onSwitch: (at: number) => void;
}

function DrinkSwitch({ drink, maySay, onSwitch }: SwitchProps) {
  const { t, i18n } = useTranslation();
  const isThere = drink.available !== false;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isThere}
      aria-disabled={!maySay}
      className={classes.drink}
      onClick={({ timeStamp }) => maySay && onSwitch(timeStamp)}
    >
      <span className={classes.name}>{nameIn(i18n.language, drink)}</span>
      <span className={chips.chip} data-tone={isThere ? 'ok' : 'bad'}>
        {t(isThere ? 'menu.states.there' : 'menu.states.out')}
      </span>
    </button>
  );
}

const switchesIn = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('[role=switch]') ?? []),
];
