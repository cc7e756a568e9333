/** A waiting or rejected change, so that a person can read what it was. */
import type { TFunction } from 'i18next';
import type { LocalPatch } from '../../shared/sync/device-store.ts';
import { receptionWords } from '../i18n/zh-CN/reception.ts';
import { exactTime } from '../ui/time-words.ts';
import { referenceFields, type NameOf } from './use-row-names.ts';

type ChangeKey = Exclude<keyof typeof receptionWords.changes, 'other'>;

export function changeTitle(t: TFunction, name: string): string {
  const isKnown = name !== 'other' && Object.hasOwn(receptionWords.changes, name);
  return isKnown ? t(`reception.changes.${name as ChangeKey}`) : t('reception.changes.other', { name });
}

/** Fields whose values mean something to a person; ids and stamps do not. */
const tellingFields = [
  'name',
  'partyName',
  'partySize',
  'purpose',
  'quantity',
  'plate',
  'model',
  'note',
  'workshopNote',
];
/** They are told with their names: a number alone says nothing. */
const settingFields = ['refillMinutes', 'dayCutOff', 'opensAt', 'closesAt', 'plateProvince'] as const;
const times = ['arrivedAt', 'leftAt', 'servedAt', 'expectedReadyAt', 'cancelledAt'];

/** One line a row, e.g. `赠饮（新建）：张三 · 龙井 · ×2 · 14:05`. */
export function patchLines(
  t: TFunction,
  language: string,
  patches: readonly LocalPatch[],
  nameOf: NameOf,
): string[] {
  return patches.map((patch) => {
    const { entity, op, id, set = {} } = patch;
    const names = [id, ...referenceFields.map((field) => set[field])].flatMap((value) =>
      typeof value === 'string' ? (nameOf(value) ?? []) : [],
    );
    const told = tellingFields.flatMap((field) => valueWords(t, field, set[field]));
    const instants = times.flatMap((field) =>
      typeof set[field] === 'number' ? [exactTime(language, set[field])] : [],
    );
    const settings = entity === 'siteSettings' ? settingWords(t, set) : [];
    const leftSeat = op === 'update' && set['seatId'] === null ? [t('reception.checkIn.noSeat')] : [];
    return t('common.labelled', {
      label: t('status.subject', { entity: t(`status.entities.${entity}`), op: t(`status.ops.${op}`) }),
      value: [...new Set([...names, ...told, ...settings, ...leftSeat, ...instants])].join(' · '),
    });
  });
}

function settingWords(t: TFunction, set: Readonly<Record<string, unknown>>): string[] {
  return settingFields
    .filter((field) => set[field] !== undefined)
    .map((field) => {
      const value = set[field];
      const isShown = typeof value === 'string' || typeof value === 'number';
      return t('common.labelled', {
        label: t(`settings.site.${field}`),
        value: isShown ? String(value) : t('settings.site.notSet'),
      });
    });
}

function valueWords(t: TFunction, field: string, value: unknown): string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  if (field === 'purpose') return [t(`reception.purposes.${value as 'other'}`)];
  if (field === 'partySize') return [t('common.people', { count: Number(value) })];
  return [field === 'quantity' ? `×${value}` : String(value)];
}
