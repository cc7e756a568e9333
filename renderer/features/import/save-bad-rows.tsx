import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemHeadings } from '../../../shared/rules/import/import-columns.ts';
import { saveFile } from '../../ui/save-file.ts';
import { badRowsCsv } from './bad-rows.ts';
import type { ImportList } from './use-import.ts';

/** The rows with errors as a list of their own, to be mended and imported again. */
export function SaveBadRows({ list }: { readonly list: ImportList }) {
  const { t, i18n } = useTranslation();
  const { fileName, plan } = list;
  if (plan.badRows.length === 0) return null;
  const [chinese, english] = problemHeadings;
  function save() {
    const heading = i18n.language === 'en' ? english : chinese;
    const csv = badRowsCsv(plan, heading, ({ field, code }) => {
      const column = field && plan.headings[plan.columns[field] ?? -1];
      const what = t(`import.problems.${code}`);
      return column ? t('common.labelled', { label: column, value: what }) : what;
    });
    const name = t('import.badRows.fileName', { name: fileName.replace(/\.[^.]*$/, '') });
    saveFile(`${name}.csv`, 'text/csv', csv);
  }
  return (
    <Button size="md" variant="default" onClick={save}>
      {t('import.badRows.save', { count: plan.badRows.length })}
    </Button>
  );
}
