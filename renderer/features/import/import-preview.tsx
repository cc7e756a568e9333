/** What an import of the chosen file would do, before it is done. */
import { Button, NativeSelect } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { showPhone } from '../../../shared/rules/formats/phone.ts';
import { importFields, type ImportField } from '../../../shared/rules/import/import-columns.ts';
import type { ImportCustomer } from '../../../shared/rules/import/join-rows.ts';
import { noChoices } from '../../../shared/rules/import/plan-import.ts';
import tables from '../../ui/table.module.css';
import { ColumnTable } from './column-table.tsx';
import { DuplicateTable } from './duplicate-table.tsx';
import type { ListPreview, ListWishes } from './import-messages.ts';
import classes from './import.module.css';
import type { PlanSummary } from './plan-list.ts';
import { ProblemTable } from './problem-table.tsx';
import { SaveBadRows } from './save-bad-rows.tsx';

interface Props {
  readonly preview: ListPreview;
  /** What a person decided is being looked through; what stands here is from before. */
  readonly isPlanning: boolean;
  readonly onPlan: (wishes: ListWishes) => void;
  readonly onRun: () => void;
  readonly onBack: () => void;
}

export function ImportPreview({ preview, isPlanning, onPlan, onRun, onBack }: Props) {
  const { t } = useTranslation();
  const { fileName, kind, plan, sheets, wishes } = preview;
  const good = plan?.counts.good ?? 0;
  return (
    <>
      <p>
        {plan
          ? t('import.file', { name: fileName, count: plan.rows })
          : t('import.fileAlone', { name: fileName })}
      </p>
      {kind === 'gb18030' && <p className={classes.text}>{t('import.readAsChinese')}</p>}
      {sheets.length > 1 && (
        <NativeSelect
          className={classes.narrow}
          label={t('import.sheet')}
          data={sheets.map((name, at) => ({ value: String(at), label: name }))}
          value={String(wishes.sheet)}
          onChange={({ currentTarget: { value } }) =>
            onPlan({ sheet: Number(value), columns: null, duplicates: noChoices })
          }
        />
      )}
      {plan && <Summary plan={plan} />}
      <div className={classes.actions}>
        <Button size="md" onClick={onRun} disabled={good === 0 || isPlanning}>
          {t('import.run', { count: good })}
        </Button>
        <Button size="md" variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
        {plan && <SaveBadRows fileName={fileName} left={plan} />}
        {isPlanning && <span role="status">{t('import.planning')}</span>}
      </div>
      {plan && <ProblemTable {...plan} />}
      {plan && <PreviewTable plan={plan} />}
      {plan && (
        <DuplicateTable
          plan={plan}
          choices={wishes.duplicates}
          onChoose={(duplicates) => onPlan({ ...wishes, duplicates })}
        />
      )}
      <ColumnTable preview={preview} onChoose={(columns) => onPlan({ ...wishes, columns })} />
    </>
  );
}

function Summary({ plan }: { readonly plan: PlanSummary }) {
  const { t } = useTranslation();
  const { good, merged, bad, known, warned } = plan.counts;
  return (
    <p className={classes.summary}>
      <b data-tone="ok">{t('import.summary.good', { count: good })}</b>
      {merged > 0 && <span>{t('import.summary.merged', { count: merged })}</span>}
      {warned > 0 && <span>{t('import.summary.warned', { count: warned })}</span>}
      <b data-tone="bad">{t('import.summary.bad', { count: bad })}</b>
      <span>{t('import.summary.known', { count: known })}</span>
    </p>
  );
}

function PreviewTable({ plan }: { readonly plan: PlanSummary }) {
  const { t } = useTranslation();
  const fields = importFields.filter((field) => plan.columns[field] !== undefined);
  const { customers } = plan;
  if (customers.length === 0) return null;
  return (
    <section className={classes.panel}>
      <h2>{t('import.preview.title')}</h2>
      <p className={classes.text}>
        {t('import.preview.all', { count: plan.customerCount })}{' '}
        {plan.customerCount > customers.length && t('import.preview.first', { count: customers.length })}
      </p>
      <div className={classes.scroll}>
        <table className={tables.table}>
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field}>{plan.headings[plan.columns[field] ?? -1]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {customers.map((customer) => (
              <tr key={customer.lines[0]}>
                {fields.map((field) => (
                  <td key={field}>{cellWords(t, customer, field)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function cellWords(t: TFunction, customer: ImportCustomer, field: ImportField): string {
  const separator = t('common.listSeparator');
  switch (field) {
    case 'kind':
      return t(`import.values.${customer.kind}`);
    case 'gender':
      return customer.gender ? t(`import.values.${customer.gender}`) : '';
    case 'phone':
      return customer.phones.map(({ number }) => showPhone(number)).join(separator);
    case 'plate':
    case 'vin':
    case 'model':
    case 'colour':
      return customer.vehicles.flatMap((vehicle) => vehicle[field] ?? []).join(separator);
    default:
      return customer[field] ?? '';
  }
}
