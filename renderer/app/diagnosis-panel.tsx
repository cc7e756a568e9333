/** One file for whoever gives help, with nobody's data in it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import { collectDiagnosis } from '../data/diagnosis.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useSaveFile } from '../records/use-save-file.ts';
import { showFailure } from '../ui/notices.ts';
import { useOnce } from '../ui/use-once.ts';
import classes from './pages.module.css';

export function DiagnosisPanel() {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const bridge = useBridge();
  const once = useOnce();
  const saveFile = useSaveFile();
  const make = () =>
    once(async () => {
      const found = await collectDiagnosis({
        ...{ db: desk.db, state: desk.state.getState(), bridge },
        ...{ version: import.meta.env.APP_VERSION, language: i18n.language, now: desk.now() },
      });
      const name = `cr-desk-diagnosis-${desk.businessDay()}.json`;
      await saveFile(name, 'application/json', JSON.stringify(found, null, 2));
      // Another one may be made later.
      return false;
    });
  async function showLogs() {
    const answer = await bridge.logs?.show();
    if (!answer?.ok || !answer.value) showFailure(t('shell.diagnosis.notShown'));
  }
  return (
    <section className={classes.panel}>
      <h2>{t('shell.diagnosis.title')}</h2>
      <div className={classes.head}>
        <p className={classes.text}>{t('shell.diagnosis.text')}</p>
        <div className={classes.actions}>
          {bridge.logs && (
            <Button variant="default" onClick={() => void showLogs()}>
              {t('shell.diagnosis.logs')}
            </Button>
          )}
          <Button variant="default" onClick={() => void make()}>
            {t('shell.diagnosis.make')}
          </Button>
        </div>
      </div>
    </section>
  );
}
