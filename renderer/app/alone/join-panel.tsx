/** From one PC to a desk of a server: a code of the office, and what became of it. */
import { Button, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../shared/errors.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { errorText } from '../../ui/error-words.ts';
import { useFirstWrong } from '../../ui/use-first-wrong.ts';
import { useOnce } from '../../ui/use-once.ts';
import { codeErrors } from '../enrol-page.tsx';
import classes from '../pages.module.css';
import { ServerAddress, ServerForm } from '../server-form.tsx';

export function JoinPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const isGiven = useLiveQuery(async () => (await desk.db.meta.get('place')) !== undefined, [desk]);
  const returned = useLiveQuery(async () => {
    const row = await desk.db.meta.get('returned');
    return row?.key === 'returned' ? row.value.cause : null;
  }, [desk]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const once = useOnce();

  /** Taken, the page of the rows that are brought stands in the place of this one. */
  async function tell(work: () => Promise<Result<null>>) {
    await once(async () => {
      setBusy(true);
      setProblem(null);
      const result = await work();
      setBusy(false);
      if (!result.ok) setProblem(result.error.code === 'malformed' ? 'code_unknown' : result.error.code);
      return result.ok;
    });
  }
  const isAboutCode = problem !== null && codeErrors.includes(problem);
  const reason = errorText(t, problem ?? 'server_unreachable');
  return (
    <section className={classes.panel} aria-labelledby="alone-join">
      <h2 id="alone-join">{t('alone.join.title')}</h2>
      <p className={classes.text}>{t('alone.join.text')}</p>
      {returned && (
        <p className={classes.hint} role="status">
          {t(`alone.join.returned.${returned}`)}
        </p>
      )}
      {desk.serverUrl === '' ? (
        <ServerForm isAside />
      ) : (
        <>
          <dl className={classes.facts}>
            <dt>{t('alone.join.server')}</dt>
            <dd>{desk.serverUrl}</dd>
          </dl>
          <ServerAddress />
        </>
      )}
      {problem !== null && !isGiven && !isAboutCode && (
        <p className={classes.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      {isGiven === false && desk.serverUrl !== '' && (
        <CodeForm
          isBusy={isBusy}
          problem={isAboutCode ? errorText(t, problem) : null}
          onCode={(code) => tell(() => desk.alone.join(code))}
        />
      )}
      {isGiven && !isBusy && (
        <>
          <p className={classes.hint} role="alert">
            {t('alone.join.halfway', { reason })}
          </p>
          <div className={classes.actions}>
            <Button variant="default" size="md" onClick={() => void desk.alone.giveUpJoining()}>
              {t('alone.join.giveUp')}
            </Button>
            <Button size="md" onClick={() => void tell(() => desk.alone.goOnJoining())}>
              {t('alone.join.goOn')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

interface CodeFormProps {
  readonly isBusy: boolean;
  /** What is wrong with the code, in words. */
  readonly problem: string | null;
  readonly onCode: (code: string) => Promise<void>;
}

/** The code is no draft: it opens a place at the site to whoever reads it, and is at hand. */
function CodeForm({ isBusy, problem, onCode }: CodeFormProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [isWanted, setWanted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setWanted(code.trim() === '');
    if (code.trim() !== '') await onCode(code.trim());
    toFirstWrong();
  }
  return (
    <form ref={form} className={classes.row} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label={t('signIn.enrol.code')}
        placeholder={t('signIn.enrol.codePlaceholder')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={isWanted ? t('signIn.enrol.codeWanted') : problem}
        autoComplete="off"
      />
      <Button type="submit" size="md" loading={isBusy}>
        {t('alone.join.submit')}
      </Button>
    </form>
  );
}
