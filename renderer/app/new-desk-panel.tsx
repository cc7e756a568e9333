/** Another machine becomes a desk: a code for it, as a link and as a QR code, to copy or to print. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Station } from '../../shared/entities/stations.ts';
import { isAuthorityEnding } from '../../shared/rules/authority-end.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { appEnrolLink, browserEnrolLink, showFingerprint } from '../../shared/rules/enrol-link.ts';
import type { EnrolCodeAnswer } from '../../shared/sync/wire/administration.ts';
import { useDesk } from '../data/desk-context.tsx';
import { usePerson } from '../data/hooks.ts';
import { usePrint } from '../records/use-print.ts';
import { useTimePlace } from '../records/use-time-place.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { errorText } from '../ui/error-words.ts';
import { QrCode } from '../ui/qr-code.tsx';
import { clockTime, dayWords } from '../ui/time-words.ts';
import classes from './new-desk.module.css';
import pages from './pages.module.css';

const offered = ['bar', 'callback', 'office'] as const satisfies readonly Station[];

interface Made {
  readonly answer: EnrolCodeAnswer;
  readonly station: Station;
}

/** Only for whoever may: to others it says nothing. */
export function NewDeskPanel() {
  const { t } = useTranslation();
  const person = usePerson();
  const desk = useDesk();
  const [station, setStation] = useState<Station>('bar');
  const [made, setMade] = useState<Made | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (!person || !rolesAllow(person.roles, 'desks.enrol')) return null;

  async function make() {
    setBusy(true);
    setProblem(null);
    const result = await desk.newDeskCode(station);
    setBusy(false);
    if (result.ok) setMade({ answer: result.value, station });
    else setProblem(result.error.code);
  }
  return (
    <section
      className={`${pages.panel} ${classes.slip}`}
      aria-labelledby="new-desk"
      data-printed={made !== null}
    >
      <h2 id="new-desk">{t('desks.title')}</h2>
      <p className={`${pages.text} ${classes.screenOnly}`}>{t('desks.text')}</p>
      <div className={`${pages.row} ${classes.screenOnly}`}>
        <NativeSelect
          label={t('desks.station')}
          value={station}
          onChange={(event) => setStation(event.currentTarget.value as Station)}
          data={offered.map((value) => ({ value, label: t(`frame.stations.${value}`) }))}
        />
        <Button onClick={() => void make()} loading={isBusy}>
          {t(made ? 'desks.another' : 'desks.make')}
        </Button>
      </div>
      {problem !== null && (
        <p className={pages.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      {made && <CodeSheet key={made.answer.code} {...made} />}
    </section>
  );
}

function CodeSheet({ answer, station }: Made) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useTimePlace();
  const { serverUrl } = useDesk();
  const print = usePrint();
  const { code, expiresAt, ca, caEnds } = answer;
  const origins = answer.origins.length > 0 ? answer.origins : [serverUrl];
  const [server, setServer] = useState(origins[0] ?? serverUrl);
  const link = { server, code, ca };
  const time = clockTime(i18n.language, expiresAt, timeZone);
  return (
    <div className={classes.sheet} role="status">
      <div className={classes.code}>
        <QrCode text={browserEnrolLink(link)} label={t('desks.qr')} />
        <div>
          <p className={pages.text}>{t('desks.codeFor', { station: t(`frame.stations.${station}`) })}</p>
          <b className={classes.letters}>{code}</b>
          <p>{t('desks.until', { time })}</p>
          <p className={`${pages.text} ${classes.sheetOnly}`}>{t('desks.scan')}</p>
        </div>
      </div>
      {origins.length > 1 && (
        <NativeSelect
          className={classes.screenOnly}
          label={t('desks.address')}
          description={t('desks.addressHint')}
          value={server}
          onChange={(event) => setServer(event.currentTarget.value)}
          data={[...origins]}
        />
      )}
      <div className={`${classes.links} ${classes.sheetOnly}`}>
        <CopyField label={t('desks.browserLink')} text={browserEnrolLink(link)} />
        <CopyField label={t('desks.appLink')} text={appEnrolLink(link)} />
      </div>
      {ca !== null && <Trust server={server} ca={ca} ends={caEnds} />}
      <div className={`${pages.actions} ${classes.screenOnly}`}>
        <Button variant="default" onClick={() => void print.page()}>
          {t('desks.print')}
        </Button>
        {print.receipt && (
          <Button variant="default" onClick={() => void print.receipt?.()}>
            {t('shell.print.receipt')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A browser has to be told once whom to trust; the desktop window knows by the link. */
function Trust({
  server,
  ca,
  ends,
}: {
  readonly server: string;
  readonly ca: string;
  /** UTC ms. */
  readonly ends: number | undefined;
}) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useTimePlace();
  const desk = useDesk();
  const now = desk.now();
  const page = new URL('/trust', server).href;
  return (
    <div>
      <p className={pages.text}>{t('desks.trust')}</p>
      <p>
        <a href={page} target="_blank" rel="noreferrer">
          {page}
        </a>
      </p>
      <dl className={`${pages.facts} ${classes.trusted}`}>
        <dt>{t('desks.fingerprint')}</dt>
        <dd className={classes.fingerprint}>{showFingerprint(ca)}</dd>
      </dl>
      {ends !== undefined && isAuthorityEnding(ends, now) && (
        <p className={`${pages.hint} ${classes.screenOnly}`} role="alert">
          {t('desks.ending', { date: dayWords(t, { language: i18n.language, timeZone }, ends, now) })}
        </p>
      )}
    </div>
  );
}
