/** First start: this machine becomes a desk of a site. */
import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import type { TFunction } from 'i18next';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Station } from '../../shared/entities/stations.ts';
import { useDesk } from '../data/desk-context.tsx';
import { errorText } from '../ui/error-words.ts';
import { exactTime } from '../ui/time-words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import classes from './pages.module.css';

const demoStations = ['bar', 'callback', 'office'] as const satisfies readonly Station[];
/** Told before the server is asked. */
const codeWanted = 'codeWanted';
const codeErrors = ['code_unknown', 'code_used', 'code_expired', codeWanted];

export function EnrolPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { server, askAgain } = useServer();
  return (
    <main className={classes.centre}>
      <div className={classes.box}>
        <div className={classes.head}>
          <span className={classes.brand}>CR Desk</span>
          <LanguageSwitch />
        </div>
        <h1 className={classes.title}>{t('signIn.enrol.title')}</h1>
        <ShutOutNote />
        {server.state === 'asking' && <p className={classes.text}>{t('signIn.enrol.asking')}</p>}
        {server.state === 'away' && (
          <>
            <Alert color="red" role="alert">
              {t('signIn.enrol.unreachable', { address: desk.serverUrl })}
            </Alert>
            <div className={classes.actions}>
              <Button onClick={askAgain}>{t('common.retry')}</Button>
            </div>
          </>
        )}
        {server.state === 'here' && <EnrolForm isDemo={server.isDemo} />}
      </div>
    </main>
  );
}

/** Why a desk that worked yesterday asks for a code today. */
function ShutOutNote() {
  const { t, i18n } = useTranslation();
  const { db } = useDesk();
  const row = useLiveQuery(() => db.meta.get('wiped'), [db]);
  if (row?.key !== 'wiped' || row.value.cause !== 'shutOut') return null;
  return (
    <Alert color="orange" role="alert">
      {t('signIn.enrol.shutOut', { time: exactTime(i18n.language, row.value.at) })}
    </Alert>
  );
}

type Server = { readonly state: 'asking' | 'away' } | { readonly state: 'here'; readonly isDemo: boolean };

/** Is the server there, and is it a demonstration's? */
export function useServer(): { readonly server: Server; readonly askAgain: () => void } {
  const desk = useDesk();
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ readonly attempt: number; readonly server: Server }>();
  useEffect(() => {
    let isCurrent = true;
    void desk.health().then((result) => {
      if (!isCurrent) return;
      const server: Server = result.ok
        ? { state: 'here', isDemo: result.value.demo === true }
        : { state: 'away' };
      setAnswer({ attempt, server });
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, attempt]);
  return {
    server: answer?.attempt === attempt ? answer.server : { state: 'asking' },
    askAgain: () => setAttempt(attempt + 1),
  };
}

const codeWords = (t: TFunction, problem: string) =>
  problem === codeWanted ? t('signIn.enrol.codeWanted') : errorText(t, problem);

interface EnrolFormProps {
  readonly isDemo: boolean;
  /** What this machine is already, where the server no longer knows it: it keeps name and station. */
  readonly again?: { readonly name: string; readonly station: Station };
  /** Of a place that cannot be kept. */
  readonly onFailed?: (code: string) => void;
}

/** Granted a place it stays busy until the next page stands: a code is good once, and this machine is one desk. */
export function EnrolForm({ isDemo, again, onFailed }: EnrolFormProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [station, setStation] = useState<Station>('bar');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isDemo && code.trim() === '') return setProblem(codeWanted);
    setBusy(true);
    setProblem(null);
    const place = again ?? { name: name.trim() || t('signIn.enrol.defaultName'), station };
    const input = isDemo ? place : { name: place.name, code };
    const result = again ? await desk.enrolAgain(input) : await desk.enrol(input);
    if (!result.ok || again) setBusy(false);
    if (result.ok) return;
    setProblem(result.error.code === 'malformed' ? 'code_unknown' : result.error.code);
    onFailed?.(result.error.code);
  }

  const isAboutCode = problem !== null && codeErrors.includes(problem);
  return (
    <form
      className={classes.panel}
      style={{ border: 0, padding: 0 }}
      onSubmit={(event) => void submit(event)}
      noValidate
    >
      {!again && (
        <p className={classes.text}>{isDemo ? t('signIn.enrol.demoText') : t('signIn.enrol.codeText')}</p>
      )}
      {!isDemo && (
        <TextInput
          size="md"
          label={t('signIn.enrol.code')}
          placeholder={t('signIn.enrol.codePlaceholder')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={isAboutCode && codeWords(t, problem)}
          autoFocus
          autoComplete="off"
          required
          withAsterisk={false}
        />
      )}
      {!again && (
        <TextInput
          size="md"
          label={t('signIn.enrol.name')}
          placeholder={t('signIn.enrol.namePlaceholder', { name: t('signIn.enrol.defaultName') })}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          autoFocus={isDemo}
        />
      )}
      {isDemo && !again && (
        <NativeSelect
          size="md"
          label={t('signIn.enrol.station')}
          value={station}
          onChange={(event) => setStation(event.currentTarget.value as Station)}
          data={demoStations.map((value) => ({ value, label: t(`frame.stations.${value}`) }))}
        />
      )}
      {problem !== null && !isAboutCode && (
        <p className={classes.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      <Button type="submit" size="md" loading={isBusy}>
        {again ? t('status.again.submit') : t('signIn.enrol.submit')}
      </Button>
    </form>
  );
}
