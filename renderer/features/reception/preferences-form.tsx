/** What the guest likes and must not have (客户喜好登记), and a line to record more. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreferenceSaid } from '../../../shared/commands/preference.ts';
import { preferenceKinds } from '../../../shared/entities/preference.ts';
import type { LocalRow } from '../../data/database.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { nameIn } from '../../records/name-in.ts';
import { avoidWords, preferenceWords } from './names.ts';
import reception from './reception.module.css';
import type { Floor, Party } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import { useMoment } from './use-moment.ts';
import type { PartyActions } from './use-party-actions.ts';
import classes from './preferences-form.module.css';

interface Props {
  readonly party: Party;
  readonly facts: GuestFacts;
  readonly floor: Floor;
  /** UTC ms. */
  readonly now: number;
  readonly actions: PartyActions;
  readonly onBack: () => void;
}

type Preference = LocalRow<'preference'>;

const nothingSaid: PreferenceSaid = { kind: 'beverage', menuItemId: null, detail: null };

export function PreferencesForm(props: Props) {
  const { party, facts, actions, onBack } = props;
  const { t } = useTranslation();
  const [changed, setChanged] = useState<Preference | null>(null);
  const [said, setSaid] = useState(nothingSaid);
  const [isTried, setTried] = useState(false);
  const kindField = useRef<HTMLSelectElement>(null);
  const isSaid = said.menuItemId !== null || (said.detail ?? '').trim() !== '';

  function begin(preference: Preference | null) {
    setChanged(preference);
    setSaid(preference ?? nothingSaid);
    setTried(false);
    kindField.current?.focus();
  }
  async function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!isSaid) return;
    const { kind, menuItemId, detail } = said;
    const clean = { kind, menuItemId, detail: detail?.trim() || null };
    const isSaved = changed
      ? await actions.changePreference(party, changed, clean)
      : await actions.recordPreference(party, clean);
    if (isSaved) begin(null);
  }
  return (
    <form
      className={reception.form}
      onSubmit={(event) => void save(event)}
      noValidate
      aria-label={t('reception.party.preferences.title', { name: party.name })}
    >
      <h2>{t('reception.party.preferences.title', { name: party.name })}</h2>
      {facts.preferences.length === 0 && (
        <p className={reception.panelHint}>{t('reception.party.preferences.none')}</p>
      )}
      <ul className={classes.list}>
        {facts.preferences.map((preference) => (
          <PreferenceLine key={preference.id} {...props} preference={preference} onChange={begin} />
        ))}
      </ul>
      <SaidFields
        {...{ said, kindField, floor: props.floor }}
        error={isTried && !isSaid}
        onChange={(change) => setSaid({ ...said, ...change })}
      />
      <div className={reception.formActions}>
        <Button variant="default" size="md" onClick={() => (changed ? begin(null) : onBack())}>
          {t(changed ? 'reception.party.preferences.keepAsIs' : 'reception.party.preferences.back')}
        </Button>
        <Button type="submit" size="md">
          {t(changed ? 'reception.party.preferences.saveChange' : 'reception.party.preferences.add')}
        </Button>
      </div>
    </form>
  );
}

interface LineProps extends Props {
  readonly preference: Preference;
  readonly onChange: (preference: Preference) => void;
}

/** What was said, who recorded it and when. */
function PreferenceLine({ party, floor, now, actions, preference, onChange }: LineProps) {
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const nameOf = useStaffNames();
  const { kind, recordedBy, recordedAt } = preference;
  const what = preferenceWords(floor, i18n.language, preference);
  return (
    <li className={classes.line}>
      <span className={classes.what}>
        {kind === 'avoid' ? (
          <span className={reception.chip} data-tone="bad">
            {avoidWords(t, what)}
          </span>
        ) : (
          <b>{what}</b>
        )}
        {recordedAt !== null && (
          <small>
            {t('reception.party.preferences.recorded', {
              name: recordedBy === null ? '—' : nameOf(recordedBy),
              moment: moment(recordedAt, now),
            })}
          </small>
        )}
      </span>
      <Button
        variant="subtle"
        size="md"
        px={8}
        aria-label={t('reception.party.preferences.changeOf', { what })}
        onClick={() => onChange(preference)}
      >
        {t('reception.party.preferences.change')}
      </Button>
      <Button
        variant="subtle"
        size="md"
        px={8}
        aria-label={t('reception.party.preferences.withdrawOf', { what })}
        onClick={() => void actions.withdrawPreference(party, preference)}
      >
        {t('reception.party.preferences.withdraw')}
      </Button>
    </li>
  );
}

interface FieldsProps {
  readonly said: PreferenceSaid;
  readonly kindField: React.RefObject<HTMLSelectElement | null>;
  readonly floor: Floor;
  /** Nothing was said, and it was to be saved. */
  readonly error: boolean;
  readonly onChange: (change: Partial<PreferenceSaid>) => void;
}

function SaidFields({ said, kindField, floor, error, onChange }: FieldsProps) {
  const { t, i18n } = useTranslation();
  const { kind, menuItemId, detail } = said;
  return (
    <>
      <div className={reception.pair}>
        <NativeSelect
          ref={kindField}
          label={t('reception.party.preferences.kind')}
          value={kind}
          onChange={(event) =>
            onChange({ kind: event.currentTarget.value as PreferenceSaid['kind'], menuItemId: null })
          }
          data={preferenceKinds.map((value) => ({
            value,
            label: t(`reception.party.preferences.kinds.${value}`),
          }))}
          autoFocus
        />
        {kind !== 'leisure' && (
          <NativeSelect
            label={t('reception.party.preferences.drink')}
            value={menuItemId ?? ''}
            onChange={(event) => onChange({ menuItemId: event.currentTarget.value || null })}
            data={[
              { value: '', label: t('reception.party.preferences.noDrink') },
              ...floor.menu.map((item) => ({ value: item.id, label: nameIn(i18n.language, item) })),
            ]}
          />
        )}
      </div>
      <TextInput
        label={t(`reception.party.preferences.detail.${kind}`)}
        value={detail ?? ''}
        onChange={(event) => onChange({ detail: event.currentTarget.value })}
        maxLength={400}
        autoComplete="off"
        error={error && t('reception.party.preferences.needed')}
      />
      <QuickWords {...{ said, onChange }} />
    </>
  );
}

/** What guests say most: one tap puts the words in, another takes them out. */
function QuickWords({ said: { kind, detail }, onChange }: Pick<FieldsProps, 'said' | 'onChange'>) {
  const { t } = useTranslation();
  const separator = t('common.listSeparator');
  const offered = t(`reception.party.preferences.words.${kind}`).split('|');
  const chosen = (detail ?? '')
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const toggle = (word: string) =>
    chosen.includes(word) ? chosen.filter((one) => one !== word) : [...chosen, word];
  return (
    <div className={classes.quick} role="group" aria-label={t('reception.party.preferences.quick')}>
      {offered.map((word) => (
        <Button
          key={word}
          variant={chosen.includes(word) ? 'light' : 'default'}
          size="md"
          px={10}
          aria-pressed={chosen.includes(word)}
          onClick={() => onChange({ detail: toggle(word).join(separator) })}
        >
          {word}
        </Button>
      ))}
    </div>
  );
}
