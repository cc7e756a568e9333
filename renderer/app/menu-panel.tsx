/** 饮品单: the free drinks as the site arranges them, in the order in which they are offered; live from every desk. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { usePerson } from '../data/hooks.ts';
import { ConflictsOf } from '../records/conflict-list.tsx';
import { nameIn } from '../records/name-in.ts';
import { ArrangedChip, useArrangedKeyHints } from './arranged-chip.tsx';
import classes from './arranged.module.css';
import { DrinkForm } from './drink-form.tsx';
import pages from './pages.module.css';
import { readMenu, useMenuEdits } from './use-menu-edits.ts';
import { useFocusBack, useOpenForm } from './use-open-form.ts';

export function MenuPanel() {
  const { db } = useDesk();
  const menu = useLiveQuery(() => readMenu(db), [db]);
  return menu ? <Menu menu={menu} /> : null;
}

const newDrink = 'new';

function Menu({ menu }: { readonly menu: readonly LocalRow<'menuItem'>[] }) {
  const { t } = useTranslation();
  const person = usePerson();
  const mayEdit = person !== null && rolesAllow(person.roles, 'floor.edit');
  const edits = useMenuEdits();
  const { open, onOpen } = useOpenForm('menu');
  const panel = useRef<HTMLElement>(null);
  useFocusBack(panel, open, menu);
  useArrangedKeyHints(t('settings.menu.title'), mayEdit);
  const chosen = menu.find(({ id }) => id === open);
  const form = { menu, edits, onClose: () => onOpen(null) };
  return (
    <section className={pages.panel} aria-labelledby="menu-settings" data-arranged ref={panel}>
      <h2 id="menu-settings">{t('settings.menu.title')}</h2>
      <p className={pages.text}>{mayEdit ? t('settings.menu.hint') : t('settings.floor.readOnly')}</p>
      {menu.length === 0 && <p className={pages.text}>{t('settings.menu.empty')}</p>}
      <ul className={classes.seats}>
        {menu.map((drink) => (
          <li key={drink.id}>
            <ArrangedChip
              row={drink}
              isOpen={open === drink.id}
              mayEdit={mayEdit}
              onOpen={() => onOpen(open === drink.id ? null : drink.id)}
              onStep={(by) => void edits.step(drink.id, by)}
            >
              <DrinkWords drink={drink} />
            </ArrangedChip>
          </li>
        ))}
      </ul>
      {mayEdit && chosen && <DrinkForm key={chosen.id} {...form} drink={chosen} />}
      {mayEdit && open === newDrink && <DrinkForm {...form} />}
      {mayEdit && open !== newDrink && (
        <div>
          <Button variant="default" size="md" data-opens={newDrink} onClick={() => onOpen(newDrink)}>
            {t('settings.menu.add')}
          </Button>
        </div>
      )}
      <ConflictsOf records={menu.map(({ id }) => ({ entity: 'menuItem', id }) as const)} />
    </section>
  );
}

function DrinkWords({ drink }: { readonly drink: LocalRow<'menuItem'> }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <b>{nameIn(i18n.language, drink)}</b>
      <span>{t(`records.kinds.${drink.kind}`)}</span>
      {drink.available === false && !drink.outOfUse && <span>{t('menu.states.out')}</span>}
    </>
  );
}
