/** Two records side by side: which is kept, and of what differs, which stands. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeInput, MergePair } from '../../../shared/commands/merge-customers.ts';
import { maskIdNumber, maskPhone } from '../../../shared/rules/formats/mask.ts';
import { showPhone } from '../../../shared/rules/formats/phone.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { MergeField } from '../../../shared/rules/merge-fields.ts';
import { pairKey } from '../../../shared/rules/merged-cards.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import { useDraft } from '../../data/use-draft.ts';
import { fieldLabel, valueWords } from '../../records/field-words.ts';
import { useSpeaker } from '../../records/use-speaker.ts';
import { KeyForm } from '../../ui/key-form.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { useOnce } from '../../ui/use-once.ts';
import shared from './customers.module.css';
import {
  fieldRows,
  proposedKeep,
  sidesOf,
  toMergeInput,
  toPair,
  turned,
  type FieldRow,
  type MergeDraft,
  type Picked,
  type Place,
} from './merge-choice.ts';
import classes from './merge.module.css';
import type { CustomerRecord } from './use-customer-record.ts';
import { useReveal } from './use-reveal.ts';

interface Names {
  readonly kept: string;
  readonly other: string;
}

interface Props {
  readonly left: CustomerRecord;
  readonly right: CustomerRecord;
  /** Of a merge that was refused; the form's own proposal where absent. */
  readonly first?: MergeDraft;
  readonly onMerge: (input: MergeInput, names: Names, seen: SeenVersions) => Promise<boolean>;
  readonly onApart?: (pair: MergePair, names: Names) => Promise<boolean>;
  readonly onAnother?: () => void;
  readonly onLeave: () => void;
}

export function MergeForm({ left, right, ...rest }: Props) {
  const { t } = useTranslation();
  if (left.card.id === right.card.id || left.mergedInto || right.mergedInto)
    return <p role="status">{t('merge.already')}</p>;
  if (left.card.customerId !== null && left.card.customerId === right.card.customerId)
    return <p role="status">{t('merge.sameCustomer')}</p>;
  const isOnItsWay = [left, right].some(({ card, customer }) => card.customerId !== null && !customer);
  if (isOnItsWay) return <p role="status">{t('merge.missing')}</p>;
  return <Comparison {...{ left, right, ...rest }} />;
}

function Comparison({ left, right, first, onMerge, onApart, onAnother, onLeave }: Props) {
  const { t } = useTranslation();
  const [kept, keepDraft] = useMergeDraft(left.card.id, right.card.id);
  const draft = kept ?? first ?? { keep: proposedKeep(left, right), picked: {} };
  const content = contentOf(left, right);
  // What was on the screen when it was looked at: what changes since is looked at once more.
  const [seen, setSeen] = useState(content);
  const isChanged = seen !== content;
  const once = useOnce();
  const rows = fieldRows(left, right, draft);
  const names = () => {
    const sides = sidesOf(left, right, draft.keep);
    return { kept: sides.kept.card.name, other: sides.other.card.name };
  };
  const mayKeep = (place: Place) => {
    const sides = sidesOf(left, right, place);
    return sides.kept.customer !== null || sides.other.customer === null;
  };

  function onSubmit() {
    if (isChanged) {
      setSeen(content);
      return;
    }
    void once(async () => {
      const isDone = await onMerge(toMergeInput(left, right, draft), names(), versionsOf(left, right));
      if (isDone) keepDraft(null);
      return isDone;
    });
  }
  const apart = onApart && (() => void once(() => onApart(toPair(left, right, draft.keep), names())));
  useKeys(apart ? [{ keys: 'n', label: t('merge.compare.apart'), run: apart }] : []);
  const title = t('merge.compare.title', { left: left.card.name, right: right.card.name });
  return (
    <KeyForm className={classes.form} onSubmit={onSubmit} onLeave={onLeave} label={title}>
      <h2>{title}</h2>
      <KeepChoice
        {...{ left, right, mayKeep }}
        keep={draft.keep}
        onKeep={(keep) => keepDraft({ ...draft, keep })}
      />
      <p className={shared.formHint}>{t('merge.compare.follow')}</p>
      <Fields
        {...{ rows, left, right }}
        onPick={(field, picked) => keepDraft({ ...draft, picked: { ...draft.picked, [field]: picked } })}
      />
      <p role="status" className={classes.changed}>
        {isChanged && t('merge.compare.changed')}
      </p>
      <div className={shared.formActions}>
        {onAnother && (
          <Button variant="subtle" onClick={onAnother}>
            {t('merge.compare.another')}
          </Button>
        )}
        {apart && (
          <Button variant="default" onClick={apart} rightSection={<kbd>N</kbd>}>
            {t('merge.compare.apart')}
          </Button>
        )}
        <Button type="submit" rightSection={<kbd data-on-accent>Ctrl Enter</kbd>}>
          {t('merge.compare.submit')}
        </Button>
      </div>
    </KeyForm>
  );
}

/** One draft for both: whoever comes from the other record finds the same records chosen, not the same places. */
function useMergeDraft(leftId: string, rightId: string): ReturnType<typeof useDraft<MergeDraft>> {
  const [kept, keep] = useDraft<MergeDraft>(`merge-${pairKey(leftId, rightId)}`);
  const turn = (draft: MergeDraft | null) => (draft && rightId < leftId ? turned(draft) : draft);
  return [turn(kept), (draft) => keep(turn(draft))];
}

