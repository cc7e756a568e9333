/**
 * What can be done with the chosen party: the refill above all, then another drink and the farewell; what is done more
 * rarely in small below, so that what is known of the party keeps its room.
 */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { awaySince } from '../../../shared/rules/away.ts';
import { nameIn } from '../../records/name-in.ts';
import type { Task, WithFacts } from './party-panel-props.ts';
import { refilled, RefillWarning } from './refill-warning.tsx';
import classes from './party-buttons.module.css';

interface Props extends WithFacts {
  readonly onRefill: () => void;
  readonly onTask: (task: Task) => void;
  readonly onLeave: () => void;
}

export function PartyButtons(props: Props) {
  const { party, facts, floor, onRefill, onTask, onLeave } = props;
  const { t, i18n } = useTranslation();
  const drink = refilled({ party, floor });
  return (
    <div className={classes.actions}>
      <p className={classes.keysHint}>{t('reception.party.keysAfterEscape')}</p>
      <RefillWarning {...{ party, facts, floor }} />
      <Button
        size="lg"
        className={classes.primary ?? ''}
        onClick={onRefill}
        rightSection={<kbd data-on-accent>R</kbd>}
      >
        {drink
          ? t('reception.party.refill', { drink: nameIn(i18n.language, drink) })
          : t('reception.party.chooseDrink')}
      </Button>
      <Button variant="default" size="md" onClick={() => onTask('drink')} rightSection={<kbd>S</kbd>}>
        {t('reception.party.otherDrink')}
      </Button>
      <Button variant="default" size="md" onClick={onLeave} rightSection={<kbd>X</kbd>}>
        {t('reception.party.seeOff')}
      </Button>
      <RarerButtons {...props} />
    </div>
  );
}

function RarerButtons({ party, turns, onTask }: Props) {
  const { t } = useTranslation();
  const isAway = awaySince(party.visit) !== null;
  const tasks = [
    ['seat', 'M', t('reception.party.move')],
    ['edit', 'E', t('reception.party.edit')],
    ...(party.guestCard ? [['preferences', 'P', t('reception.party.likes')] as const] : []),
    ['call', 'A', t('visits.calls.button')],
    ['join', 'J', t('visits.join.button')],
  ] as const;
  return (
    <div className={classes.rarer}>
      {tasks.map(([task, key, words]) => (
        <Button
          key={task}
          variant="default"
          size="compact-md"
          onClick={() => onTask(task)}
          rightSection={<kbd>{key}</kbd>}
        >
          {words}
        </Button>
      ))}
      <Button
        variant={isAway ? 'filled' : 'default'}
        size="compact-md"
        onClick={() => void (isAway ? turns.comeBack(party) : turns.stepOut(party))}
        rightSection={<kbd data-on-accent={isAway || undefined}>L</kbd>}
      >
        {t(isAway ? 'visits.away.back' : 'visits.away.out')}
      </Button>
    </div>
  );
}
