/** A waiting or rejected change, so that a person can read what it was. */
import type { TFunction } from 'i18next';
import type { LocalPatch } from '../../shared/sync/device-store.ts';
import { receptionWords } from '../i18n/zh-CN/reception.ts';
import { exactTime } from '../ui/time-words.ts';

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
  'refillMinutes',
];
const times = ['arrivedAt', 'leftAt', 'servedAt', 'expectedReadyAt', 'cancelledAt'];

/** One line a row, e.g. `到店登记: 张三 · 3 · 14:05`. */
export function patchLines(t: TFunction, language: string, patches: readonly LocalPatch[]): string[] {
  return patches.map((patch) => {
    const set = patch.set ?? {};
    const told = tellingFields.flatMap((field) => {
      const value = set[field];
      if (typeof value !== 'string' && typeof value !== 'number') return [];
      return field === 'purpose' ? [t(`reception.purposes.${value as 'other'}`)] : [String(value)];
    });
    const instants = times.flatMap((field) =>
      typeof set[field] === 'number' ? [exactTime(language, set[field])] : [],
    );
    const subject = `${t(`status.entities.${patch.entity}`)} (${t(`status.ops.${patch.op}`)})`;
    return [subject, [...told, ...instants].join(' · ')].filter((part) => part !== '').join(': ');
  });
}
