/** Rail, top bar, content, status line: the house every screen lives in. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArmchair2,
  IconKeyboard,
  IconListDetails,
  IconSearch,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, useNow, usePerson, useStorageProblem } from '../data/hooks.ts';
import { NoticeBar } from '../ui/notice-bar.tsx';
import { setNoticePage } from '../ui/notices.ts';
import { businessDayWords } from '../ui/time-words.ts';
import { useGo } from '../ui/use-go.ts';
import { useKeys } from '../ui/use-keys.ts';
import { BroughtBackBar } from './brought-back.tsx';
import classes from './frame.module.css';
import { KeyList } from './key-list.tsx';
import { Palette } from './palette.tsx';
import { useShellRoutes } from './use-surroundings.ts';
import { StatusLine } from './status-line.tsx';
import { ServerUnknownBar } from './server-unknown-bar.tsx';
import { StorageFullBar, StorageReloadBar } from './storage-problem.tsx';
import { UpdateBar } from './update-bar.tsx';

export function Frame() {
  const { t } = useTranslation();
  const go = useGo();
  const problem = useStorageProblem();
  const { open, show, hide } = useLayer();
  const [, section = ''] = useLocation().pathname.split('/');
  useLayoutEffect(() => setNoticePage(section), [section]);
  useKeys([
    { keys: 'mod+k', label: t('frame.keys.search'), run: () => show('palette') },
    { keys: '?', label: t('frame.keys.list'), run: () => show('keys') },
    { keys: 'g d', label: t('frame.keys.goReception'), run: () => go('/reception') },
    { keys: 'g k', label: t('frame.keys.goCustomers'), run: () => go('/customers') },
    { keys: 'g r', label: t('frame.keys.goRegister'), run: () => go('/register') },
    { keys: 'g s', label: t('frame.keys.goSettings'), run: () => go('/settings') },
    { keys: 'g t', label: t('frame.keys.goStatus'), run: () => go('/status') },
  ]);
  useShellRoutes(go);
  const content = useRef<HTMLDivElement>(null);
  return (
    <div className={classes.app}>
      <a
        className={classes.skip}
        href="#content"
        onClick={(event) => {
          // In the desktop window the address behind `#` is the page: followed, it would be left.
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {t('frame.skipToContent')}
      </a>
      <Rail />
      <TopBar onSearch={() => show('palette')} onKeys={() => show('keys')} />
      <div className={classes.content} id="content" tabIndex={-1} ref={content}>
        {problem === 'storage_full' && <StorageFullBar />}
        {problem === 'storage_reload' && <StorageReloadBar />}
        <ServerUnknownBar />
        <UpdateBar />
        <BroughtBackBar />
        <div className={classes.outlet}>
          <Suspense fallback={<main />}>
            <Outlet />
          </Suspense>
        </div>
      </div>
      <StatusLine />
      <NoticeBar />
      <Palette isOpen={open === 'palette'} onClose={hide} />
      <KeyList isOpen={open === 'keys'} onClose={hide} />
    </div>
  );
}

type Layer = 'palette' | 'keys' | null;

/** What lies over the screen. It takes the focus at once, so that no key typed meanwhile goes astray, and gives it back. */
function useLayer() {
  const [open, setOpen] = useState<Layer>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (open !== null) return;
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    before.current = null;
  }, [open]);
  return {
    open,
    show(layer: Layer) {
      before.current ??= document.activeElement;
      setOpen(layer);
    },
    hide: () => setOpen(null),
  };
}

function Rail() {
  const { t } = useTranslation();
  const holdsCustomers = useDevice()?.scopes.includes('front') ?? false;
  return (
    <nav className={classes.rail} aria-label={t('frame.nav.label')}>
      <b className={classes.logo}>{t('frame.productName')}</b>
      <NavLink className={classes.section ?? ''} to="/reception">
        <IconArmchair2 aria-hidden size={22} stroke={1.7} />
        {t('frame.nav.reception')}
      </NavLink>
      {holdsCustomers && (
        <NavLink className={classes.section ?? ''} to="/customers">
          <IconUsers aria-hidden size={22} stroke={1.7} />
          {t('frame.nav.customers')}
        </NavLink>
      )}
      <NavLink className={classes.section ?? ''} to="/register">
        <IconListDetails aria-hidden size={22} stroke={1.7} />
        {t('frame.nav.register')}
      </NavLink>
      <NavLink className={classes.section ?? ''} to="/settings">
        <IconSettings aria-hidden size={22} stroke={1.7} />
        {t('frame.nav.settings')}
      </NavLink>
    </nav>
  );
}

interface TopBarProps {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
}

function TopBar({ onSearch, onKeys }: TopBarProps) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const device = useDevice();
  // Renders again when the day turns.
  useNow(60_000);
  return (
    <header className={classes.top}>
      <span className={classes.site}>{device?.siteName}</span>
      <span className={classes.day}>{businessDayWords(i18n.language, desk.businessDay())}</span>
      <button type="button" className={classes.search} onClick={onSearch}>
        <IconSearch aria-hidden size={17} />
        <span>{t('frame.search.open')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <ActionIcon variant="subtle" size={44} onClick={onKeys} aria-label={t('frame.keys.list')}>
        <IconKeyboard size={21} stroke={1.6} />
      </ActionIcon>
      <PersonMenu />
    </header>
  );
}

function PersonMenu() {
  const { t } = useTranslation();
  const desk = useDesk();
  const person = usePerson();
  const device = useDevice();
  if (!person || !device) return null;
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <button type="button" className={classes.person}>
          <span className={classes.avatar} aria-hidden>
            {[...person.name][0]}
          </span>
          <span className={classes.personName}>
            {person.name} ·{' '}
            {device.aloneSince === null ? t(`frame.stations.${device.station}`) : t('alone.station')}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.roles.map((role) => t(`frame.roles.${role}`)).join(' · ')}</Menu.Label>
        <Menu.Item onClick={() => desk.signOut()}>{t('frame.person.switchPerson')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
