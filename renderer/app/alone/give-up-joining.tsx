/** The way back while what this PC brings has not arrived: a server that never comes back, a disk that is full. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { usePerson } from '../../data/hooks.ts';
import { errorText } from '../../ui/error-words.ts';
import classes from '../pages.module.css';

export function GiveUpJoining() {
  const { t } = useTranslation();
  const { alone } = useDesk();
  const person = usePerson();
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!person || !rolesAllow(person.roles, 'settings.edit')) return null;
  async function giveUp() {
    const result = await alone.returnAlone();
    // Where all has arrived meanwhile, the panel says so by itself.
    setProblem(result.ok ? null : result.error.code);
    setAsked(false);
  }
  return (
    <>
      {problem !== null && (
        <p className={classes.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      {isAsked && (
        <p className={classes.hint} role="alert">
          {t('alone.join.giveUpAsked')}
        </p>
      )}
      <div className={classes.actions}>
        {isAsked && (
          <Button variant="default" size="md" onClick={() => setAsked(false)}>
            {t('alone.join.goOn')}
          </Button>
        )}
        <Button
          variant="default"
          size="md"
          onClick={() => (isAsked ? void giveUp() : setAsked(true))}
          {...(isAsked ? { color: 'red', variant: 'filled' } : {})}
        >
          {isAsked ? t('alone.join.giveUpSure') : t('alone.join.giveUp')}
        </Button>
      </div>
    </>
  );
}
