import {
  Button,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { updateSiteSettings } from '../../shared/commands/site-settings.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, usePerson, useSettings } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';
import { showDone, showFailure } from '../ui/notices.ts';
import classes from './pages.module.css';

export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t('settings.title')}</h1>
      <LookPanel />
      {settings && <SitePanel key={settings.rowVersion} settings={settings} />}
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
          data={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
        <SegmentedControl
          aria-label={t('settings.look.theme')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={[
            { value: 'auto', label: t('settings.look.system') },
            { value: 'light', label: t('settings.look.light') },
            { value: 'dark', label: t('settings.look.dark') },
          ]}
        />
      </div>
    </section>
  );
}

function SitePanel({ settings }: { readonly settings: LocalRow<'siteSettings'> }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const person = usePerson();
  const mayEdit = person !== null && rolesAllow(person.roles, 'settings.edit');
  const [values, setValues] = useState({
    refillMinutes: settings.refillMinutes,
    dayCutOff: settings.dayCutOff,
    opensAt: settings.opensAt ?? '',
    closesAt: settings.closesAt ?? '',
    plateProvince: settings.plateProvince ?? '',
  });
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));

  async function save(event: FormEvent) {
    event.preventDefault();
    const { refillMinutes, dayCutOff, opensAt, closesAt, plateProvince } = values;
    const changed = {
      ...(refillMinutes === settings.refillMinutes ? {} : { refillMinutes }),
      ...(dayCutOff === settings.dayCutOff ? {} : { dayCutOff }),
      ...(opensAt === (settings.opensAt ?? '') ? {} : { opensAt: opensAt || null }),
      ...(closesAt === (settings.closesAt ?? '') ? {} : { closesAt: closesAt || null }),
      ...(plateProvince === (settings.plateProvince ?? '') ? {} : { plateProvince: plateProvince || null }),
    };
    if (Object.keys(changed).length === 0) return;
    const result = await desk.run(updateSiteSettings, { siteId: settings.id, set: changed });
    if (result.ok) showDone(t('settings.site.saved'));
    else showFailure(errorText(t, result.error.code));
  }
  return (
    <form className={classes.panel} onSubmit={(event) => void save(event)}>
      <h2>{t('settings.site.title')}</h2>
      {!mayEdit && <p className={classes.text}>{t('settings.site.readOnly')}</p>}
      <div className={classes.row}>
        <NumberInput
          label={t('settings.site.refill')}
          min={1}
          max={240}
          value={values.refillMinutes}
          onChange={(value) => set({ refillMinutes: Number(value) || settings.refillMinutes })}
          disabled={!mayEdit}
        />
        <TextInput
          type="time"
          label={t('settings.site.cutOff')}
          value={values.dayCutOff}
          onChange={(event) => set({ dayCutOff: event.currentTarget.value })}
          disabled={!mayEdit}
        />
        <TextInput
          type="time"
          label={t('settings.site.opens')}
          value={values.opensAt}
          onChange={(event) => set({ opensAt: event.currentTarget.value })}
          disabled={!mayEdit}
        />
        <TextInput
          type="time"
          label={t('settings.site.closes')}
          value={values.closesAt}
          onChange={(event) => set({ closesAt: event.currentTarget.value })}
          disabled={!mayEdit}
        />
        <TextInput
          label={t('settings.site.province')}
          maxLength={1}
          value={values.plateProvince}
          onChange={(event) => set({ plateProvince: event.currentTarget.value })}
          disabled={!mayEdit}
        />
        {mayEdit && <Button type="submit">{t('common.save')}</Button>}
      </div>
    </form>
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
