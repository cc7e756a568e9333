/** First start without a server: this PC becomes a dealership of its own, or goes on from a backup of one. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { aloneSetUp, shortestPassword } from '../../data/alone/set-up-alone.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDraft } from '../../data/use-draft.ts';
import { errorText } from '../../ui/error-words.ts';
import { useFirstWrong } from '../../ui/use-first-wrong.ts';
import { FrontPage } from '../front-page.tsx';
import classes from '../pages.module.css';
import { RestorePanel } from './restore-panel.tsx';

/** Beside the enrolment code, whether a server answers or not. */
export function AloneChoice({ onChoose }: { readonly onChoose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.apart}>
      <p className={classes.text}>{t('alone.choice.text')}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={onChoose}>
          {t('alone.choice.choose')}
        </Button>
      </div>
    </div>
  );
}

export function AloneSetUpPage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <FrontPage title={t('alone.setUp.title')}>
      <p className={classes.text}>{t('alone.setUp.text')}</p>
      <SetUpForm onBack={onBack} />
      <RestorePanel ownRows={null} />
    </FrontPage>
  );
}

const nothing = { siteName: '', deskName: '', name: '', username: '' };
/** Of this window's memory alone: drafts are on the disk in clear. */
const noSecrets = { password: '', again: '' };
type Field = keyof typeof nothing | keyof typeof noSecrets;

function useTyped() {
  const [draft, keep] = useDraft<typeof nothing>('alone-set-up');
  const [secrets, setSecrets] = useState(noSecrets);
  const texts = draft ?? nothing;
  function set(field: Field, value: string) {
    if (field in noSecrets) return setSecrets((before) => ({ ...before, [field]: value }));
    const next = { ...texts, [field]: value };
    keep(Object.values(next).some((text) => text !== '') ? next : null);
  }
  return { texts, secrets, set };
}

function wrongWords(t: TFunction, field: Field): string {
  if (field === 'again') return t('alone.setUp.errors.again');
  return field === 'password'
    ? t('alone.setUp.errors.password', { count: shortestPassword })
    : t('alone.setUp.errors.needed');
}

function SetUpForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { texts, secrets, set } = useTyped();
  const [wrong, setWrong] = useState<ReadonlySet<Field>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { again, password } = secrets;
    const trimmed = Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, text.trim()]));
    const deskName = trimmed['deskName'] || t('alone.setUp.deskNameDefault');
    const read = aloneSetUp.safeParse({ ...trimmed, deskName, password });
    const fields = read.success ? [] : read.error.issues.map((issue) => issue.path[0] as Field);
    const all = new Set<Field>(again === password ? fields : [...fields, 'again']);
    setWrong(all);
    if (!read.success || all.size > 0) return toFirstWrong();
    setBusy(true);
    const result = await desk.alone.setUp(read.data);
    // Done, it stays busy until the reception stands.
    if (result.ok) return;
    setBusy(false);
    setProblem(result.error.code);
  }
  const props = (field: Field) => ({
    size: 'md' as const,
    label: t(`alone.setUp.${field}`),
    value: { ...texts, ...secrets }[field],
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) =>
      set(field, value),
    error: wrong.has(field) && wrongWords(t, field),
    'aria-invalid': wrong.has(field),
  });
  const password = {
    autoComplete: 'new-password',
    visibilityToggleButtonProps: { 'aria-label': t('signIn.showPassword') },
  };
  return (
    <form ref={form} className={classes.bare} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput {...props('siteName')} placeholder={t('alone.setUp.siteNamePlaceholder')} autoFocus />
      <TextInput {...props('deskName')} placeholder={t('alone.setUp.deskNameDefault')} />
      <p className={classes.text}>{t('alone.setUp.person')}</p>
      <TextInput {...props('name')} autoComplete="off" />
      <TextInput {...props('username')} autoComplete="username" />
      <PasswordInput
        {...props('password')}
        {...password}
        description={t('alone.setUp.passwordHint', { count: shortestPassword })}
      />
      <PasswordInput {...props('again')} {...password} />
      {problem !== null && (
        <p className={classes.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" size="md" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button type="submit" size="md" loading={isBusy}>
          {t('alone.setUp.submit')}
        </Button>
      </div>
    </form>
  );
}
