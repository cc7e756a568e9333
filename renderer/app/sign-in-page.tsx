/** Who works here now: tiles of the site's people, then the password. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../shared/rules/permissions.ts';
import { nameMatcher, nameQuery, type Readings } from '../../shared/rules/search/match-name.ts';
import type { DeskDatabase, LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useSyncStatus } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';
import { useFirstWrong } from '../ui/use-first-wrong.ts';
import { FrontPage } from './front-page.tsx';
import classes from './pages.module.css';

type StaffRow = LocalRow<'staff'>;

interface Chosen {
  readonly person: StaffRow;
  readonly problem: string | null;
}

export function SignInPage({ siteName }: { readonly siteName: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const status = useSyncStatus();
  const known = useLiveQuery(() => readSignIn(desk.db), [desk]);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (known === undefined) return null;
  const { staff, demoPassword } = known;
  const active = staff.filter((person) => person.active !== false).toSorted(byRole);

  /** A demonstration's passwords are no secret: there one step is enough. */
  async function choose(person: StaffRow) {
    if (demoPassword === null) return setChosen({ person, problem: null });
    setBusy(true);
    const result = await desk.signIn(person.username, demoPassword);
    setBusy(false);
    if (!result.ok) setChosen({ person, problem: result.error.code });
  }

  return (
    <FrontPage isWide brand={`CR Desk · ${siteName}`} title={chosen ? chosen.person.name : t('signIn.title')}>
      {demoPassword !== null && (
        <p className={classes.text}>{t('signIn.demo', { password: demoPassword })}</p>
      )}
      {status.phase === 'offline' && <p className={classes.hint}>{t('signIn.offlineHint')}</p>}
      {chosen ? (
        <PasswordForm chosen={chosen} onBack={() => setChosen(null)} />
      ) : (
        <PeopleTiles people={active} isBusy={isBusy} onChoose={(person) => void choose(person)} />
      )}
    </FrontPage>
  );
}

/** Read together: a tile that stood before the demonstration's password was known asked for it after all. */
async function readSignIn(db: DeskDatabase) {
  const [staff, settings] = await Promise.all([db.staff.toArray(), db.siteSettings.toCollection().first()]);
  return { staff, demoPassword: settings?.demoPassword ?? null };
}

/** Who changes places most often stands first. */
const firstRoles: readonly (Role | undefined)[] = ['attendant', 'agent', 'specialist', 'supervisor', 'head'];

function byRole(a: StaffRow, b: StaffRow): number {
  const place = ({ roles: [first] }: StaffRow) => firstRoles.indexOf(first) + 1 || firstRoles.length + 1;
  return place(a) - place(b) || a.name.localeCompare(b.name, 'zh-CN');
}

interface TilesProps {
  readonly people: readonly StaffRow[];
  readonly isBusy: boolean;
  readonly onChoose: (person: StaffRow) => void;
}

function PeopleTiles({ people, isBusy, onChoose }: TilesProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const shown = usePeopleFound(people, nameQuery(filter));
  if (people.length === 0) return <p className={classes.text}>{t('signIn.noPeople')}</p>;
  return (
    <form
      className={classes.bare}
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = shown;
        if (first && !isBusy) onChoose(first);
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
          <button
            key={person.id}
            type="button"
            className={classes.person}
            disabled={isBusy}
            onClick={() => onChoose(person)}
          >
            <b>{person.name}</b>
            <span>{person.roles.map((role) => t(`frame.roles.${role}`)).join(' · ')}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 && <p className={classes.text}>{t('signIn.empty')}</p>}
    </form>
  );
}

/** By name, by user name, and by pinyin as at the reception. */
function usePeopleFound(people: readonly StaffRow[], query: string): readonly StaffRow[] {
  const { search } = useDesk();
  const [read, setRead] = useState<ReadonlyMap<string, Readings>>(new Map());
  const names = people.map(({ name }) => name).join('\n');
  const isLatin = /[a-z]/.test(query);
  useEffect(() => {
    if (!isLatin || names === '') return;
    let isCurrent = true;
    const asked = names.split('\n');
    void search.readings(asked).then((readings) => {
      if (isCurrent) setRead(new Map(asked.map((name, index) => [name, readings[index] ?? []])));
    });
    return () => {
      isCurrent = false;
    };
  }, [search, names, isLatin]);
  if (query === '') return people;
  const matches = nameMatcher(query);
  return people.filter(
    ({ name, username }) =>
      matches(name, read.get(name) ?? []) !== null || username.toLowerCase().includes(query),
  );
}

function PasswordForm({ chosen, onBack }: { readonly chosen: Chosen; readonly onBack: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState(chosen.problem);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const result = await desk.signIn(chosen.person.username, password);
    setBusy(false);
    if (result.ok) return;
    setProblem(result.error.code);
    toFirstWrong();
  }

  return (
    <form ref={form} className={classes.bare} onSubmit={(event) => void submit(event)}>
      <PasswordInput
        size="md"
        label={t('signIn.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={problem !== null && errorText(t, problem)}
        aria-invalid={problem !== null}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        autoComplete="current-password"
        autoFocus
      />
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
