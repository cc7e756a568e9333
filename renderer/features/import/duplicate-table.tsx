/** Rows that look like somebody who is there already: merged, skipped, or taken as somebody new. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DuplicateChoice } from '../../../shared/rules/import/join-rows.ts';
import type { DuplicateChoices } from '../../../shared/rules/import/plan-import.ts';
import tables from '../../ui/table.module.css';
import classes from './import.module.css';
import type { DuplicateView, PlanSummary } from './plan-list.ts';

interface Props {
  readonly plan: PlanSummary;
  readonly choices: DuplicateChoices;
  readonly onChoose: (choices: DuplicateChoices) => void;
}

const allChoices: readonly DuplicateChoice[] = ['merge', 'skip', 'new'];

export function DuplicateTable({ plan, choices, onChoose }: Props) {
  const { t } = useTranslation();
  const { duplicates, duplicateCount } = plan;
  if (duplicateCount === 0) return null;
  const label = (choice: DuplicateChoice) => t(`import.duplicates.choices.${choice}`);
  return (
    <section className={classes.panel} aria-labelledby="import-duplicates">
      <h2 id="import-duplicates">{t('import.duplicates.title', { count: duplicateCount })}</h2>
      <p className={classes.text}>{t('import.duplicates.how')}</p>
      <NativeSelect
        className={classes.narrow}
        label={t('import.duplicates.forAll')}
        data={[
          { value: '', label: t('import.duplicates.usual') },
          ...allChoices.map((choice) => ({ value: choice, label: label(choice) })),
        ]}
        value={choices.all ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChoose({ all: value === '' ? null : (value as DuplicateChoice), byLine: new Map() })
        }
      />
      <table className={`${tables.table} ${classes.forms}`}>
        <thead>
          <tr>
            <th>{t('import.issues.line')}</th>
            <th>{t('import.duplicates.row')}</th>
            <th>{t('import.duplicates.like')}</th>
            <th>{t('import.duplicates.changes')}</th>
            <th>{t('import.duplicates.choice')}</th>
          </tr>
        </thead>
        <tbody>
          {duplicates.map((one) => (
            <tr key={one.line}>
              <td>{one.line}</td>
              <td>{one.name}</td>
              <td>
                <LikeWhom one={one} />
              </td>
              <td>
                <Changes one={one} />
              </td>
              <td>
                <NativeSelect
                  aria-label={t('import.duplicates.choiceOf', { line: one.line, name: one.name })}
                  data={allChoices
                    .filter((choice) => choice !== 'merge' || one.canMerge)
                    .map((choice) => ({ value: choice, label: label(choice) }))}
                  value={one.choice}
                  onChange={({ currentTarget: { value } }) => {
                    const byLine = new Map(choices.byLine).set(one.line, value as DuplicateChoice);
                    onChoose({ ...choices, byLine });
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {duplicateCount > duplicates.length && (
        <p className={classes.text}>{t('import.duplicates.more', { count: duplicates.length })}</p>
      )}
    </section>
  );
}

function LikeWhom({ one }: { readonly one: DuplicateView }) {
  const { t } = useTranslation();
  const { by, targetName: name, targetLine: line } = one;
  const what = t(`import.duplicates.by.${by}`);
  if (line !== null) return t('import.duplicates.inFile', { what, name, line });
  return name === ''
    ? t('import.duplicates.carOfNobody', { what })
    : t('import.duplicates.onDesk', { what, name });
}

function Changes({ one }: { readonly one: DuplicateView }) {
  const { t } = useTranslation();
  if (!one.canMerge) return null;
  if (one.changes.length === 0) return t('import.duplicates.nothingNew');
  return (
    <ul className={classes.changes}>
      {one.changes.map(({ field, from, to, isTaken }) => (
        <li key={`${field} ${to}`}>
          {isTaken
            ? t('import.duplicates.filled', { field: t(`import.fields.${field}`), to: wordsOf(field, to) })
            : t('import.duplicates.kept', {
                field: t(`import.fields.${field}`),
                from: wordsOf(field, from),
                to: wordsOf(field, to),
              })}
        </li>
      ))}
    </ul>
  );

  function wordsOf(field: string, value: string): string {
    return field === 'gender' && (value === 'male' || value === 'female')
      ? t(`import.values.${value}`)
      : value;
  }
}
