import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { visitPurposes, type VisitPurpose } from '../../../shared/entities/visit.ts';
import { guestKinds, type GuestKind } from '../../../shared/rules/register/register-entry.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { escapeField } from '../../ui/escape-field.ts';
import classes from './register.module.css';
import { noFilters, type RegisterView } from './use-register-view.ts';

interface Props {
  readonly view: RegisterView;
  /** User ids of who received somebody in this period. */
  readonly receivers: readonly string[];
  readonly findField: (element: HTMLInputElement | null) => void;
  /** From the field into the list. @param opens its marked row, else the first one, is opened too */
  readonly onInto: (opens: boolean) => void;
}

export function FilterBar({ view, receivers, findField, onInto }: Props) {
  const { t } = useTranslation();
  const nameOf = useStaffNames();
  const { filters, filter } = view;
  // The chosen one stays to be seen, also in a period without them.
  const offered = [...new Set([...receivers, ...(filters.receivedBy ? [filters.receivedBy] : [])])];
  const people = offered
    .map((value) => ({ value, label: nameOf(value) }))
    .filter(({ label }) => label !== '');
  const isFiltered = Object.values(filters).some(Boolean);
  function onFindKey(event: KeyboardEvent<HTMLInputElement>) {
    if (escapeField(event, filters.text === '' ? null : () => filter({ text: '' }))) return;
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    onInto(event.key === 'Enter');
  }
  return (
    <div className={classes.filters} role="search" aria-label={t('register.filters.label')}>
      <TextInput
        ref={findField}
        className={classes.find ?? ''}
        aria-label={t('register.find.label')}
        placeholder={t('register.find.placeholder')}
        autoComplete="off"
        maxLength={60}
        value={filters.text}
        onChange={(event) => filter({ text: event.currentTarget.value })}
        onKeyDown={onFindKey}
        rightSection={<kbd>F2</kbd>}
        rightSectionWidth={44}
      />
      <NativeSelect
        onKeyDown={leaveChoice}
        aria-label={t('register.filters.purpose')}
        value={filters.purpose ?? ''}
        onChange={(event) => filter({ purpose: (event.currentTarget.value || null) as VisitPurpose | null })}
        data={[
          { value: '', label: t('register.filters.anyPurpose') },
          ...visitPurposes.map((value) => ({ value, label: t(`reception.purposes.${value}`) })),
        ]}
      />
      <NativeSelect
        onKeyDown={leaveChoice}
        aria-label={t('register.filters.receivedBy')}
        value={filters.receivedBy ?? ''}
        onChange={(event) => filter({ receivedBy: event.currentTarget.value || null })}
        data={[{ value: '', label: t('register.filters.anyReceiver') }, ...people]}
      />
      <NativeSelect
        onKeyDown={leaveChoice}
        aria-label={t('register.filters.guestKind')}
        value={filters.guestKind ?? ''}
        onChange={(event) => filter({ guestKind: (event.currentTarget.value || null) as GuestKind | null })}
        data={[
          { value: '', label: t('register.filters.anyGuest') },
          ...guestKinds.map((value) => ({ value, label: t(`register.guestKinds.${value}`) })),
        ]}
      />
      <Button
        variant={filters.isUndone ? 'filled' : 'default'}
        size="md"
        aria-pressed={filters.isUndone}
        onClick={() => filter({ isUndone: !filters.isUndone })}
      >
        {t('register.filters.undone')}
      </Button>
      {isFiltered && (
        <Button variant="subtle" size="md" onClick={() => filter(noFilters)}>
          {t('register.filters.clear')}
        </Button>
      )}
    </div>
  );
}

const leaveChoice = (event: KeyboardEvent<HTMLSelectElement>) => void escapeField(event, null);
