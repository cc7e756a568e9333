import { Button, Input, NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallAnswer } from '../../shared/ipc.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { useBridge } from '../data/bridge-context.tsx';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, usePerson, useSettings } from '../data/hooks.ts';
import { languageNames, languages } from '../i18n/index.ts';
import classes from './pages.module.css';
import { FloorPanel } from './floor-panel.tsx';
import { IdleChoice } from './idle-choice.tsx';
import { NewDeskPanel } from './new-desk-panel.tsx';
import { InstallPanel } from './install-panel.tsx';
import { MenuPanel } from './menu-panel.tsx';
import { ServerAddress } from './server-form.tsx';
import { WindowPanel } from './window-panel.tsx';
import { PeoplePanel } from './alone/people-panel.tsx';
import { SoundChoice } from './sound-choice.tsx';
import { SiteSettingsPanel } from './site-settings-panel.tsx';
import { UpdatePanel } from './update-panel.tsx';

export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t('settings.title')}</h1>
      <LookPanel />
      {settings && <SiteSettingsPanel settings={settings} />}
      <FloorPanel />
      <MenuPanel />
      <DataPanel />
      <NewDeskPanel />
      <PeoplePanel />
      <DeskPanel />
      <UpdatePanel />
      <InstallPanel />
      <WindowPanel />
    </main>
  );
}

function LookPanel() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <section className={classes.panel}>
      <h2>{t('settings.look.title')}</h2>
      <div className={classes.row}>
        <NativeSelect
          label={t('settings.look.language')}
          value={i18n.language}
          onChange={(event) => void i18n.changeLanguage(event.currentTarget.value)}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <Input.Wrapper label={t('settings.look.theme')} labelElement="div">
          <SegmentedControl
            aria-label={t('settings.look.theme')}
            size="md"
            display="flex"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'auto', label: t('settings.look.system') },
              { value: 'light', label: t('settings.look.light') },
              { value: 'dark', label: t('settings.look.dark') },
            ]}
          />
        </Input.Wrapper>
      </div>
      <SoundChoice />
    </section>
  );
}

function DataPanel() {
  const { t } = useTranslation();
  const person = usePerson();
  const mayImport = person !== null && rolesAllow(person.roles, 'import.run');
  return (
    <section className={classes.panel}>
      <h2>{t('settings.data.title')}</h2>
      <div className={classes.head}>
        <p className={classes.text}>
          {mayImport ? t('settings.data.importText') : t('settings.data.noPermission')}
        </p>
        {mayImport && (
          <Button component={Link} to="/settings/import" variant="default">
            {t('settings.data.import')}
          </Button>
        )}
      </div>
    </section>
  );
}

function DeskPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const device = useDevice();
  if (!device) return null;
  return (
    <section className={classes.panel}>
      <h2>{t('settings.desk.title')}</h2>
      <dl className={classes.facts}>
        <dt>{t('settings.desk.name')}</dt>
        <dd>{device.name}</dd>
        <dt>{t('settings.desk.station')}</dt>
        <dd>{device.aloneSince === null ? t(`frame.stations.${device.station}`) : t('alone.station')}</dd>
        <dt>{t('settings.desk.site')}</dt>
        <dd>{device.siteName}</dd>
        <dt>{t('settings.desk.server')}</dt>
        <dd>{device.aloneSince === null ? desk.serverUrl || t('shell.link.none') : t('alone.noServer')}</dd>
        <dt>{t('settings.desk.id')}</dt>
        <dd>{device.deviceId}</dd>
        <dt>{t('settings.desk.version')}</dt>
        <dd>{import.meta.env.APP_VERSION}</dd>
        <ShellFacts />
      </dl>
      <IdleChoice />
      {device.aloneSince === null && <ServerAddress />}
    </section>
  );
}

/** The desktop program, which whoever gives help asks for; a browser tells of itself. */
function ShellFacts() {
  const { t } = useTranslation();
  const { about } = useBridge();
  const [facts, setFacts] = useState<CallAnswer<'about'> | null>(null);
  useEffect(() => void about?.().then((answer) => answer.ok && setFacts(answer.value)), [about]);
  if (!facts) return null;
  return (
    <>
      <dt>{t('settings.desk.program')}</dt>
      <dd>{t('settings.desk.programFacts', facts)}</dd>
    </>
  );
}
