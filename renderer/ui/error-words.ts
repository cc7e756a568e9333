import type { TFunction } from 'i18next';
import { errorWords } from '../i18n/zh-CN/errors.ts';

type ErrorKey = Exclude<keyof typeof errorWords, 'verdict'>;

/** The words of a code of shared/errors.ts, in the language of `t`. */
export function errorText(t: TFunction, code: string): string {
  const isKnown = code !== 'verdict' && Object.hasOwn(errorWords, code);
  return isKnown ? t(`errors.${code as ErrorKey}`) : code;
}
