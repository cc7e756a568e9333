/** What an import of the chosen file would do, before it is done. */
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { showPhone } from '../../../shared/rules/formats/phone.ts';
import { importFields, type ImportField } from '../../../shared/rules/import/import-columns.ts';
import type { ImportCustomer } from '../../../shared/rules/import/join-rows.ts';
import type { ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import tables from '../../ui/table.module.css';
import classes from './import.module.css';
import { SaveBadRows } from './save-bad-rows.tsx';
import { ProblemTable } from './problem-table.tsx';
import { countRows } from './count-rows.ts';
import type { ImportList } from './use-import.ts';

interface Props {
  readonly list: ImportList;
  readonly onRun: () => void;
  readonly onBack: () => void;
}

const shownCustomers = 8;

export function ImportPreview({ list, onRun, onBack }: Props) {
  const { t } = useTranslation();
  const { fileName, plan, encoding } = list;
  const { good, bad, known, warned } = countRows(plan);
  return (
    <>
      <p>{t('import.file', { name: fileName, count: plan.rows })}</p>
      {encoding === 'gb18030' && <p className={classes.text}>{t('import.readAsChinese')}</p>}
      <p className={classes.summary}>
        <b data-tone="ok">{t('import.summary.good', { count: good })}</b>
        <b data-tone="bad">{t('import.summary.bad', { count: bad })}</b>
        <span>{t('import.summary.known', { count: known })}</span>
        <span>{t('import.summary.warned', { count: warned })}</span>
      </p>
      {plan.ignored.length > 0 && (
        <p className={classes.text}>
          {t('import.ignoredColumns', { columns: plan.ignored.join(t('common.listSeparator')) })}
        </p>
      )}
      <div className={classes.actions}>
        <Button size="md" onClick={onRun} disabled={good === 0}>
          {t('import.run', { count: good })}
        </Button>
        <Button size="md" variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
        <SaveBadRows list={list} />
      </div>
      <ProblemTable plan={plan} />
      <PreviewTable plan={plan} />
    </>
  );
}

function PreviewTable({ plan }: { readonly plan: ImportPlan }) {
  const { t } = useTranslation();
  const fields = importFields.filter((field) => plan.columns[field] !== undefined);
  const customers = plan.customers.slice(0, shownCustomers);
  if (customers.length === 0) return null;
  return (
    <section className={classes.panel}>
      <h2>{t('import.preview.title')}</h2>
      <p className={classes.text}>
        {t('import.preview.all', { count: plan.customers.length })}{' '}
        {plan.customers.length > customers.length && t('import.preview.first', { count: customers.length })}
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
