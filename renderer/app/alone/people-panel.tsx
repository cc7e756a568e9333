/** 人员 of a desk without a server: on a desk of one its administrator looks after them. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, usePerson } from '../../data/hooks.ts';
import arranged from '../arranged.module.css';
import classes from '../pages.module.css';
import { useFocusBack, useOpenForm } from '../use-open-form.ts';
import { PersonForm } from './person-form.tsx';

export function PeoplePanel() {
  const { db } = useDesk();
  const device = useDevice();
  const person = usePerson();
  const people = useLiveQuery(() => db.staff.toArray(), [db]);
  const mayArrange = rolesAllow(person?.roles ?? [], 'settings.edit');
  if (!people || !mayArrange || device?.aloneSince == null) return null;
  return <People people={people} />;
}

const newPerson = 'new';

function People({ people }: { readonly people: readonly LocalRow<'staff'>[] }) {
  const { t } = useTranslation();
  const { open, onOpen } = useOpenForm('people');
  const panel = useRef<HTMLElement>(null);
  useFocusBack(panel, open, people);
  const sorted = people.toSorted(
    (a, b) =>
      Number(a.active === false) - Number(b.active === false) || a.name.localeCompare(b.name, 'zh-CN'),
  );
  const chosen = people.find(({ id }) => id === open);
  return (
    <section className={classes.panel} aria-labelledby="people-settings" ref={panel}>
      <h2 id="people-settings">{t('alone.people.title')}</h2>
      <p className={classes.text}>{t('alone.people.hint')}</p>
      <ul className={arranged.seats}>
        {sorted.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className={arranged.seat}
              data-opens={person.id}
              aria-expanded={open === person.id}
              onClick={() => onOpen(open === person.id ? null : person.id)}
            >
              <b>{person.name}</b>
              <span>
                {person.active === false
                  ? t('alone.people.left')
                  : person.roles.map((role) => t(`frame.roles.${role}`)).join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen && <PersonForm key={chosen.id} person={chosen} onClose={() => onOpen(null)} />}
      {open === newPerson && <PersonForm onClose={() => onOpen(null)} />}
      {open !== newPerson && (
        <div>
          <Button variant="default" size="md" data-opens={newPerson} onClick={() => onOpen(newPerson)}>
            {t('alone.people.add')}
          </Button>
        </div>
      )}
    </section>
  );
}
