/** Words: zh-CN first, en complete, switchable live. Keys are typed by the Chinese files. */
import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { aloneWords as enAlone } from './en/alone.ts';
import { checkWords as enChecks } from './en/checks.ts';
import { commonWords as enCommon } from './en/common.ts';
import { customerWords as enCustomers } from './en/customers.ts';
import { desksWords as enDesks } from './en/desks.ts';
import { errorWords as enErrors } from './en/errors.ts';
import { frameWords as enFrame } from './en/frame.ts';
import { importWords as enImport } from './en/import.ts';
import { menuWords as enMenu } from './en/menu.ts';
import { mergeWords as enMerge } from './en/merge.ts';
import { receptionWords as enReception } from './en/reception.ts';
import { recordWords as enRecords } from './en/records.ts';
import { registerWords as enRegister } from './en/register.ts';
import { settingsWords as enSettings } from './en/settings.ts';
import { shellWords as enShell } from './en/shell.ts';
import { signInWords as enSignIn } from './en/sign-in.ts';
import { statusWords as enStatus } from './en/status.ts';
import { visitWords as enVisits } from './en/visits.ts';
import { aloneWords } from './zh-CN/alone.ts';
import { checkWords } from './zh-CN/checks.ts';
import { commonWords } from './zh-CN/common.ts';
import { customerWords } from './zh-CN/customers.ts';
import { desksWords } from './zh-CN/desks.ts';
import { errorWords } from './zh-CN/errors.ts';
import { frameWords } from './zh-CN/frame.ts';
import { importWords } from './zh-CN/import.ts';
import { menuWords } from './zh-CN/menu.ts';
import { mergeWords } from './zh-CN/merge.ts';
import { receptionWords } from './zh-CN/reception.ts';
import { recordWords } from './zh-CN/records.ts';
import { registerWords } from './zh-CN/register.ts';
import { settingsWords } from './zh-CN/settings.ts';
import { shellWords } from './zh-CN/shell.ts';
import { signInWords } from './zh-CN/sign-in.ts';
import { statusWords } from './zh-CN/status.ts';
import { visitWords } from './zh-CN/visits.ts';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Each in its own words, so that who reads no other finds it. */
export const languageNames: Readonly<Record<Language, string>> = { 'zh-CN': '中文', en: 'English' };

export const words = {
  'zh-CN': {
    alone: aloneWords,
    checks: checkWords,
    common: commonWords,
    customers: customerWords,
    desks: desksWords,
    errors: errorWords,
    frame: frameWords,
    import: importWords,
    menu: menuWords,
    merge: mergeWords,
    reception: receptionWords,
    records: recordWords,
    register: registerWords,
    settings: settingsWords,
    shell: shellWords,
    signIn: signInWords,
    status: statusWords,
    visits: visitWords,
  },
  en: {
    alone: enAlone,
    checks: enChecks,
    common: enCommon,
    customers: enCustomers,
    desks: enDesks,
    errors: enErrors,
    frame: enFrame,
    import: enImport,
    menu: enMenu,
    merge: enMerge,
    reception: enReception,
    records: enRecords,
    register: enRegister,
    settings: enSettings,
    shell: enShell,
    signIn: enSignIn,
    status: enStatus,
    visits: enVisits,
  },
} as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: (typeof words)['zh-CN'] };
  }
}

const languageKey = 'crdesk-language';

/** @param chosen for tests; else what was chosen here last, else Chinese */
export function createI18n(chosen: Language = keptLanguage()): I18n {
  const i18n = createInstance();
  void i18n.use(initReactI18next).init({
    lng: chosen,
    fallbackLng: false,
    resources: { 'zh-CN': { translation: words['zh-CN'] }, en: { translation: words.en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  i18n.on('languageChanged', keepLanguage);
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
  return i18n;
}

function keepLanguage(language: string): void {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(languageKey, language);
  } catch {
    // Chinese again next time.
  }
}

function keptLanguage(): Language {
  try {
    return languages.find((language) => language === localStorage.getItem(languageKey)) ?? 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}
