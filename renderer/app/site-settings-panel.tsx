/** What holds for the whole site: changed by whom the site allows, read by all. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { amendSiteSettings, type Amendment } from '../../shared/commands/amend-rejected.ts';
import { siteSettingsEdit, updateSiteSettings } from '../../shared/commands/site-settings.ts';
import { readClockTime } from '../../shared/rules/formats/clock-time.ts';
import { provinces } from '../../shared/rules/formats/plate.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { firstDrinkStandard } from '../../shared/rules/register/first-drink-standard.ts';
import type { LocalRow } from '../data/database.ts';
import { usePerson } from '../data/hooks.ts';
import { useDraft } from '../data/use-draft.ts';
import { ConflictsOf } from '../records/conflict-list.tsx';
import { tellUndone, useRun } from '../records/use-run.ts';
import { showUndo } from '../ui/notices.ts';
import classes from './pages.module.css';
import { asBefore } from './use-edit-tools.ts';

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
      <ConflictsOf records={[{ entity: 'siteSettings', id: settings.id }]} />
    </section>
  );
}

/** No `type="time"`: it follows the browser's language, not ours, and asks for AM and PM. */
const clockTimeOrTyped = (typed: string | null) =>
  typed === null || typed.trim() === '' ? null : (readClockTime(typed) ?? typed);

const shownFields = [
  ...(['refillMinutes', 'firstDrinkMinutes', 'dayCutOff'] as const),
  ...(['opensAt', 'closesAt', 'plateProvince'] as const),
];

function SiteFacts({ settings }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <dl className={classes.facts}>
        {shownFields.map((field) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{t(`settings.site.${field}`)}</dt>
            <dd>{shownValue(settings, field) ?? t('settings.site.notSet')}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.text}>{t('settings.site.readOnly')}</p>
    </>
  );
}

function shownValue(settings: Props['settings'], field: (typeof shownFields)[number]) {
  return field === 'firstDrinkMinutes' ? firstDrinkStandard(settings) : settings[field];
}

type SiteEdit = z.infer<typeof siteSettingsEdit>;

function SiteForm({ settings }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  /** Only what is still as this form left it: anything else is a colleague's by now. */
  async function undo(changed: Partial<SiteEdit>): Promise<void> {
    const back = {
      siteId: settings.id,
      set: asBefore<Partial<SiteEdit>>(settings, changed),
      ifStill: changed,
    };
    tellUndone(await run(updateSiteSettings, back), t('settings.site.colleagueKept'));
  }
  async function save(changed: Partial<SiteEdit>, _values: SiteEdit, version: number) {
    const input = { siteId: settings.id, set: changed };
    const isSaved = (await run(updateSiteSettings, input, { [settings.id]: version })) !== undefined;
    if (isSaved) showUndo(t('settings.site.saved'), () => void undo(changed));
    return isSaved;
  }
  return <SiteFields settings={settings} onSave={save} />;
}

interface AmendProps {
  readonly opId: string;
  /** What the rejected change said. */
  readonly set: Partial<SiteEdit>;
  readonly settings: LocalRow<'siteSettings'>;
  /** @returns whether it is on its way */
  readonly onSend: (amendment: Amendment) => Promise<boolean>;
}

/** Settings that the server rejected, put right: what was set then is sent as the form has it now. */
export function AmendSiteSettings({ opId, set, settings, onSend }: AmendProps) {
  const { t } = useTranslation();
  const [draft, keep] = useDraft<Partial<SiteEdit>>(`amend-${opId}`);
  const [first] = useState(() => ({ ...set, ...draft }));
  async function save(changed: Partial<SiteEdit>, values: SiteEdit) {
    const resent = Object.fromEntries(
      shownFields.filter((field) => field in set).map((field) => [field, values[field]]),
    );
    const isSent = await onSend(amendSiteSettings({ ...resent, ...changed }));
    if (isSent) keep(null);
    return isSent;
  }
  return (
    <SiteFields
      settings={settings}
      edited={first}
      submitWord={t('status.rejected.send')}
      onEdit={keep}
      onSave={save}
    />
  );
}

