import { Button, Input, NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, usePerson, useSettings } from '../data/hooks.ts';
import { languageNames, languages } from '../i18n/index.ts';
import classes from './pages.module.css';
import { FloorPanel } from './floor-panel.tsx';
import { MenuPanel } from './menu-panel.tsx';
import { SiteSettingsPanel } from './site-settings-panel.tsx';

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
      <DeskPanel />
      <StoragePanel />
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
        <dd>{t(`frame.stations.${device.station}`)}</dd>
        <dt>{t('settings.desk.site')}</dt>
        <dd>{device.siteName}</dd>
        <dt>{t('settings.desk.server')}</dt>
        <dd>{desk.serverUrl}</dd>
        <dt>{t('settings.desk.id')}</dt>
        <dd>{device.deviceId}</dd>
        <dt>{t('settings.desk.version')}</dt>
        <dd>{import.meta.env.APP_VERSION}</dd>
      </dl>
    </section>
  );
}

interface StorageFacts {
  readonly usage: number;
  readonly quota: number;
  readonly isPersisted: boolean;
}

function StoragePanel() {
  const { t } = useTranslation();
  const [facts, setFacts] = useState<StorageFacts | null>(null);
  useEffect(() => {
    if (!('storage' in navigator)) return;
    void Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]).then(
      ([{ usage = 0, quota = 0 }, isPersisted]) => setFacts({ usage, quota, isPersisted }),
      () => undefined,
    );
  }, []);
  const size = (bytes: number) => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
  return (
    <section className={classes.panel}>
      <h2>{t('settings.storage.title')}</h2>
      {facts === null ? (
        <p className={classes.text}>{t('settings.storage.unknown')}</p>
      ) : (
        <>
          <p>
            {t('settings.storage.used', { used: size(facts.usage), free: size(facts.quota - facts.usage) })}
          </p>
          <p className={classes.text}>
            {facts.isPersisted ? t('settings.storage.persisted') : t('settings.storage.notPersisted')}
          </p>
        </>
      )}
    </section>
  );
}
