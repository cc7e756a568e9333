import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportProgress } from './import-messages.ts';
import classes from './import.module.css';

interface Props {
  readonly progress: ImportProgress;
  readonly isPausing: boolean;
  readonly onPause: () => void;
}

export function ImportRunning({ progress, isPausing, onPause }: Props) {
  const { t } = useTranslation();
  const { what, done, skipped, total, rate } = progress;
  const left = rate > 0 ? Math.ceil((total - done - skipped) / rate) : null;
  return (
    <section className={classes.panel} role="status">
      <Progress
        value={(100 * (done + skipped)) / Math.max(1, total)}
        aria-label={t('import.title')}
        size="lg"
      />
      <p>
        {what === 'undo'
          ? t('import.undo.progress', { done, total })
          : t('import.progress', { done, total, rate })}
        {left !== null && what === 'import' && ` · ${timeLeft(left)}`}
      </p>
      <div>
        <Button variant="default" onClick={onPause} disabled={isPausing}>
          {isPausing ? t('import.pausing') : t('import.pause')}
        </Button>
      </div>
    </section>
  );

  function timeLeft(seconds: number): string {
    return seconds < 90
      ? t('import.left.seconds', { count: seconds })
      : t('import.left.minutes', { count: Math.round(seconds / 60) });
  }
}
