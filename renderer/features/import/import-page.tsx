/** 导入: a dealership begins with the customers it has. */
import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { importTemplate } from '../../../shared/rules/import/import-columns.ts';
import { usePerson } from '../../data/hooks.ts';
import { useSaveFile } from '../../records/use-save-file.ts';
import { ImportJobs } from './import-jobs.tsx';
import { ImportPreview } from './import-preview.tsx';
import { ImportResult } from './import-result.tsx';
import { ImportRunning } from './import-running.tsx';
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
      {state.step === 'choose' && (
        <>
          <ChooseFile state={state} onFile={flow.read} />
          <ImportJobs flow={flow} />
        </>
      )}
      {state.step === 'reading' && <p role="status">{t('import.reading')}</p>}
      {state.step === 'preview' && (
        <ImportPreview
          preview={state.preview}
          isPlanning={state.isPlanning}
          onPlan={flow.plan}
          onRun={flow.begin}
          onBack={flow.restart}
        />
      )}
      {state.step === 'running' && <ImportRunning {...state} onPause={flow.pause} />}
      {state.step === 'ended' && <ImportResult state={state} flow={flow} />}
    </main>
  );
}

interface ChooseFileProps {
  readonly state: Extract<ImportState, { step: 'choose' }>;
  readonly onFile: (file: File) => void;
}

function ChooseFile({ state, onFile }: ChooseFileProps) {
  const { t } = useTranslation();
  const saveFile = useSaveFile();
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
          accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        <Button variant="default" onClick={() => void saveFile('cr-desk-import.csv', 'text/csv', template)}>
          {t('import.template')}
        </Button>
      </div>
    </>
  );
}
