/** A link that asks to set this desk up: told what it would change, and nothing is changed unasked. */
import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readEnrolLink, showFingerprint, type EnrolLink } from '../../shared/rules/enrol-link.ts';
import { useBridge } from '../data/bridge-context.tsx';
import type { EnrolLinks } from '../data/bridge.ts';
import { useDevice } from '../data/hooks.ts';
import classes from './pages.module.css';
import { useChooseServer, useMayMoveServer } from './use-choose-server.ts';

export function EnrolLinkAsked() {
  const { enrolLinks } = useBridge();
  return enrolLinks && <Asked links={enrolLinks} />;
}

function Asked({ links }: { readonly links: EnrolLinks }) {
  const { t } = useTranslation();
  const device = useDevice();
  const [link, setLink] = useState<EnrolLink | null>(null);
  useEffect(() => {
    const take = () =>
      void links.take().then((text) => {
        const read = text === null ? null : readEnrolLink(text);
        if (read) setLink(read);
      });
    // One may have come before this page did.
    take();
    return links.onCame(take);
  }, [links]);
  return (
    <Modal
      opened={link !== null && device !== undefined}
      onClose={() => setLink(null)}
      closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
      title={t('shell.link.title')}
    >
      {link && <Question link={link} onDone={() => setLink(null)} />}
    </Modal>
  );
}

function Question({ link, onDone }: { readonly link: EnrolLink; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { serverUrl, serverChoice } = useBridge();
  const device = useDevice();
  const { choose, problem, isBusy } = useChooseServer();
  // The same server with a new authority has something to tell.
  const isKnown = link.server === serverUrl && link.ca === (serverChoice?.caFingerprint ?? null);
  const isSame = device != null && isKnown;
  const mayMove = useMayMoveServer(link.ca);
  const names = { server: link.server, current: serverUrl || t('shell.link.none') };
  const change = link.server === serverUrl ? 'shell.link.newAuthority' : 'shell.link.change';
  // A desk that is set up has no use for the code: it keeps its place.
  const take = () => void choose({ ...link, code: device ? null : link.code });
  return (
    <div className={classes.bare}>
      <p>
        {device
          ? t(isSame ? 'shell.link.same' : change, {
              ...names,
              site: device.siteName,
              name: device.name,
            })
          : t('shell.link.setUp', names)}
      </p>
      {link.ca !== null && !isSame && (
        <dl className={classes.facts}>
          <dt>{t('shell.link.fingerprint')}</dt>
          <dd style={{ overflowWrap: 'anywhere' }}>{showFingerprint(link.ca)}</dd>
        </dl>
      )}
      {!isSame && !mayMove && <p className={classes.text}>{t('shell.server.whoMay')}</p>}
      {problem !== null && (
        <p className={classes.error} role="alert">
          {problem}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onDone} data-autofocus>
          {t(isSame ? 'shell.link.close' : 'shell.link.keep')}
        </Button>
        {!isSame && mayMove && (
          <Button onClick={take} loading={isBusy}>
            {t(device ? 'shell.link.takeChange' : 'shell.link.take')}
          </Button>
        )}
      </div>
    </div>
  );
}
