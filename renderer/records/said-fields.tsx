import { NativeSelect, TextInput } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { preferenceKinds } from '../../shared/entities/preference.ts';
import { offeredTerms, toggleTerm, type PreferenceTerm } from '../../shared/rules/preference-terms.ts';
import type { LocalRow } from '../data/database.ts';
import { arrows, stepAmong, type Arrow } from '../ui/grid-steps.ts';
import { nameIn } from './name-in.ts';
import classes from './preferences.module.css';
import { withKind, type SaidValues } from './said-values.ts';

interface Props {
  readonly values: SaidValues;
  readonly menu: readonly LocalRow<'menuItem'>[];
  readonly error: string | null;
  readonly onChange: (values: SaidValues) => void;
}

/** With the words that are chosen beside it, within what a row holds. */
const longestOwnWords = 300;

export function SaidFields({ values, menu, error, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { kind, menuItemId, rest } = values;
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t('records.preferences.kind')}
          value={kind}
          onChange={(event) => onChange(withKind(values, event.currentTarget.value as SaidValues['kind']))}
          data={preferenceKinds.map((value) => ({ value, label: t(`records.preferences.kinds.${value}`) }))}
          autoFocus
        />
        {kind !== 'leisure' && (
          <NativeSelect
            label={t('records.preferences.drink')}
            value={menuItemId ?? ''}
            onChange={(event) => onChange({ ...values, menuItemId: event.currentTarget.value || null })}
            data={[
              { value: '', label: t('records.preferences.noDrink') },
              ...menu.map((item) => ({ value: item.id, label: nameIn(i18n.language, item) })),
            ]}
          />
        )}
      </div>
      <QuickWords {...{ values, onChange }} />
      <TextInput
        label={t(`records.preferences.own.${kind}`)}
        value={rest}
        onChange={(event) => onChange({ ...values, rest: event.currentTarget.value })}
        maxLength={longestOwnWords}
        autoComplete="off"
        error={error}
      />
    </>
  );
}

/** What guests say most: one place for Tab, arrows from word to word, a tap puts it in and another takes it out. */
function QuickWords({ values, onChange }: Pick<Props, 'values' | 'onChange'>) {
  const { t } = useTranslation();
  const { kind, terms } = values;
  const [at, setAt] = useState<PreferenceTerm | null>(null);
  const group = useRef<HTMLDivElement>(null);
  const offered = offeredTerms[kind].flatMap((topic) => topic.terms);
  const reached = at !== null && offered.includes(at) ? at : offered[0];
  function onKeyDown(event: KeyboardEvent) {
    const words = [...(group.current?.querySelectorAll<HTMLElement>('[data-term]') ?? [])];
    const here = words.find(({ dataset }) => dataset['term'] === reached);
    const arrow = arrows.find((one) => one === event.key);
    if (arrow === undefined || !here) return;
    event.preventDefault();
    const step = sideways[arrow];
    const beside = words[(words.indexOf(here) + (step ?? 0) + words.length) % words.length];
    // Up and down lead to the row above or below.
    (step === undefined ? stepAmong(words, here, arrow) : beside)?.focus();
  }
  return (
    // The keys are for the buttons in it.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={group}
      className={classes.quick}
      role="toolbar"
      aria-label={t('records.preferences.quick')}
      onKeyDown={onKeyDown}
    >
      {offeredTerms[kind].map((topic) => (
        <div key={topic.name}>
          {topic.terms.map((term) => (
            <button
              key={term}
              type="button"
              data-term={term}
              data-tone={kind === 'avoid' ? 'bad' : undefined}
              aria-pressed={terms.includes(term)}
              tabIndex={term === reached ? 0 : -1}
              onFocus={() => setAt(term)}
              onClick={() => onChange({ ...values, terms: toggleTerm(kind, terms, term) })}
            >
              {t(`records.preferences.terms.${term}`)}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

const sideways: Partial<Record<Arrow, number>> = { ArrowRight: 1, ArrowLeft: -1 };
