/** The server no longer knows this desk: a new place for it, and nothing that was done here is lost. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, useSyncStatus } from '../data/hooks.ts';
import { EnrolForm, useServer } from './enrol-page.tsx';
import classes from './pages.module.css';

export function EnrolAgain() {
  const { problem } = useSyncStatus();
  return problem === 'token_invalid' ? <EnrolAgainPanel /> : null;
}

function EnrolAgainPanel() {
  const { t } = useTranslation();
  const device = useDevice();
  const { server } = useServer();
  const [isOtherSite, setOtherSite] = useState(false);
  if (!device || server.state !== 'here') return null;
  return (
    <section className={classes.panel}>
      <h2>{t('status.again.title')}</h2>
      <p className={classes.text}>{t('status.again.text')}</p>
      <EnrolForm
        isDemo={server.isDemo}
        again={device}
        onFailed={(code) => setOtherSite(code === 'other_site')}
      />
      {isOtherSite && <StartOver />}
    </section>
  );
}

/** Only where the site itself is gone from the server. */
function StartOver() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { waiting } = useSyncStatus();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className={classes.actions}>
      <Button variant="default" color="red" onClick={() => setAsking(true)}>
        {t('status.again.startOver')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
        title={t('status.again.startOverTitle')}
      >
        <p className={classes.text}>{t('status.again.startOverText', { count: waiting })}</p>
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </Button>
          <Button color="red" onClick={() => void desk.startOver()}>
            {t('status.again.startOver')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
