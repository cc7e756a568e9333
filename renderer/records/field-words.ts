/** What a field holds, as people say it: names for ids, words for codes, times as times. One kind for all lists. */
import type { TFunction } from 'i18next';
import { entityByName, isEntityName, type EntityName } from '../../shared/entities/registry.ts';
import type { Ingredient } from '../../shared/entities/site.ts';
import { showPlate } from '../../shared/rules/formats/plate.ts';
import { ingredientLines } from '../../shared/rules/ingredients.ts';
import { checkWords } from '../i18n/zh-CN/checks.ts';
import { frameWords } from '../i18n/zh-CN/frame.ts';
import { mergeWords } from '../i18n/zh-CN/merge.ts';
import { receptionWords } from '../i18n/zh-CN/reception.ts';
import { recordWords } from '../i18n/zh-CN/records.ts';
import { visitWords } from '../i18n/zh-CN/visits.ts';
import { dateFormat } from '../ui/date-format.ts';
import { clockTime } from '../ui/time-words.ts';
import { detailWords } from './preference-words.ts';

/** @returns null for what has no name, or is not on this device */
export type NameOf = (id: string) => string | null;

/** In which language, and what the rows are called that a value points to. */
export interface Speaker {
  readonly t: TFunction;
  readonly language: string;
  readonly nameOf: NameOf;
  /** UTC ms: what was today needs no date. */
  readonly now: number;
  /** The site's, as the clock on its wall shows it. */
  readonly timeZone: string;
}

type FieldKey = keyof typeof recordWords.fields;

/** `备注`; the code itself for what this version has no word for. */
export function fieldLabel(t: TFunction, field: string): string {
  return Object.hasOwn(recordWords.fields, field) ? t(`records.fields.${field as FieldKey}`) : field;
}

/** Fields that point to a row, or to a person. */
export const referenceFields: readonly string[] = [
  ...[
    'visitId',
    'joinedVisitId',
    'guestCardId',
    'vehicleId',
    'customerId',
    'intoCardId',
    'intoCustomerId',
    'bringsInId',
    'userId',
    'menuItemId',
    'seatId',
    'areaId',
    'corrects',
  ],
  ...['receivedBy', 'recordedBy', 'servedBy', 'checkedBy', 'calledBy', 'answers', 'decidedBy', 'withdrawnBy'],
];
/** Who recorded it and when: goes with what a group says, and the sides of a conflict are named beside it anyway. */
export const bylines: readonly string[] = ['recordedBy', 'recordedAt'];
const instants = [
  ...['decidedAt', 'withdrawnAt', 'mistakenAt'],
  'arrivedAt',
  'leftAt',
  'servedAt',
  'expectedReadyAt',
  'cancelledAt',
  'recordedAt',
  'checkedAt',
  'calledAt',
];

/** @param value of a field, or an object of values by field, as a group or a phone number is */
export function valueWords(speaker: Speaker, field: string, value: unknown): string {
  const { t } = speaker;
  if (value === null || value === undefined || value === '') return t('records.empty');
  if (Array.isArray(value)) {
    const words = value.map((one: unknown) => valueWords(speaker, field, one));
    return words.length === 0 ? t('records.empty') : words.join(t('common.listSeparator'));
  }
  if (typeof value === 'object')
    return objectWords(speaker, field, value as Readonly<Record<string, unknown>>);
  if (typeof value === 'boolean') return value ? t('records.yes') : t('records.no');
  if (typeof value === 'number') return numberWords(speaker, field, value);
  return textWords(speaker, field, value as string);
}

/** What two values of a group differ in: the rest says nothing about a conflict. */
export function differingWords(speaker: Speaker, field: string, value: unknown, other: unknown): string {
  if (!isRecord(value) || !isRecord(other)) return valueWords(speaker, field, value);
  const parts = Object.keys(value).filter(
    (part) => JSON.stringify(value[part]) !== JSON.stringify(other[part]),
  );
  return valueWords(speaker, field, Object.fromEntries(parts.map((part) => [part, value[part]])));
}

