import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { erasingStation } from '../../../shared/entities/stations.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import { useDevice, usePerson } from '../../data/hooks.ts';

interface Props {
  readonly size: 'md' | 'compact-md';
  readonly job: ImportJob;
  readonly onUndo: (jobId: string) => void;
}

/** Asks once more: what is taken back is erased. Shown where the server would take it (R9.7). */
export function UndoButton({ job, size, onUndo }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const device = useDevice();
  const [isAsked, setAsked] = useState(false);
  const mayErase = device?.station === erasingStation && rolesAllow(person?.roles ?? [], 'rows.erase');
  if (!mayErase || job.state === 'undone' || job.done === 0) return null;
  if (job.state === 'undoing')
    return (
      <Button size={size} onClick={() => onUndo(job.id)}>
        {t('import.undo.goOn')}
      </Button>
    );
  if (!isAsked)
    return (
      <Button size={size} variant="default" onClick={() => setAsked(true)}>
        {t('import.undo.ask')}
      </Button>
    );
  return (
    <>
      <Button size={size} color="red" autoFocus onClick={() => onUndo(job.id)}>
        {t('import.undo.confirm', { count: job.done })}
      </Button>
      <Button size={size} variant="default" onClick={() => setAsked(false)}>
        {t('common.cancel')}
      </Button>
    </>
  );
}