const rowsOf = (records: readonly CustomerRecord[]) =>
  records.flatMap(({ card, customer }) => [card, ...(customer ? [customer] : [])]);

function versionsOf(...records: readonly CustomerRecord[]): SeenVersions {
  return Object.fromEntries(rowsOf(records).map(({ id, rowVersion }) => [id, rowVersion]));
}

/** What the rows say: their versions also rise when the server has taken what stands here already. */
function contentOf(...records: readonly CustomerRecord[]): string {
  return JSON.stringify(rowsOf(records).map(({ rowVersion: _, ...fields }) => fields));
}

interface KeepProps {
  readonly left: CustomerRecord;
  readonly right: CustomerRecord;
  readonly keep: Place;
  readonly mayKeep: (place: Place) => boolean;
  readonly onKeep: (place: Place) => void;
}

function KeepChoice({ left, right, keep, mayKeep, onKeep }: KeepProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.keep}>
      <legend>{t('merge.compare.keep')}</legend>
      {(
        [
          ['left', left],
          ['right', right],
        ] as const
      ).map(([place, record]) => (
        <label key={place} className={classes.side} data-kept={keep === place || undefined}>
          <input
            type="radio"
            name="keep"
            checked={keep === place}
            disabled={!mayKeep(place)}
            onChange={() => onKeep(place)}
            autoFocus={keep === place}
          />
          <span>
            <b>{record.card.name}</b>{' '}
            {record.card.phoneLast4 && t('records.lastDigits', { digits: record.card.phoneLast4 })}
            <em>{t(keep === place ? 'merge.compare.keepThis' : 'merge.compare.intoOther')}</em>
            <small>{record.vehicles.map(carName).filter(Boolean).join(t('common.listSeparator'))}</small>
            <small>
              {t('merge.compare.counts', {
                cars: record.vehicles.length,
                visits: record.visitCount,
                preferences: record.preferences.filter(({ menuItemId, detail }) => menuItemId ?? detail)
                  .length,
              })}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const carName = ({ plate, model }: CustomerRecord['vehicles'][number]) =>
  plate === null ? model : showPlate(plate);

interface FieldsProps {
  readonly rows: readonly FieldRow[];
  readonly left: CustomerRecord;
  readonly right: CustomerRecord;
  readonly onPick: (field: MergeField, picked: Picked) => void;
}

function Fields({ rows, left, right, onPick }: FieldsProps) {
  const { t } = useTranslation();
  const reveal = useReveal();
  const [isRevealed, setRevealed] = useState(false);
  const words = useValueWords(isRevealed);
  if (rows.length === 0) return <p className={shared.none}>{t('merge.compare.same')}</p>;
  const hasNumbers = rows.some(({ choice: { field } }) => field === 'phones' || field === 'idNumber');
  async function toggle() {
    const ids = [left.customer?.id, right.customer?.id].filter((id) => id !== undefined);
    const shown =
      isRevealed || (await Promise.all(ids.map((id) => reveal(id, ['phones', 'idNumber'])))).every(Boolean);
    if (shown) setRevealed(!isRevealed);
  }
  return (
    <section className={classes.fields} aria-label={t('merge.compare.differing')}>
      <div className={shared.panelHead}>
        <h3>{t('merge.compare.differing')}</h3>
        {hasNumbers && (
          <Button variant="subtle" onClick={() => void toggle()}>
            {t(isRevealed ? 'merge.compare.hideNumbers' : 'merge.compare.showNumbers')}
          </Button>
        )}
      </div>
      {rows.map(({ choice, picked, ...values }) => {
        const { field, sides } = choice;
        const label = field === 'cardNote' ? t('merge.compare.cardNote') : fieldLabel(t, field);
        const places: readonly Picked[] = [
          'left',
          'right',
          ...(sides.includes('both') ? (['both'] as const) : []),
        ];
        return (
          <fieldset key={field} className={classes.field}>
            <legend>{label}</legend>
            {places.map((place) => (
              <label key={place} data-picked={picked === place || undefined}>
                <input
                  type="radio"
                  name={field}
                  checked={picked === place}
                  onChange={() => onPick(field, place)}
                />
                <span>{place === 'both' ? t('merge.compare.both') : words(field, values[place])}</span>
              </label>
            ))}
          </fieldset>
        );
      })}
    </section>
  );
}

/** Numbers are masked, until somebody asks for them and that is on record. */
function useValueWords(isRevealed: boolean) {
  const { t } = useTranslation();
  const speaker = useSpeaker(null);
  return (field: MergeField, value: unknown): string => {
    if (field === 'phones') {
      const numbers = (value as readonly { readonly number: string }[]).map(({ number }) =>
        isRevealed ? showPhone(number) : maskPhone(number),
      );
      return numbers.length === 0 ? t('records.empty') : numbers.join(t('common.listSeparator'));
    }
    if (field === 'idNumber' && typeof value === 'string') return isRevealed ? value : maskIdNumber(value);
    return valueWords(speaker, field === 'cardNote' ? 'note' : field, value);
  };
}
