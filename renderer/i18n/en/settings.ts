import type { settingsWords as zh } from '../zh-CN/settings.ts';
import type { WordsOf } from '../words-of.ts';

export const settingsWords: WordsOf<typeof zh> = {
  title: 'Settings',
  desk: {
    title: 'This desk',
    name: 'Name',
    station: 'Station',
    site: 'Site',
    id: 'Device id',
    server: 'Server',
    version: 'Version',
  },
  look: {
    title: 'Display',
    language: 'Language',
    theme: 'Theme',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
  },
  storage: {
    title: 'Storage on this machine',
    used: '{{used}} used, {{free}} free',
    persisted: 'The browser has promised to keep this desk’s data.',
    notPersisted:
      'The browser may clear this desk’s data when space runs short; stay online so that changes are uploaded.',
    unknown: 'The browser gives no information about storage.',
  },
  site: {
    title: 'Site settings',
    refillMinutes: 'Refill after (minutes)',
    dayCutOff: 'Business day ends at',
    opensAt: 'Opens at',
    closesAt: 'Closes at',
    plateProvince: 'Province put before plates',
    notSet: 'not set',
    errors: { refillMinutes: 'A whole number from 1 to 240.', time: 'A time of day, e.g. 04:00.' },
    saved: 'Site settings saved',
    readOnly: 'Only supervisors and the manager can change these.',
  },
  data: {
    title: 'Data',
    import: 'Import customers and cars',
    importText: 'Take over the customers you have from a CSV file, after a preview.',
    noPermission: 'Your role may not import data.',
  },
};
