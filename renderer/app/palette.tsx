/** Ctrl+K: guests, pages and commands from one field. */
import { Modal, useMantineColorScheme } from '@mantine/core';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { showPlate } from '../../shared/rules/formats/plate.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useEnter } from '../data/search/use-enter.ts';
import { useGuestSearch } from '../data/search/use-guest-search.ts';
import { languageNames, languages } from '../i18n/index.ts';
import { useGo } from '../ui/use-go.ts';
import classes from './frame.module.css';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Entry {
  readonly key: string;
  readonly group: 'guests' | 'pages';
  readonly title: string;
  readonly detail: string;
  readonly run: () => void;
}

const shownGuests = 8;
/** Of the best of them also the way to the record. */
const shownRecords = 3;

export function Palette({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      returnFocus={false}
      size="lg"
      yOffset="12vh"
      centered={false}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('frame.search.title')}>
        <Modal.Body p={0}>{isOpen && <PaletteBody onClose={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { entries, isAnswered } = useEntries(query);
  const listId = useId();
  const current = Math.min(active, entries.length - 1);

  function choose(entry: Entry | undefined) {
    if (!entry) return;
    onClose();
    entry.run();
  }
  const { enter, forget } = useEnter(isAnswered, () => choose(entries[current]));
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(entries.length - 1, current + step)));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      enter();
    }
  }
  return (
    <>
      <input
        className={classes.paletteInput}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={entries[current] ? `${listId}-${current}` : undefined}
        aria-label={t('frame.search.title')}
        placeholder={t('frame.search.placeholder')}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          forget();
        }}
        onKeyDown={onKeyDown}
        data-autofocus
        autoFocus
      />
      {entries.length === 0 && isAnswered && (
        <p className={classes.paletteGroup} role="status">
          {t('frame.search.nothing', { query })}
        </p>
      )}
      <EntryList {...{ listId, entries, current, isAnswered, choose }} />
    </>
  );
}

interface EntryListProps {
  readonly listId: string;
  readonly entries: readonly Entry[];
  readonly current: number;
  readonly isAnswered: boolean;
  readonly choose: (entry: Entry) => void;
}

function EntryList({ listId, entries, current, isAnswered, choose }: EntryListProps) {
  const { t } = useTranslation();
  return (
    <div
      className={classes.paletteList}
      role="listbox"
      id={listId}
      aria-label={t('frame.search.title')}
      aria-busy={!isAnswered}
    >
      {entries.map((entry, index) => (
        // Keys are handled in the field, which keeps the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={entry.key}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === current}
          className={classes.paletteItem}
          onClick={() => choose(entry)}
        >
          {entry.title}
          <span>{entry.detail}</span>
        </div>
      ))}
    </div>
  );
}

function useEntries(query: string): { readonly entries: readonly Entry[]; readonly isAnswered: boolean } {
  const { t } = useTranslation();
  const go = useGo();
  const commands = useCommands();
  const { results, isAnswered } = useGuestSearch(query.trim() === '' ? [] : [query], shownGuests);
  const hits = results[0]?.hits ?? [];
  const wanted = query.trim().toLowerCase();
  const guests = (wanted === '' ? [] : hits).map((hit): Entry => ({
    key: hit.guestCardId,
    group: 'guests',
    title: hit.name,
    detail: hit.vehicles.map(({ plate, model }) => (plate ? showPlate(plate) : (model ?? ''))).join(' · '),
    run: () => go(`/reception?guest=${hit.guestCardId}`),
  }));
  const records = guests.slice(0, shownRecords).map((guest): Entry => ({
    ...{ key: `record-${guest.key}`, group: 'guests', title: guest.title, detail: t('frame.search.record') },
    run: () => go(`/customers/${guest.key}`),
  }));
  const pages = commands.filter((entry) => entry.title.toLowerCase().includes(wanted));
  const entries = [
    ...guests,
    ...records,
    ...pages.map((entry) => ({ ...entry, detail: entry.detail || t('frame.search.pages') })),
  ];
  return { entries, isAnswered };
}

function useCommands(): Entry[] {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const go = useGo();
  const { setColorScheme } = useMantineColorScheme();
  const entry = (key: string, title: string, run: () => void): Entry => ({
    key,
    group: 'pages',
    title,
    detail: '',
    run,
  });
  const other = languages.find((language) => language !== i18n.language) ?? 'en';
  const theme = (scheme: 'light' | 'dark') =>
    entry(
      scheme,
      t('common.labelled', { label: t('settings.look.theme'), value: t(`settings.look.${scheme}`) }),
      () => setColorScheme(scheme),
    );
  return [
    entry('reception', t('frame.nav.reception'), () => go('/reception')),
    entry('customers', t('frame.nav.customers'), () => go('/customers')),
    entry('cars', t('customers.of.vehicles'), () => go('/customers?of=vehicles')),
    entry('status', t('status.title'), () => go('/status')),
    entry('register', t('register.title'), () => go('/register')),
    entry('settings', t('frame.nav.settings'), () => go('/settings')),
    entry('import', t('import.title'), () => go('/settings/import')),
    entry('sync', t('status.syncNow'), () => desk.syncNow()),
    entry('language', languageNames[other], () => void i18n.changeLanguage(other)),
    theme('light'),
    theme('dark'),
    entry('signOut', t('frame.person.signOut'), () => desk.signOut()),
  ];
}
