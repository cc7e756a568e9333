import type { settingsWords as zh } from '../zh-CN/settings.ts';
import type { WordsOf } from '../words-of.ts';

export const settingsWords: WordsOf<typeof zh> = {
  title: 'Settings',
  desk: {
    title: 'This desk',
    name: 'Name',
    station: 'Station',
    site: 'Site',
    id: 'Device ID',
    server: 'Server',
    version: 'Version',
  },
  look: {
    title: 'Display',
    language: 'Language',
    theme: 'Theme',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
  },
  storage: {
    title: 'Storage on this computer',
    used: '{{used}} used, {{free}} free',
    persisted: 'The browser has agreed to keep this desk’s data.',
    notPersisted:
      'The browser may clear this desk’s data when space runs short. Stay online so that changes are uploaded.',
    unknown: 'The browser gives no storage information.',
  },
  site: {
    title: 'Site settings',
    refillMinutes: 'Refill after (minutes)',
    firstDrinkMinutes: 'First drink within (minutes)',
    dayCutOff: 'Business day ends at',
    opensAt: 'Opens at',
    closesAt: 'Closes at',
    plateProvince: 'Default plate province',
    notSet: 'not set',
    errors: { minutes: 'Enter a whole number from 1 to 240.', time: 'Enter a time, e.g. 04:00.' },
    saved: 'Site settings saved',
    readOnly: 'Only the CR head and CR supervisors can change these.',
  },
  data: {
    title: 'Data',
    import: 'Import customers and cars',
    importText: 'Bring in your existing customers from an Excel or CSV file, with a preview first.',
    noPermission: 'Your role does not allow importing data.',
  },
};
