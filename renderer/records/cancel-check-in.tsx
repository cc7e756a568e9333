/** A check-in that was a mistake: asked once, with what becomes of the visit, of what was served, of a new customer. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocalRow } from '../data/database.ts';
import classes from './cancel-check-in.module.css';
import { useCancelCheckIn } from './use-cancel-check-in.ts';
import { useNewGuest } from './use-new-guest.ts';

interface Props {
  readonly visit: Pick<LocalRow<'visit'>, 'id' | 'guestCardId'>;
  readonly name: string;
  /** Served at this visit, not taken back. */
  readonly cups: number;
  /** Whether others joined this party: their people would stand nowhere. */
  readonly hasJoined: boolean;
  /** Decided, either way. */
  readonly onEnd: () => void;
}

export function CancelCheckIn({ visit, name, cups, hasJoined, onEnd }: Props) {
  const { t } = useTranslation();
  const cancel = useCancelCheckIn();
  const newGuest = useNewGuest(visit);
  const [isKept, setKept] = useState(false);
  const title = t('reception.cancel.title', { name });
  function cancelIt() {
    onEnd();
    void cancel({ visitId: visit.id, name, cups, newGuest: isKept ? null : newGuest });
  }
  return (
    <section className={classes.question} aria-label={title}>
      <h3>{title}</h3>
      {hasJoined ? (
        <p role="alert">{t('reception.cancel.joined')}</p>
      ) : (
        <>
          <p>
            {t('reception.cancel.means')} {cups > 0 && t('reception.cancel.cups', { count: cups })}
          </p>
          {newGuest && (
            <Checkbox
              checked={!isKept}
              onChange={({ currentTarget }) => setKept(!currentTarget.checked)}
              label={t('reception.cancel.newGuest', { name: newGuest.name })}
              description={t('reception.cancel.newGuestMeans')}
            />
          )}
          <Button size="md" color="red" onClick={cancelIt} autoFocus>
            {t('reception.cancel.button')}
          </Button>
        </>
      )}
      <Button variant="default" size="md" onClick={onEnd} autoFocus={hasJoined}>
        {t('reception.cancel.keep')}
      </Button>
    </section>
  );
}
