/** What lost when two desks edited one field, with the record it belongs to: in words, and restored by one click. */
import { Button } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  restoreConflict,
  restoringAsksFor,
  undoRestoreConflict,
} from '../../shared/commands/restore-conflict.ts';
import type { EntityName } from '../../shared/entities/registry.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { usePerson } from '../data/hooks.ts';
import { showUndo } from '../ui/notices.ts';
import { conflictWords, overruledWords } from './conflict-words.ts';
import { clipped, entityLabel, fieldLabel, valueWords, type Speaker } from './field-words.ts';
import classes from './records.module.css';
import { useConflictsOf, useMarkSeen, type HeldConflict, type RecordAddress } from './use-conflicts.ts';
import { tellUndone, useRun } from './use-run.ts';
import { useSpeaker } from './use-speaker.ts';

/** Beside a record; nothing where nothing collided. */
export function ConflictsOf({ records }: { readonly records: readonly RecordAddress[] }) {
  const { t } = useTranslation();
  const titleId = useId();
  const held = useConflictsOf(records);
  if (held.length === 0) return null;
  return (
    <section className={classes.conflicts} aria-labelledby={titleId}>
      <h3 id={titleId}>{t('records.conflict.title')}</h3>
      <ConflictList held={held} namesRecord={false} />
    </section>
  );
}

interface ListProps {
  readonly held: readonly HeldConflict[];
  /** Whether each says of which record it is. */
  readonly namesRecord: boolean;
}

export function ConflictList({ held, namesRecord }: ListProps) {
  const speaker = useSpeaker(held);
  return (
    <ul className={classes.list}>
      {held.map((one) => (
        <ConflictItem key={one.conflict.id} held={one} speaker={speaker} namesRecord={namesRecord} />
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly held: HeldConflict;
  readonly speaker: Speaker;
  readonly namesRecord: boolean;
}

function ConflictItem({ held, speaker, namesRecord }: ItemProps) {
  const { t } = useTranslation();
  const person = usePerson();
  const markSeen = useMarkSeen();
  const restore = useRestore(speaker);
  const { conflict, state, current, isNews } = held;
  const { entity, rowId, field } = conflict;
  const { sentence, lost, shortLost } = conflictWords(speaker, conflict);
  const asked = restoringAsksFor({ entity: entity as EntityName, field });
  const mayRestore = asked.every((right) => rolesAllow(person?.roles ?? [], right));
  const record = [entityLabel(t, entity), speaker.nameOf(rowId) ?? '']
    .filter((part) => part !== '')
    .join(' ');
  return (
    <li className={classes.conflict} data-news={isNews || undefined}>
      <b>{[...(namesRecord ? [record] : []), fieldLabel(t, field)].join(' · ')}</b>
      {isNews && (
        <span className={classes.overruled}>{overruledWords(speaker, conflict, person?.id ?? null)}</span>
      )}
      <p title={lost}>{sentence}</p>
      {state === 'changed' && (
        <p className={classes.now}>
          {t('records.conflict.changed', { value: clipped(valueWords(speaker, field, current), 60) })}
        </p>
      )}
      <div className={classes.actions}>
        {state === 'lost' && <span className={classes.stands}>{t('records.conflict.stands')}</span>}
        {state !== 'lost' && mayRestore && (
          <Button
            className={classes.action ?? ''}
            variant="default"
            onClick={() => void restore(held, shortLost)}
          >
            {t('records.conflict.restore', { value: shortLost })}
          </Button>
        )}
        {isNews && (
          <Button
            className={classes.action ?? ''}
            variant="subtle"
            onClick={() => void markSeen(conflict.id)}
          >
            {t('records.conflict.seen')}
          </Button>
        )}
      </div>
    </li>
  );
}

function useRestore({ t }: Speaker) {
  const run = useRun();
  return async ({ conflict }: HeldConflict, value: string) => {
    const entity = conflict.entity as EntityName;
    const { id: conflictId, rowId, field } = conflict;
    const restored = await run(restoreConflict, { conflictId, entity, rowId, field });
    if (restored === undefined) return;
    const words = { field: fieldLabel(t, field) };
    showUndo(t('records.conflict.restored', { ...words, value }), () => {
      const undone = run(undoRestoreConflict, restored);
      void undone.then((done) => tellUndone(done, t('records.conflict.colleagueKept', words)));
    });
  };
}
