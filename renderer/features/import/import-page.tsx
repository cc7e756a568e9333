/** 导入: a dealership begins with the customers it has. */
import { Alert, Button, Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { showPhone } from '../../../shared/rules/formats/phone.ts';
import { importFields, importTemplate } from '../../../shared/rules/import/import-columns.ts';
import type { ImportCustomer, ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';
import { usePerson } from '../../data/hooks.ts';
import { errorText } from '../../ui/error-words.ts';
import { saveFile } from '../../ui/save-file.ts';
import tables from '../../ui/table.module.css';
import classes from './import.module.css';
import { useImport, type ImportState } from './use-import.ts';

export function ImportPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const flow = useImport();
  if (!person || !rolesAllow(person.roles, 'import.run')) {
    return <main className={classes.page}>{t('settings.data.noPermission')}</main>;
  }
  const { state } = flow;
  return (
    <main className={classes.page}>
      <h1>{t('import.title')}</h1>
      {state.step === 'choose' && <ChooseFile state={state} onFile={(file) => void flow.read(file)} />}
      {state.step === 'reading' && <p role="status">{t('import.reading')}</p>}
      {state.step === 'preview' && (
        <Preview
          fileName={state.fileName}
          plan={state.plan}
          onRun={() => void flow.run(state.plan)}
          onBack={flow.restart}
        />
      )}
      {state.step === 'running' && <Running state={state} onStop={flow.stop} />}
      {state.step === 'ended' && <Ended state={state} onAgain={flow.restart} />}
    </main>
  );
}

interface ChooseFileProps {
  readonly state: Extract<ImportState, { step: 'choose' }>;
  readonly onFile: (file: File) => void;
}

function ChooseFile({ state, onFile }: ChooseFileProps) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  // With a byte order mark, which spreadsheets want to see before Chinese.
  const template = `\uFEFF${importTemplate.map((row) => row.join(',')).join('\r\n')}\r\n`;
  return (
    <>
      <p className={classes.text}>{t('import.intro')}</p>
      {state.failure !== null && (
        <Alert color="red" role="alert">
          {t(`import.failures.${state.failure}`)}
        </Alert>
      )}
      <div className={classes.drop} data-over={isOver || undefined}>
        {t('import.drop')}
        {/* Lies over the whole area, so that the browser itself takes a file dropped on it. */}
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label={t('import.choose')}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onDrop={() => setOver(false)}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) onFile(file);
          }}
        />
      </div>
      <div>
        <Button variant="default" onClick={() => saveFile('cr-desk-import.csv', 'text/csv', template)}>
          {t('import.template')}
        </Button>
      </div>
    </>
  );
}

interface PreviewProps {
  readonly fileName: string;
  readonly plan: ImportPlan;
  readonly onRun: () => void;
  readonly onBack: () => void;
}

const shownRows = 8;
const shownProblems = 200;

function Preview({ fileName, plan, onRun, onBack }: PreviewProps) {
  const { t } = useTranslation();
  const rowsWith = (weight: ImportProblem['weight']) =>
    new Set(plan.problems.filter((problem) => problem.weight === weight).map(({ line }) => line)).size;
  const good = plan.customers.reduce((sum, { lines }) => sum + lines.length, 0);
  return (
    <>
      <p>{t('import.file', { name: fileName, count: plan.rows })}</p>
      <p className={classes.summary}>
        <b data-tone="ok">{t('import.summary.good', { count: good })}</b>
        <b data-tone="bad">{t('import.summary.bad', { count: rowsWith('error') })}</b>
        <span>{t('import.summary.known', { count: rowsWith('known') })}</span>
        <span>{t('import.summary.warned', { count: rowsWith('remark') })}</span>
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
      </div>
      <ProblemTable problems={plan.problems} />
      <PreviewTable plan={plan} />
    </>
  );
}

function ProblemTable({ problems }: { readonly problems: readonly ImportProblem[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <section className={classes.panel}>
      <h2>{t('import.issues.title')}</h2>
      <table className={tables.table}>
        <thead>
          <tr>
            <th>{t('import.issues.line')}</th>
            <th>{t('import.issues.column')}</th>
            <th>{t('import.issues.value')}</th>
            <th>{t('import.issues.what')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, shownProblems).map((problem) => (
            <tr key={`${problem.line}-${problem.field}-${problem.code}`}>
              <td>{problem.line}</td>
              <td>{problem.field && t(`import.fields.${problem.field}`)}</td>
              <td>{problem.value.slice(0, 60)}</td>
              <td data-weight={problem.weight}>{t(`import.problems.${problem.code}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > shownProblems && (
        <p className={classes.text}>{t('import.issues.more', { count: shownProblems })}</p>
      )}
    </section>
  );
}

function PreviewTable({ plan }: { readonly plan: ImportPlan }) {
  const { t } = useTranslation();
  const fields = importFields.filter((field) => plan.columns[field] !== undefined);
  const customers = plan.customers.slice(0, shownRows);
  if (customers.length === 0) return null;
  return (
    <section className={classes.panel}>
      <h2>
        {t('import.preview.title')} · {t('import.preview.first', { count: customers.length })}
      </h2>
      <div className={classes.scroll}>
        <table className={tables.table}>
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field}>{t(`import.fields.${field}`)}</th>
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

function cellWords(t: TFunction, customer: ImportCustomer, field: (typeof importFields)[number]): string {
  const separator = t('common.listSeparator');
  switch (field) {
    case 'kind':
      return t(`import.kinds.${customer.kind}`);
    case 'gender':
      return customer.gender === null ? '' : t(`import.genders.${customer.gender}`);
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

interface RunningProps {
  readonly state: Extract<ImportState, { step: 'running' }>;
  readonly onStop: () => void;
}

function Running({ state, onStop }: RunningProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.panel} role="status">
      <Progress
        value={(100 * state.done) / Math.max(1, state.total)}
        aria-label={t('import.title')}
        size="lg"
      />
      <p>{t('import.progress', { done: state.done, total: state.total, rate: state.rate })}</p>
      <div>
        <Button variant="default" onClick={onStop}>
          {t('import.cancel')}
        </Button>
      </div>
    </section>
  );
}

interface EndedProps {
  readonly state: Extract<ImportState, { step: 'ended' }>;
  readonly onAgain: () => void;
}

function Ended({ state, onAgain }: EndedProps) {
  const { t } = useTranslation();
  const { done, total, problem } = state;
  return (
    <section className={classes.panel} role="status">
      {problem !== null && <p>{t('import.failed', { reason: errorText(t, problem), done, total })}</p>}
      {problem === null && done < total && <p>{t('import.stopped', { done, total })}</p>}
      {problem === null && done === total && <p>{t('import.done', { count: done })}</p>}
      <div>
        <Button onClick={onAgain}>{t('import.again')}</Button>
      </div>
    </section>
  );
}