/** Short enough for a line; the whole stands where there is room for it. */
export function clipped(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** The name of an entity, e.g. `到店登记`. */
export function entityLabel(t: TFunction, entity: string): string {
  return isEntityName(entity) ? t(`status.entities.${entity}`) : entity;
}

/** The fields of a change in the order of their entity, each once. */
export function fieldsInOrder(entity: EntityName, set: object): string[] {
  return Object.keys(entityByName(entity).schema.shape).filter((field) => Object.hasOwn(set, field));
}

/** `14:05`; of another day with its date. */
export function momentWords(
  { language, now, timeZone }: Pick<Speaker, 'language' | 'now' | 'timeZone'>,
  instant: number,
): string {
  const day = dateFormat(language, { dateStyle: 'medium', timeZone });
  const time = clockTime(language, instant, timeZone);
  return day.format(instant) === day.format(now) ? time : `${day.format(instant)} ${time}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value instanceof Object && !Array.isArray(value);

function objectWords(speaker: Speaker, field: string, value: Readonly<Record<string, unknown>>): string {
  if (field === 'away') return absenceWords(speaker, value);
  if (field === 'phones') return maskedWords(speaker, value['number']);
  if (field === 'ingredients') return ingredientLines([value as Ingredient]);
  // `arrivedAt` and its business day say one thing.
  const isTold = (part: string) =>
    !bylines.includes(part) && !(part === 'businessDay' && 'arrivedAt' in value);
  const parts = Object.keys(value).filter(isTold);
  const held = parts.filter((part) => value[part] !== null);
  return held.length === 0
    ? speaker.t('records.empty')
    : held.map((part) => valueWords(speaker, part, value[part])).join(' · ');
}

function absenceWords(speaker: Speaker, { from, to }: Readonly<Record<string, unknown>>): string {
  return [from, to].map((at) => (typeof at === 'number' ? momentWords(speaker, at) : '')).join('–');
}

function numberWords(speaker: Speaker, field: string, value: number): string {
  if (instants.includes(field)) return momentWords(speaker, value);
  if (field === 'partySize' || field === 'children') return speaker.t('common.people', { count: value });
  if (field === 'refillMinutes' || field === 'firstDrinkMinutes')
    return speaker.t('records.minutes', { count: value });
  return field === 'quantity' ? `×${value}` : String(value);
}

function textWords(speaker: Speaker, field: string, value: string): string {
  const { t, nameOf } = speaker;
  if (referenceFields.includes(field)) return nameOf(value) ?? t('records.unknown');
  if (field === 'plate') return showPlate(value);
  if (field === 'taken') return fieldLabel(t, value);
  if (field === 'birthMonthDay') return monthDayWords(speaker.language, value);
  if (field === 'detail') return detailWords(t, value);
  if (field === 'idNumber') return maskedWords(speaker, value);
  return codeWords(t, field, value) ?? value;
}

/** `2月1日`; what is no month and day stays as it is. @param value `MM-DD` */
function monthDayWords(language: string, value: string): string {
  // Of a leap year, which has every day.
  const date = Date.parse(`2000-${value}T00:00:00Z`);
  if (Number.isNaN(date)) return value;
  return dateFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(date);
}

/** The words of a code, where the field holds one; null where it is said as it stands. */
function codeWords(t: TFunction, field: string, value: string): string | null {
  const has = (words: object) => Object.hasOwn(words, value);
  if (field === 'purpose' && has(receptionWords.purposes)) return t(`reception.purposes.${value as 'other'}`);
  if (field === 'kind' && has(recordWords.kinds)) return t(`records.kinds.${value as 'other'}`);
  if (field === 'item' && has(checkWords.items)) return t(`checks.items.${value as 'round'}`);
  if (field === 'role' && has(visitWords.roles)) return t(`visits.roles.${value as 'other'}`);
  if (field === 'result' && has(checkWords.states)) return t(`checks.states.${value as 'ok'}`);
  if (field === 'gender' && has(recordWords.genders)) return t(`records.genders.${value as 'male'}`);
  if (field === 'flags' && has(receptionWords.flags)) return t(`reception.flags.${value as 'voucher'}`);
  if (field === 'what' && has(mergeWords.what)) return t(`merge.what.${value as 'merged'}`);
  if (field === 'roles' && has(frameWords.roles)) return t(`frame.roles.${value as 'agent'}`);
  return null;
}

/** Numbers are masked by default: the last digits tell two of them apart. */
function maskedWords({ t }: Speaker, value: unknown): string {
  return t('records.lastDigits', { digits: String(value).slice(-4) });
}
