/** A copy of everything as a file, and a look at one that was saved. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditAccess } from '../../../shared/commands/audit.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice } from '../../data/hooks.ts';
import { useTimePlace } from '../../records/use-time-place.ts';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure } from '../../ui/notices.ts';
import { exactTime } from '../../ui/time-words.ts';
import { useRun } from '../../records/use-run.ts';
import { useSaveFile } from '../../records/use-save-file.ts';
import classes from '../pages.module.css';
import { FileButton } from './file-button.tsx';
import { useBackupState, useLastBackup } from './use-backup-state.ts';

interface Props {
  readonly mayBackUp: boolean;
  readonly ownRows: number;
}

export function BackupPanel({ mayBackUp, ownRows }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.panel} aria-labelledby="alone-backup">
      <h2 id="alone-backup">{t('alone.backup.title')}</h2>
      <p className={classes.text}>{mayBackUp ? t('alone.backup.text') : t('alone.backup.noPermission')}</p>
      <LastBackup />
      {mayBackUp && (
        <div className={classes.actions}>
          <CheckButton />
          <MakeButton ownRows={ownRows} />
        </div>
      )}
    </section>
  );
}

function LastBackup() {
  const { t } = useTranslation();
  const place = useTimePlace();
  const last = useLastBackup();
  const { words, isDue } = useBackupState();
  if (last === undefined) return null;
  const checked =
    last && (last.checkedAt === null ? t('alone.backup.unchecked') : checkedWords(last.checkedAt));
  function checkedWords(at: number) {
    return t('alone.backup.checked', { time: exactTime(place, at) });
  }
  return (
    <>
      {isDue && (
        <p className={classes.hint} role="status">
          {words}
        </p>
      )}
      <dl className={classes.facts}>
        <dt>{t('alone.backup.last')}</dt>
        <dd>{last ? `${exactTime(place, last.madeAt)} · ${checked}` : t('alone.backup.never')}</dd>
      </dl>
    </>
  );
}

function MakeButton({ ownRows }: Pick<Props, 'ownRows'>) {
  const { t } = useTranslation();
  const desk = useDesk();
  const device = useDevice();
  const run = useRun();
  const saveFile = useSaveFile();
  const [isBusy, setBusy] = useState(false);

  async function make() {
    // Before the file is there: whoever has it is known, also where it is never saved.
    const access = {
      what: 'backupSaved',
      device: device?.deviceId ?? null,
      row: null,
      rowCount: ownRows,
    } as const;
    if ((await run(auditAccess, access)) === undefined) return;
    const made = await desk.alone.makeBackup();
    if (!made.ok) return showFailure(errorText(t, made.error.code));
    const { file, record } = made.value;
    const name = `cr-desk-${desk.businessDay()}.crdesk`;
    if (!(await saveFile(name, 'application/gzip', file))) return;
    await desk.alone.noteBackup(record);
    showDone(t('alone.backup.saved', { count: record.rowCount }));
  }
  return (
    <Button
      size="md"
      loading={isBusy}
      onClick={() => {
        setBusy(true);
        void make().finally(() => setBusy(false));
      }}
    >
      {t('alone.backup.make')}
    </Button>
  );
}

function CheckButton() {
  const { t } = useTranslation();
  const desk = useDesk();
  const place = useTimePlace();
  async function check(file: File) {
    const read = await desk.alone.checkBackup(file);
    if (!read.ok) return showFailure(errorText(t, read.error.code));
    const count = [...read.value.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
    showDone(t('alone.backup.checkOk', { time: exactTime(place, read.value.madeAt), count }));
  }
  return <FileButton words={t('alone.backup.check')} onChosen={check} />;
}
