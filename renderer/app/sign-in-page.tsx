/** Who works here now: tiles of the site's people, then the password. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useSettings, useSyncStatus } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';
import classes from './pages.module.css';

type StaffRow = LocalRow<'staff'>;

export function SignInPage({ siteName }: { readonly siteName: string }) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const status = useSyncStatus();
  const staff = useLiveQuery(() => db.staff.toArray(), [db]);
  const [chosen, setChosen] = useState<StaffRow | null>(null);
  if (staff === undefined) return null;
  const active = staff.filter((person) => person.active !== false);
  return (
    <main className={classes.centre}>
      <div className={classes.box} style={{ width: 'min(720px, 100%)' }}>
        <span className={classes.brand}>CR Desk · {siteName}</span>
        <h1 className={classes.title}>{chosen ? chosen.name : t('signIn.title')}</h1>
        {status.phase === 'offline' && <p className={classes.hint}>{t('signIn.offlineHint')}</p>}
        {chosen ? (
          <PasswordForm person={chosen} onBack={() => setChosen(null)} />
        ) : (
          <PeopleTiles people={active} onChoose={setChosen} />
        )}
      </div>
    </main>
  );
}

interface TilesProps {
  readonly people: readonly StaffRow[];
  readonly onChoose: (person: StaffRow) => void;
}

function PeopleTiles({ people, onChoose }: TilesProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const query = filter.trim().toLowerCase();
  const shown = people.filter(
    (person) => person.name.includes(query) || person.username.toLowerCase().includes(query),
  );
  if (people.length === 0) return <p className={classes.text}>{t('signIn.noPeople')}</p>;
  return (
    <form
      className={classes.panel}
      style={{ border: 0, padding: 0 }}
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = shown;
        if (first) onChoose(first);
      }}
    >
      <TextInput
        size="md"
        aria-label={t('signIn.filter')}
        placeholder={t('signIn.filter')}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        autoFocus
      />
      <div className={classes.people}>
        {shown.map((person) => (
          <button key={person.id} type="button" className={classes.person} onClick={() => onChoose(person)}>
            <b>{person.name}</b>
            <span>{person.roles.map((role) => t(`frame.roles.${role}`)).join(' · ')}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 && <p className={classes.text}>{t('signIn.empty')}</p>}
    </form>
  );
}

function PasswordForm({ person, onBack }: { readonly person: StaffRow; readonly onBack: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const demoPassword = useSettings()?.demoPassword ?? null;
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function signIn(withPassword: string) {
    setBusy(true);
    setProblem(null);
    const result = await desk.signIn(person.username, withPassword);
    setBusy(false);
    if (!result.ok) setProblem(result.error.code);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void signIn(password);
  }

  return (
    <form className={classes.panel} style={{ border: 0, padding: 0 }} onSubmit={submit}>
      <PasswordInput
        size="md"
        label={t('signIn.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={problem !== null && errorText(t, problem)}
        autoComplete="current-password"
        autoFocus
      />
      {demoPassword !== null && (
        <div className={classes.head}>
          <span className={classes.text}>{t('signIn.demo', { password: demoPassword })}</span>
          <Button variant="light" onClick={() => void signIn(demoPassword)} disabled={isBusy}>
            {t('signIn.demoSignIn')}
          </Button>
        </div>
      )}
      <div className={classes.actions}>
        <Button variant="default" size="md" onClick={onBack}>
          {t('signIn.other')}
        </Button>
        <Button type="submit" size="md" loading={isBusy} disabled={password === ''}>
          {t('signIn.signIn')}
        </Button>
      </div>
    </form>
  );
}
