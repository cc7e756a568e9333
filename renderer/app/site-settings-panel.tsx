/** What holds for the whole site: changed by whom the site allows, read by all. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { siteSettingsEdit, updateSiteSettings } from '../../shared/commands/site-settings.ts';
import { readClockTime } from '../../shared/rules/formats/clock-time.ts';
import { provinces } from '../../shared/rules/formats/plate.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { usePerson } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';
import { showDone, showFailure } from '../ui/notices.ts';
import classes from './pages.module.css';

interface Props {
  readonly settings: LocalRow<'siteSettings'>;
}

export function SiteSettingsPanel({ settings }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const mayEdit = person !== null && rolesAllow(person.roles, 'settings.edit');
  return (
    <section className={classes.panel} aria-labelledby="site-settings">
      <h2 id="site-settings">{t('settings.site.title')}</h2>
      {mayEdit ? <SiteForm settings={settings} /> : <SiteFacts settings={settings} />}
    </section>
  );
}

/** No `type="time"`: it follows the browser's language, not ours, and asks for AM and PM. */
const clockTimeOrTyped = (typed: string | null) =>
  typed === null || typed.trim() === '' ? null : (readClockTime(typed) ?? typed);

const shownFields = ['refillMinutes', 'dayCutOff', 'opensAt', 'closesAt', 'plateProvince'] as const;

function SiteFacts({ settings }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <dl className={classes.facts}>
        {shownFields.map((field) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{t(`settings.site.${field}`)}</dt>
            <dd>{settings[field] ?? t('settings.site.notSet')}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.text}>{t('settings.site.readOnly')}</p>
    </>
  );
}

function SiteForm({ settings }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { register, handleSubmit, reset, formState } = useForm({
    resolver: zodResolver(siteSettingsEdit),
    values: {
      refillMinutes: settings.refillMinutes,
      dayCutOff: settings.dayCutOff,
      opensAt: settings.opensAt,
      closesAt: settings.closesAt,
      plateProvince: settings.plateProvince,
    },
    // What another desk saves meanwhile appears, but never over what is being typed here.
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, dirtyFields, isSubmitting } = formState;

  const save = handleSubmit(async (values) => {
    const changed = Object.fromEntries(
      shownFields.filter((field) => dirtyFields[field]).map((field) => [field, values[field]]),
    );
    if (Object.keys(changed).length === 0) return;
    const result = await desk.run(updateSiteSettings, { siteId: settings.id, set: changed });
    if (!result.ok) return showFailure(errorText(t, result.error.code));
    reset(values);
    showDone(t('settings.site.saved'));
  });
  const orNull = { setValueAs: (typed: string | null) => typed || null };
  const timeError = (field: 'dayCutOff' | 'opensAt' | 'closesAt') =>
    errors[field] && t('settings.site.errors.time');
  return (
    <form className={classes.row} onSubmit={(event) => void save(event)} noValidate>
      <TextInput
        type="number"
        label={t('settings.site.refillMinutes')}
        {...register('refillMinutes', { valueAsNumber: true })}
        error={errors.refillMinutes && t('settings.site.errors.refillMinutes')}
      />
      {(['dayCutOff', 'opensAt', 'closesAt'] as const).map((field) => (
        <TextInput
          key={field}
          className={classes.time ?? ''}
          label={t(`settings.site.${field}`)}
          placeholder="08:30"
          autoComplete="off"
          {...register(field, { setValueAs: clockTimeOrTyped })}
          error={timeError(field)}
        />
      ))}
      <NativeSelect
        label={t('settings.site.plateProvince')}
        data={[{ value: '', label: t('settings.site.notSet') }, ...provinces]}
        {...register('plateProvince', orNull)}
      />
      <Button type="submit" size="md" loading={isSubmitting} disabled={!formState.isDirty}>
        {t('common.save')}
      </Button>
    </form>
  );
}
