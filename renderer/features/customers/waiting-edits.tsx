import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import { changeTitle, patchLines } from '../../records/change-words.ts';
import { momentWords } from '../../records/field-words.ts';
import { useChangeSpeaker } from '../../records/use-speaker.ts';
import classes from './customers.module.css';

/** Edits of these rows that the server does not have yet; facts about them are told elsewhere. */
export function WaitingEdits({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const key = ids.join();
  const changes = useLiveQuery(
    () => db.outbox.filter(({ patches }) => patches.some(({ id }) => key.includes(id))).toArray(),
    [db, key],
  );
  const speaker = useChangeSpeaker((changes ?? []).flatMap(({ patches }) => patches));
  if (!changes || changes.length === 0) return null;
  return (
    <section className={classes.panel} aria-label={t('customers.record.waiting')}>
      <h2>{t('customers.record.waiting')}</h2>
      <ul className={classes.lines}>
        {changes.map(({ opId, name, occurredAt, patches }) => (
          <li key={opId}>
            <b>{changeTitle(t, name)}</b> <span>{momentWords(speaker, occurredAt)}</span>
            {patchLines(speaker, patches).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
