/** First start: this machine becomes a desk of a site. */
import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Station } from '../../shared/entities/stations.ts';
import { readEnrolLink, type EnrolLink } from '../../shared/rules/enrol-link.ts';
import { useBridge } from '../data/bridge-context.tsx';
import { useDesk } from '../data/desk-context.tsx';
import { forgetEnrolCode, keptEnrolCode } from '../data/enrol-code-kept.ts';
import { useDraft } from '../data/use-draft.ts';
import { errorText } from '../ui/error-words.ts';
import { useFirstWrong } from '../ui/use-first-wrong.ts';
import { useTimePlace } from '../records/use-time-place.ts';
import { exactTime } from '../ui/time-words.ts';
import { AloneChoice, AloneSetUpPage } from './alone/alone-set-up.tsx';
import { useBroughtBack } from './brought-back.tsx';
import { FrontPage } from './front-page.tsx';
import classes from './pages.module.css';
import { ServerAddress, ServerForm } from './server-form.tsx';
import { useChooseServer } from './use-choose-server.ts';

const demoStations = ['bar', 'callback', 'office'] as const satisfies readonly Station[];
/** Told before the server is asked. */
const codeWanted = 'codeWanted';
export const codeErrors = ['code_unknown', 'code_used', 'code_expired', codeWanted];

export function EnrolPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { server, askAgain } = useServer();
  // A reload leads back to the form that was being filled in.
  const [isAlone, setAlone] = useDraft<true>('look-alone');
  if (isAlone) return <AloneSetUpPage onBack={() => setAlone(null)} />;
  return (
    <FrontPage title={t('signIn.enrol.title')}>
      <ShutOutNote />
      <UnreadableNote />
      {desk.serverUrl === '' && <ServerForm />}
      {desk.serverUrl !== '' && server.state === 'asking' && (
        <p className={classes.text}>{t('signIn.enrol.asking')}</p>
      )}
      {desk.serverUrl !== '' && server.state === 'away' && (
        <>
          <Alert color="red" role="alert">
            {t('signIn.enrol.unreachable', { address: desk.serverUrl })}
          </Alert>
          <div className={classes.actions}>
            <Button onClick={askAgain}>{t('common.retry')}</Button>
          </div>
          <ServerAddress />
        </>
      )}
      {server.state === 'here' && <EnrolForm isDemo={server.isDemo} />}
      <AloneChoice onChoose={() => setAlone(true)} />
    </FrontPage>
  );
}

/** Why a desk that worked yesterday asks for a code today. */
function ShutOutNote() {
  const { t } = useTranslation();
  const place = useTimePlace();
  const { db } = useDesk();
  const row = useLiveQuery(() => db.meta.get('wiped'), [db]);
  if (row?.key !== 'wiped' || row.value.cause !== 'shutOut') return null;
  return (
    <Alert color="orange" role="alert">
      {t('signIn.enrol.shutOut', { time: exactTime(place, row.value.at) })}
    </Alert>
  );
}

/** Why a desk that the journal should have brought back asks for a code: it could not be read. */
function UnreadableNote() {
  const sentence = useBroughtBack();
  if (sentence === null) return null;
  return (
    <Alert color="red" role="alert">
      {sentence}
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

function Trouble({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className={classes.error} role="alert">
      {text}
    </p>
  );
}

/** A link of another server that was pasted here: the window goes there, a browser is told to. */
function useLinkElsewhere() {
  const { t } = useTranslation();
  const { serverChoice } = useBridge();
  const { choose, problem, setProblem } = useChooseServer();
  return {
    problem,
    follow(link: EnrolLink) {
      if (serverChoice) void choose(link);
      else setProblem(t('desks.otherServer', { server: link.server }));
    },
  };
}

/** What a reload gives back. Never the code: it opens a place at the site to whoever reads it, and is at hand. */
interface EnrolDraft {
  readonly name: string;
  readonly station: Station;
}

const nothingYet: EnrolDraft = { name: '', station: 'bar' };

/** Granted a place it stays busy until the next page stands: a code is good once, and this machine is one desk. */
export function EnrolForm({ isDemo, again, onFailed }: EnrolFormProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [code, setCode] = useState(keptEnrolCode);
  const [kept, keep] = useDraft<EnrolDraft>('enrol');
  const draft = kept ?? nothingYet;
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const elsewhere = useLinkElsewhere();
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isDemo && code.trim() === '') return fail(codeWanted);
    const link = isDemo ? null : readEnrolLink(code);
    if (link && link.server !== desk.serverUrl) return elsewhere.follow(link);
    setBusy(true);
    setProblem(null);
    const place = again ?? { ...draft, name: draft.name.trim() || t('signIn.enrol.defaultName') };
    const input = isDemo ? place : { name: place.name, code: link?.code ?? code };
    const result = again ? await desk.enrolAgain(input) : await desk.enrol(input);
    if (!result.ok || again) setBusy(false);
    if (result.ok) return forgetEnrolCode();
    fail(result.error.code === 'malformed' ? 'code_unknown' : result.error.code);
    onFailed?.(result.error.code);
  }

  function fail(code: string) {
    setProblem(code);
    toFirstWrong();
  }
  const isAboutCode = problem !== null && codeErrors.includes(problem);
  return (
    <form ref={form} className={classes.bare} onSubmit={(event) => void submit(event)} noValidate>
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
      {!again && <PlaceFields isDemo={isDemo} draft={draft} onChange={keep} />}
      <Trouble text={elsewhere.problem} />
      <Trouble text={problem !== null && !isAboutCode ? errorText(t, problem) : null} />
      <Button type="submit" size="md" loading={isBusy}>
        {again ? t('status.again.submit') : t('signIn.enrol.submit')}
      </Button>
    </form>
  );
}

interface PlaceProps {
  readonly isDemo: boolean;
  readonly draft: EnrolDraft;
  readonly onChange: (draft: EnrolDraft) => void;
}

/** What this machine is to be called and, where no code says it, what it is for. */
function PlaceFields({ isDemo, draft, onChange }: PlaceProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        size="md"
        label={t('signIn.enrol.name')}
        placeholder={t('signIn.enrol.namePlaceholder', { name: t('signIn.enrol.defaultName') })}
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        maxLength={80}
        autoFocus={isDemo}
      />
      {isDemo && (
        <NativeSelect
          size="md"
          label={t('signIn.enrol.station')}
          value={draft.station}
          onChange={(event) => onChange({ ...draft, station: event.currentTarget.value as Station })}
          data={demoStations.map((value) => ({ value, label: t(`frame.stations.${value}`) }))}
        />
      )}
    </>
  );
}
