/** A filtered list as a file, for those who may; that it was taken is recorded before it is. */
import { Button } from '@mantine/core';
import Papa from 'papaparse';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { auditAccess } from '../../../shared/commands/audit.ts';
import { receptionWords } from '../../i18n/zh-CN/reception.ts';
import { guardFormula } from '../../../shared/rules/register/formula-guard.ts';
import type { ListRow } from '../../../shared/rules/search/list-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice } from '../../data/hooks.ts';
import { useSaveFile } from '../../records/use-save-file.ts';
import { useTimePlace } from '../../records/use-time-place.ts';
import { exactTime, type TimePlace } from '../../ui/time-words.ts';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure } from '../../ui/notices.ts';
import type { ListView } from './list-address.ts';
import { useListRequest } from './use-list-pages.ts';

interface Props {
  readonly view: ListView;
  readonly total: number | undefined;
}

export function ExportList({ view, total }: Props) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const desk = useDesk();
  const device = useDevice();
  const request = useListRequest(view);
  const saveFile = useSaveFile();
  const [isBusy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    // All at once: of pages, whoever comes in between two of them would be missing, and another one there twice.
    const { rows } = await desk.search.list(request, { offset: 0, limit: Infinity });
    const audit = { what: 'listExported', device: device?.deviceId ?? null, row: null } as const;
    const done = await desk.run(auditAccess, { ...audit, rowCount: rows.length });
    setBusy(false);
    if (!done.ok) return showFailure(errorText(t, done.error.code));
    const name = t('customers.export.fileName', { day: desk.businessDay() });
    const isSaved = await saveFile(`${name}.csv`, 'text/csv', listCsv(t, place, rows));
    if (isSaved) showDone(t('customers.export.done', { count: rows.length }));
  }
  return (
    <Button variant="default" disabled={isBusy || !total} onClick={() => void save()}>
      {t('customers.export.button')}
    </Button>
  );
}

/** With a byte order mark, which spreadsheets want to see before Chinese; nothing in it is taken for a formula. */
function listCsv(t: TFunction, place: TimePlace, rows: readonly ListRow[]): string {
  const columns = ['name', 'kind', 'phoneLast4', 'plate', 'model', 'birthMonthDay', 'flags'] as const;
  const heading = [
    ...columns.map((column) => t(`records.fields.${column}`)),
    t('customers.columns.lastVisit'),
  ];
  const lines = rows.map((row) => [
    row.name,
    row.guestCardId === null ? '' : t(`records.kinds.${row.kind}`),
    row.phoneLast4 ?? '',
    row.vehicles.map(({ plate }) => plate ?? '').join(' '),
    row.vehicles.map(({ model }) => model ?? '').join(' '),
    row.birthMonthDay ?? '',
    row.flags.map((flag) => flagWords(t, flag)).join(' '),
    row.lastVisitAt === null ? '' : exactTime(place, row.lastVisitAt),
  ]);
  const guarded = [heading, ...lines].map((line) => line.map(guardFormula));
  return `\uFEFF${Papa.unparse(guarded)}\r\n`;
}

type Flag = keyof typeof receptionWords.flags;

function flagWords(t: TFunction, flag: string): string {
  return Object.hasOwn(receptionWords.flags, flag) ? t(`reception.flags.${flag as Flag}`) : flag;
}
