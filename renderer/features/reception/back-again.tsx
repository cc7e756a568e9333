/** A guest who was seen off today is checked in again: the visit of before can go on in place of a second one. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hasJoined } from '../../../shared/rules/joined-visits.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { useClock } from './use-clock.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import classes from './warnings.module.css';

interface Props {
  readonly facts: GuestFacts;
  readonly onRestore: (visit: LocalRow<'visit'>) => void;
}

export function BackAgain({ facts: { card, lastVisit, openVisitId }, onRestore }: Props) {
  const { t } = useTranslation();
  const clock = useClock();
  const today = useDesk().businessDay();
  const isOver = openVisitId === null && lastVisit?.leftAt !== null;
  const visit = isOver && lastVisit?.businessDay === today && !hasJoined(lastVisit) ? lastVisit : null;
  useKeys(visit ? [{ keys: 'alt+r', label: t('visits.keys.again'), run: () => onRestore(visit) }] : []);
  if (!visit) return null;
  const times = { arrived: clock(visit.arrivedAt), left: clock(visit.leftAt ?? 0) };
  return (
    <div className={`${classes.warning} ${classes.duplicate}`} role="status">
      <span>{t('visits.again.said', { name: card.name, ...times })}</span>
      <Button size="md" variant="default" onClick={() => onRestore(visit)} rightSection={<kbd>Alt R</kbd>}>
        {t('visits.again.restore')}
      </Button>
    </div>
  );
}
