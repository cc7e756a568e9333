/** Whom to call (叫人): those who were called before by arrows and Enter, somebody new by name and role. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { calledRoles, type CalledRole } from '../../../shared/entities/staff-call.ts';
import type { VisitPurpose } from '../../../shared/entities/visit.ts';
import { calledPeople, type CalledPerson } from '../../../shared/rules/staff-calls.ts';
import type { DeskDatabase } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import classes from './calls.module.css';
import pickerClasses from './pickers.module.css';

interface Props {
  /** What they came for says who is called first. */
  readonly purpose: VisitPurpose;
  readonly onPick: (person: CalledPerson) => void;
  readonly onBack: () => void;
}

/** As many as stand beside the field without scrolling. */
const shownPeople = 8;

export function CallPicker({ purpose, onPick, onBack }: Props) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState<CalledRole>(roleFor(purpose));
  const [active, setActive] = useState(0);
  const listId = useId();
  const choices = useChoices(typed.trim(), role, roleFor(purpose));
  const current = Math.max(0, Math.min(active, choices.length - 1));
  const chosen = choices[current];
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(choices.length - 1, current + step)));
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      onPick(chosen);
    }
  }
  return (
    <section className={pickerClasses.picker} aria-label={t('visits.calls.title')}>
      <h3>{t('visits.calls.title')}</h3>
      <TextInput
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${current}` : undefined}
        label={t('visits.calls.field')}
        value={typed}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <SegmentedControl
        aria-label={t('visits.calls.role')}
        size="md"
        fullWidth
        // Beside each other the English words have no room.
        orientation={i18n.language === 'en' ? 'vertical' : 'horizontal'}
        value={role}
        onChange={(value) => setRole(value as CalledRole)}
        data={calledRoles.map((value) => ({ value, label: t(`visits.roles.${value}`) }))}
      />
      <div className={classes.choices} role="listbox" id={listId} aria-label={t('visits.calls.choices')}>
        {choices.map((person, index) => (
          // Keys are handled in the field, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={`${person.isNew} ${person.role} ${person.name}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            className={classes.choice}
            onClick={() => onPick(person)}
          >
            {person.isNew ? (
              t('visits.calls.newOne', { name: person.name, role: t(`visits.roles.${person.role}`) })
            ) : (
              <>
                <b>{person.name}</b> <span>{t(`visits.roles.${person.role}`)}</span>
              </>
            )}
          </div>
        ))}
      </div>
      <p className={pickerClasses.pickerHint}>{t('visits.calls.hint')}</p>
      <Button variant="default" size="md" onClick={onBack}>
        {t('common.cancel')}
      </Button>
    </section>
  );
}

const forSales: readonly VisitPurpose[] = ['showroom', 'delivery', 'event'];

function roleFor(purpose: VisitPurpose): CalledRole {
  return forSales.includes(purpose) ? 'sales' : 'advisor';
}

interface Choice extends CalledPerson {
  readonly isNew: boolean;
}

/** Those called before whose name fits, of the likely role first; then, as somebody new, what was typed. */
function useChoices(typed: string, role: CalledRole, likely: CalledRole): readonly Choice[] {
  const { db } = useDesk();
  const known = useLiveQuery(() => readPeople(db), [db]) ?? [];
  const fitting = known.filter(({ name }) => name.includes(typed));
  const sorted = fitting.toSorted((a, b) => Number(b.role === likely) - Number(a.role === likely));
  const isKnown = known.some((one) => one.name === typed && one.role === role);
  return [
    ...sorted.slice(0, shownPeople).map(({ name, role: theirs }) => ({ name, role: theirs, isNew: false })),
    ...(typed === '' || isKnown ? [] : [{ name: typed, role, isNew: true }]),
  ];
}

/** Of the last calls on this desk. */
async function readPeople(db: DeskDatabase): Promise<CalledPerson[]> {
  return calledPeople(await db.staffCall.orderBy('businessDay').reverse().limit(500).toArray());
}
