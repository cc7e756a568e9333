import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOwnChoice } from '../data/use-own-choice.ts';
import { playSoftly } from '../ui/soft-sound.ts';
import classes from './pages.module.css';

/** Of who is signed in, on this desk. */
export function SoundChoice() {
  const { t } = useTranslation();
  const [isOn, choose] = useOwnChoice('due-sound');
  function turn() {
    choose(!isOn);
    // So that one knows what to listen for, and the browser has had its click.
    if (!isOn) playSoftly();
  }
  return (
    <div className={classes.head}>
      <p className={classes.text}>{t('visits.sound.description')}</p>
      <Button
        role="switch"
        aria-checked={isOn}
        variant={isOn ? 'filled' : 'default'}
        size="md"
        onClick={turn}
      >
        {t('common.labelled', {
          label: t('visits.sound.label'),
          value: t(isOn ? 'visits.sound.on' : 'visits.sound.off'),
        })}
      </Button>
    </div>
  );
}
