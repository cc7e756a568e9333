/** Which server this desk is at, as a person types or pastes it: an address or an enrolment link. */
import { Button, TextInput } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readEnrolLink, readServerOrigin } from '../../shared/rules/enrol-link.ts';
import { useBridge } from '../data/bridge-context.tsx';
import { useDraft } from '../data/use-draft.ts';
import { useFirstWrong } from '../ui/use-first-wrong.ts';
import classes from './pages.module.css';
import { useChooseServer, useMayMoveServer, type ToldServer } from './use-choose-server.ts';

/** @returns null where it is neither; a name alone is meant to be safe */
export function readToldServer(typed: string, caFingerprint: string | null = null): ToldServer | null {
  const link = readEnrolLink(typed);
  if (link) return link;
  const text = typed.trim();
  const server = readServerOrigin(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  // An address that is typed is the same server's new one: whom to trust there stays, till a link says otherwise.
  if (server === null) return null;
  // Without https nobody proves anything.
  return { server, ca: server.startsWith('https:') ? caFingerprint : null, code: null };
}

const draftName = 'server-address';

/** An enrolment link may be pasted here, and its code is not to be written down: what is no plain address is not kept. */
const isPlain = (typed: string) => !/[?#]/.test(typed);

interface Props {
  /** What stands in the field at first. */
  readonly shown?: string;
  /** Among other things on a page, that nobody may have come for. */
  readonly isAside?: boolean;
  readonly onBack?: () => void;
}

export function ServerForm({ shown = '', isAside = false, onBack }: Props) {
  const { t } = useTranslation();
  const { serverChoice } = useBridge();
  const [draft, keep] = useDraft<string>(draftName);
  const [typed, setTyped] = useState(draft ?? shown);
  const { choose, problem, setProblem, isBusy } = useChooseServer(() => keep(null));
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);

  function change(text: string) {
    setTyped(text);
    keep(text !== shown && text.trim() !== '' && isPlain(text) ? text : null);
  }
  function fail(words: string) {
    setProblem(words);
    toFirstWrong();
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim() === '') return fail(t('shell.server.wanted'));
    const told = readToldServer(typed, serverChoice?.caFingerprint);
    if (told === null) return fail(t('shell.server.unsafe'));
    await choose(told);
    toFirstWrong();
  }
  return (
    <form
      ref={form}
      className={classes.bare}
      onSubmit={(event) => void submit(event)}
      noValidate
      aria-label={t('shell.server.title')}
    >
      <p className={classes.text}>{t('shell.server.text')}</p>
      {serverChoice?.wasUnreadable && shown === '' && (
        <p className={classes.hint} role="alert">
          {t('shell.server.unreadable')}
        </p>
      )}
      <TextInput
        size="md"
        label={t('shell.server.field')}
        placeholder={t('shell.server.placeholder')}
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        error={problem}
        autoFocus={!isAside}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes.actions}>
        {onBack && (
          <Button variant="default" size="md" onClick={onBack}>
            {t('common.cancel')}
          </Button>
        )}
        <Button type="submit" size="md" loading={isBusy}>
          {t('shell.server.connect')}
        </Button>
      </div>
    </form>
  );
}

/** Where the server has a new address: in the desktop window alone, a browser goes to another page. */
export function ServerAddress() {
  const { t } = useTranslation();
  const { serverChoice, serverUrl } = useBridge();
  const [draft, keep] = useDraft<string>(draftName);
  const [isOpen, setOpen] = useState(draft !== null);
  // What is typed keeps the authority it has.
  const mayMove = useMayMoveServer(serverChoice?.caFingerprint ?? null);
  function close() {
    keep(null);
    setOpen(false);
  }
  if (!serverChoice) return null;
  if (serverChoice.isGiven) return <p className={classes.text}>{t('shell.server.given')}</p>;
  if (!mayMove) return <p className={classes.text}>{t('shell.server.whoMay')}</p>;
  if (isOpen) return <ServerForm shown={serverUrl} onBack={close} />;
  return (
    <div className={classes.head}>
      <p className={classes.text}>{t('shell.server.changeText')}</p>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('shell.server.change')}
      </Button>
    </div>
  );
}