interface FieldsProps extends Props {
  /** Values over those of the site, to begin with. */
  readonly edited?: Partial<SiteEdit>;
  readonly submitWord?: string;
  readonly onEdit?: (values: Partial<SiteEdit>) => void;
  /** @param version of the settings when typing began @returns whether it was saved */
  readonly onSave: (changed: Partial<SiteEdit>, values: SiteEdit, version: number) => Promise<boolean>;
}

function SiteFields({ settings, edited, submitWord, onEdit, onSave }: FieldsProps) {
  const { t } = useTranslation();
  const form = useForm<SiteEdit>({
    resolver: zodResolver(siteSettingsEdit),
    values: {
      refillMinutes: settings.refillMinutes,
      firstDrinkMinutes: firstDrinkStandard(settings),
      dayCutOff: settings.dayCutOff,
      opensAt: settings.opensAt,
      closesAt: settings.closesAt,
      plateProvince: settings.plateProvince,
    },
    // What another desk saves meanwhile appears, but never over what is being typed here.
    resetOptions: { keepDirtyValues: true },
  });
  const { register, handleSubmit, reset, formState } = form;
  const { errors, dirtyFields, isSubmitting } = formState;
  useEdited(form, edited, onEdit);
  const { isDirty } = formState;
  const [seen, setSeen] = useState(settings.rowVersion);
  if (!isDirty && seen !== settings.rowVersion) setSeen(settings.rowVersion);

  const save = handleSubmit(async (values) => {
    const changed = Object.fromEntries(
      shownFields.filter((field) => dirtyFields[field]).map((field) => [field, values[field]]),
    );
    if (edited === undefined && Object.keys(changed).length === 0) return;
    if (endsInside(values))
      return form.setError('dayCutOff', { type: endsInsideError }, { shouldFocus: true });
    if (await onSave(changed, values, seen)) reset(values);
  });
  const orNull = { setValueAs: (typed: string | null) => typed || null };
  const timeError = (field: 'dayCutOff' | 'opensAt' | 'closesAt') =>
    errors[field] &&
    t(
      errors[field].type === endsInsideError
        ? 'settings.site.errors.endsInside'
        : 'settings.site.errors.time',
    );
  return (
    <form className={classes.row} onSubmit={(event) => void save(event)} noValidate>
      {(['refillMinutes', 'firstDrinkMinutes'] as const).map((field) => (
        <TextInput
          key={field}
          type="number"
          label={t(`settings.site.${field}`)}
          {...register(field, { valueAsNumber: true })}
          error={errors[field] && t('settings.site.errors.minutes')}
        />
      ))}
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
      <Button
        type="submit"
        size="md"
        loading={isSubmitting}
        disabled={edited === undefined && !formState.isDirty}
      >
        {submitWord ?? t('common.save')}
      </Button>
    </form>
  );
}

const endsInsideError = 'endsInside';

/** A business day that ended while the house is open would split one day's visits over two. */
function endsInside({ dayCutOff, opensAt, closesAt }: SiteEdit): boolean {
  return opensAt !== null && closesAt !== null && opensAt < dayCutOff && dayCutOff < closesAt;
}

/** Begins with the given values, as if typed, and tells what is typed after them. */
function useEdited(
  { setValue, subscribe }: UseFormReturn<SiteEdit>,
  edited: Partial<SiteEdit> | undefined,
  onEdit: ((values: Partial<SiteEdit>) => void) | undefined,
): void {
  useEffect(() => {
    for (const field of shownFields) {
      if (edited && field in edited) setValue(field, edited[field] as never, { shouldDirty: true });
    }
  }, [edited, setValue]);
  useEffect(
    () => onEdit && subscribe({ formState: { values: true }, callback: ({ values }) => onEdit(values) }),
    [onEdit, subscribe],
  );
}
