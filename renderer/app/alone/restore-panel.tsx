/** A backup in the place of what is here: read whole first, asked about, then written at once. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadBackup } from '../../data/alone/backup-file.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useTimePlace } from '../../records/use-time-place.ts';
import { errorText } from '../../ui/error-words.ts';
import { showDone } from '../../ui/notices.ts';
import { exactTime } from '../../ui/time-words.ts';
import classes from '../pages.module.css';
import { FileButton } from './file-button.tsx';

/** @param ownRows how many are here now; null on a machine that is no desk yet */
export function RestorePanel({ ownRows }: { readonly ownRows: number | null }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [asked, setAsked] = useState<ReadBackup | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function choose(file: File) {
    setProblem(null);
    const read = await desk.alone.checkBackup(file);
    if (read.ok) setAsked(read.value);
    else setProblem(read.error.code);
  }
  async function restore(backup: ReadBackup) {
    setBusy(true);
    const result = await desk.alone.restore(backup);
    setBusy(false);
    setAsked(null);
    if (result.ok) showDone(t('alone.restore.done'));
    else setProblem(result.error.code);
  }
  return (
    <section className={classes.panel} aria-labelledby="alone-restore">
      <h2 id="alone-restore">{t('alone.restore.title')}</h2>
      <p className={classes.text}>
        {ownRows === null ? t('alone.restore.firstText') : t('alone.restore.text')}
      </p>
      {problem !== null && (
        <p className={classes.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      <div className={classes.actions}>
        <FileButton words={t('alone.restore.choose')} onChosen={choose} />
      </div>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
        title={t('alone.restore.asked')}
      >
        <div className={classes.asked}>
          {asked && <BackupFacts backup={asked} ownRows={ownRows} />}
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setAsked(null)} disabled={isBusy} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button
              {...(ownRows !== null && { color: 'red' })}
              loading={isBusy}
              onClick={() => asked && void restore(asked)}
            >
              {t('alone.restore.submit')}
            </Button>
          </div>
        </div>
      </Modal>
    </section>
  );
}

function BackupFacts({ backup, ownRows }: { readonly backup: ReadBackup; readonly ownRows: number | null }) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const count = [...backup.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
  const facts = { site: backup.desk.siteName, time: exactTime(place, backup.madeAt), count };
  return (
    <p className={classes.text}>
      {ownRows === null
        ? t('alone.restore.firstAsked', facts)
        : t('alone.restore.askedText', { ...facts, own: ownRows })}
    </p>
  );
}
