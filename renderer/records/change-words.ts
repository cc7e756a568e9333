/** A waiting or rejected change, so that a person can read what it was. */
import type { TFunction } from 'i18next';
import type { Failure } from '../../shared/errors.ts';
import type { LocalPatch, RejectedChange } from '../../shared/sync/device/device-store.ts';
import { receptionWords } from '../i18n/zh-CN/reception.ts';
import { recordWords } from '../i18n/zh-CN/records.ts';
import { errorText } from '../ui/error-words.ts';
import { entityLabel, fieldLabel, fieldsInOrder, valueWords, type Speaker } from './field-words.ts';

type ChangeKey = Exclude<keyof typeof receptionWords.changes, 'other'>;

export function changeTitle(t: TFunction, name: string): string {
  const isKnown = name !== 'other' && Object.hasOwn(receptionWords.changes, name);
  return isKnown ? t(`reception.changes.${name as ChangeKey}`) : t('reception.changes.other', { name });
}

/** Of a new record these say by themselves what they are; of an edit every field is named. */
const selfTelling = new Set([
  ...['name', 'partyName', 'partySize', 'purpose', 'quantity', 'plate', 'model', 'detail', 'kind'],
  'role',
  'calledAt',
  ...['visitId', 'guestCardId', 'menuItemId', 'seatId', 'arrivedAt', 'servedAt'],
]);
/** What follows from the rest, or only binds records together. */
const untold = new Set([
  ...['businessDay', 'customerId', 'receivedBy', 'servedBy', 'recordedBy', 'recordedAt', 'corrects'],
  ...['calledBy', 'answers', 'intoCustomerId', 'decidedAt', 'decidedBy', 'withdrawnBy'],
  ...['phoneLast4', 'position'],
]);

/** One line a row, e.g. `赠饮（新建）：张三 · 龙井 · ×2 · 14:05`, `到店登记（修改）：张三 · 备注 等贷款`. */
export function patchLines(speaker: Speaker, patches: readonly LocalPatch[]): string[] {
  return patches.filter(tellsSomething).map((patch) => patchLine(speaker, patch));
}

/** What is only named by a decision (R4), and what stands beside it for its undo, is no change of its own. */
function tellsSomething({ entity, op, set = {} }: LocalPatch): boolean {
  return entity !== 'mergeValues' && !(op === 'update' && Object.keys(set).length === 0);
}

function patchLine(speaker: Speaker, { entity, id, op, set = {} }: LocalPatch): string {
  const { t } = speaker;
  const fields = fieldsInOrder(entity, set).filter((field) => !untold.has(field));
  const told = op === 'create' ? fields.filter((field) => tells(field, set[field])) : fields;
  const subject = op === 'create' ? null : speaker.nameOf(id);
  const words = told.map((field) => {
    const value = valueWords(speaker, field, set[field]);
    const isPlain = op === 'create' && selfTelling.has(field);
    return isPlain ? value : t('records.labelledShort', { label: fieldLabel(t, field), value });
  });
  return t('common.labelled', {
    label: t('status.subject', { entity: entityLabel(t, entity), op: t(`status.ops.${op}`) }),
    value: [...new Set([...(subject === null ? [] : [subject]), ...words])].join(' · '),
  });
}

/** Of a new record; a private customer is the usual one. */
function tells(field: string, value: unknown): boolean {
  const isBlank = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return !isBlank && !(field === 'kind' && value === 'private');
}

/** Why it was rejected; of content that does not fit also where, as far as the server named a field. */
export function reasonWords(t: TFunction, { code, message }: RejectedChange): string {
  const reason = t(`errors.verdict.${code}`);
  const field = code === 'invalid' ? fieldNamed(message) : null;
  return field === null ? reason : t('status.rejected.at', { reason, field: fieldLabel(t, field) });
}

/** Why this device keeps nothing; where a field does not fit, which. */
export function failureWords(t: TFunction, { code, field }: Failure): string {
  const reason = errorText(t, code);
  const isNamed = field !== undefined && Object.hasOwn(recordWords.fields, field);
  return isNamed ? t('status.rejected.at', { reason, field: fieldLabel(t, field) }) : reason;
}

/** For support, e.g. `invalid · visit.note`: code and place. The server's own sentence is English in any language. */
export function technicalDetail({ code, message }: RejectedChange): string {
  const [place] = /^[\w.]+(?=:)/.exec(message ?? '') ?? [];
  return place === undefined ? code : `${code} · ${place}`;
}

/** The server's message begins with `entity.field: ` (R3). */
function fieldNamed(message: string | null): string | null {
  const [, field] = /^[a-zA-Z]+\.([a-zA-Z0-9]+)[.:]/.exec(message ?? '') ?? [];
  return field !== undefined && Object.hasOwn(recordWords.fields, field) ? field : null;
}
