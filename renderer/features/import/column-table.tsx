/** What each column is: as its heading says, or as a person does. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  chosenTwice,
  importFields,
  type ColumnChoice,
  type ImportField,
} from '../../../shared/rules/import/import-columns.ts';
import tables from '../../ui/table.module.css';
import type { ListPreview } from './import-messages.ts';
import classes from './import.module.css';

interface Props {
  readonly preview: Pick<ListPreview, 'headings' | 'samples' | 'columns' | 'isRemembered'>;
  readonly onChoose: (columns: ColumnChoice) => void;
}

export function ColumnTable({ preview, onChoose }: Props) {
  const { t } = useTranslation();
  const { headings, samples, columns, isRemembered } = preview;
  const twice = chosenTwice(columns);
  const fieldWords = (field: ImportField) => t(`import.fields.${field}`);
  const choices = [
    { value: '', label: t('import.columns.leftOut') },
    ...importFields.map((field) => ({ value: field, label: fieldWords(field) })),
  ];
  return (
    <section className={classes.panel} aria-labelledby="import-columns">
      <h2 id="import-columns">{t('import.columns.title')}</h2>
      {isRemembered && <p className={classes.text}>{t('import.columns.remembered')}</p>}
      {!columns.includes('name') && (
        <p role="alert" className={classes.bad}>
          {t('import.columns.noName')}
        </p>
      )}
      {twice.length > 0 && (
        <p role="alert" className={classes.bad}>
          {t('import.columns.twice', { fields: twice.map(fieldWords).join(t('common.listSeparator')) })}
        </p>
      )}
      <table className={`${tables.table} ${classes.forms}`}>
        <thead>
          <tr>
            <th>{t('import.columns.heading')}</th>
            <th>{t('import.columns.sample')}</th>
            <th>{t('import.columns.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {headings.map((heading, at) => (
            // Two columns may have one heading.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at}>
              <td>{heading.trim()}</td>
              <td>{samples[at]?.slice(0, 40)}</td>
              <td>
                <NativeSelect
                  className={classes.narrow}
                  aria-label={t('import.columns.meaningOf', {
                    heading: heading.trim() || t('import.columns.nth', { n: at + 1 }),
                  })}
                  data={choices}
                  value={columns[at] ?? ''}
                  error={twice.some((field) => field === columns[at])}
                  onChange={({ currentTarget: { value } }) =>
                    onChoose(columns.with(at, value === '' ? null : (value as ImportField)))
                  }
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
