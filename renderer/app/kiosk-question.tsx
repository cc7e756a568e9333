/** The way out of a window that is the whole screen: by F9 or by closing it, for who may. */
import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { useBridge } from '../data/bridge-context.tsx';
import type { Surroundings } from '../data/bridge.ts';
import { usePerson } from '../data/hooks.ts';
import { useKeys } from '../ui/use-keys.ts';
import classes from './pages.module.css';

export function KioskQuestion() {
  const { surroundings } = useBridge();
  return surroundings && <Held surroundings={surroundings} />;
}

function Held({ surroundings }: { readonly surroundings: Surroundings }) {
  const { t } = useTranslation();
  const person = usePerson();
  const mayLeave = person !== null && rolesAllow(person.roles, 'settings.edit');
  const [isKiosk, setKiosk] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    // It may have been chosen since, on the page of settings.
    void surroundings.choices({}).then((answer) => setKiosk(answer.ok && answer.value.kiosk));
    return surroundings.onKioskHeld(() => {
      setKiosk(true);
      setOpen(true);
    });
  }, [surroundings, person]);
  async function leave() {
    const answer = await surroundings.choices({ kiosk: false });
    setKiosk(!answer.ok);
    setOpen(!answer.ok);
  }
  return (
    <>
      {isKiosk && <LeaveKey onPress={() => setOpen(true)} />}
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
        title={t('shell.kiosk.title')}
      >
        <div className={classes.asked}>
          <p className={classes.text}>{t(mayLeave ? 'shell.kiosk.mayLeave' : 'shell.kiosk.mayNot')}</p>
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setOpen(false)} data-autofocus>
              {t('common.back')}
            </Button>
            {mayLeave && <Button onClick={() => void leave()}>{t('shell.kiosk.leave')}</Button>}
          </div>
        </div>
      </Modal>
    </>
  );
}

function LeaveKey({ onPress }: { readonly onPress: () => void }) {
  const { t } = useTranslation();
  useKeys([{ keys: 'F9', label: t('shell.kiosk.key'), run: onPress }]);
  return null;
}
