import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useBridge } from '../data/bridge-context.tsx';
import { useDevice } from '../data/hooks.ts';
import classes from './frame.module.css';

/** A desk whose shell lost its settings works on by itself, and says what it needs; one without a server needs none. */
export function ServerUnknownBar() {
  const { t } = useTranslation();
  const { serverUrl } = useBridge();
  const device = useDevice();
  if (serverUrl !== '' || !device || device.aloneSince !== null) return null;
  return (
    <div className={classes.update} role="status">
      {t('shell.server.unknown')}
      <Button component={Link} to="/settings">
        {t('shell.server.setNow')}
      </Button>
    </div>
  );
}
