import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import { problemHeadings } from '../../../shared/rules/import/import-columns.ts';
import { useSaveFile } from '../../records/use-save-file.ts';
import { badRowsCsv } from './bad-rows.ts';

interface Props {
  readonly fileName: string;
  readonly left: Pick<ImportJob['leftOut'], 'headings' | 'columns' | 'badRows' | 'problems'>;
}

/** The rows with errors as a list of their own, to be mended and imported again. */
export function SaveBadRows({ fileName, left }: Props) {
  const { t, i18n } = useTranslation();
  const saveFile = useSaveFile();
  if (left.badRows.length === 0) return null;
  const [chinese, english] = problemHeadings;
  function save() {
    const heading = i18n.language === 'en' ? english : chinese;
    const csv = badRowsCsv(left, heading, ({ field, code }) => {
      const column = field && left.headings[left.columns[field] ?? -1];
      const what = t(`import.problems.${code}`);
      return column ? t('common.labelled', { label: column, value: what }) : what;
    });
    const name = t('import.badRows.fileName', { name: fileName.replace(/\.[^.]*$/, '') });
    void saveFile(`${name}.csv`, 'text/csv', csv);
  }
  return (
    <Button size="md" variant="default" onClick={save}>
      {t('import.badRows.save', { count: left.badRows.length })}
    </Button>
  );
}
