import type { frameWords as zh } from '../zh-CN/frame.ts';
import type { WordsOf } from '../words-of.ts';

export const frameWords: WordsOf<typeof zh> = {
  productName: 'CR Desk',
  windowTitle: 'CR Desk · Customer Relations',
  skipToContent: 'Skip to content',
  nav: {
    label: 'Main navigation',
    reception: 'Reception',
    customers: 'Customers',
    register: 'Register',
    settings: 'Settings',
  },
  search: {
    open: 'Find guests, cars, pages…',
    title: 'Find',
    placeholder: 'Name, pinyin, last digits, plate, or a page',
    pages: 'Pages and commands',
    record: 'Customer record',
    nothing: 'Nothing found for “{{query}}”.',
  },
  person: { signOut: 'Sign out', switchPerson: 'Switch person' },
  stations: {
    bar: 'Bar',
    callback: 'Callbacks',
    office: 'Office',
    finance: 'Finance',
    department: 'Department',
  },
  moved: 'This desk is now “{{station}}”.',
  roles: {
    head: 'CR head',
    supervisor: 'CR supervisor',
    agent: 'Callback agent',
    attendant: 'Bar attendant',
    specialist: 'CR specialist',
    department: 'Department',
    finance: 'Finance',
    planning: 'Planning',
    administration: 'Administration',
  },
  status: {
    label: 'Synchronisation (show details)',
    starting: 'Starting synchronisation',
    firstLoad: 'First load · {{count}} records so far',
    firstLoad_one: 'First load · {{count}} record so far',
    online: 'Online · last synchronised {{ago}}',
    onlineNever: 'Online',
    offline: 'Offline · last synchronised {{ago}}',
    offlineNever: 'Offline · never synchronised',
    stopped: 'Synchronisation stopped',
    waiting: '{{count}} to upload',
    waiting_one: '{{count}} to upload',
    attention: '{{count}} need attention',
    attention_one: '{{count}} needs attention',
    overruled: '{{count}} edits overruled',
    overruled_one: '{{count}} edit overruled',
    clock: 'This desk’s clock is off by {{minutes}} min',
    journal: 'The log on the disk cannot be written',
    storageLow: 'Less than 500 MB of disk space left',
    newVersion: 'Version {{version}} can be installed',
    keysHint: 'Press ? for shortcuts',
  },
  keys: {
    title: 'Keyboard shortcuts',
    close: 'Close',
    search: 'Find',
    list: 'Keyboard shortcuts',
    goReception: 'Go to Reception',
    goCustomers: 'Go to Customers',
    goRegister: 'Go to Register',
    goSettings: 'Go to Settings',
    goStatus: 'Go to Synchronisation',
    undo: 'Undo',
  },
  undo: { undo: 'Undo', close: 'Close' },
  failure: {
    title: 'Something went wrong on this page',
    text: 'Nothing you saved is lost. Reload to carry on; if it happens again, send the details below to your administrator.',
    reload: 'Reload',
    copy: 'Copy details',
    copied: 'Copied',
  },
  storage: {
    storage_unavailable: {
      title: 'This desk cannot save data',
      text: 'The browser does not allow the database or cannot open it (for example in a private window, or with a damaged profile). Open CR Desk in an ordinary window or another profile, then reload.',
    },
    storage_blocked: {
      title: 'Another window is running an older version',
      text: 'Close all other CR Desk windows, then reload this page.',
    },
    storage_newer: {
      title: 'A newer version has opened this desk’s data',
      text: 'This window still runs an older version and has stopped saving, so that nothing is damaged. Close all windows of CR Desk and open it again; if this comes back, ask your administrator to update this desk.',
    },
    storage_lost: {
      title: 'This desk’s data was deleted',
      text: 'The browser or another program deleted the database on this computer (for example by clearing browsing data, or because the disk was full). What was uploaded is safe on the server; changes that were still waiting are gone, so please check and enter them again. Make sure that the disk has room, reload, then set up this desk again.',
    },
    storage_unopened: {
      title: 'This desk’s database cannot be opened',
      text: 'The browser cannot open the database on this computer: nothing can be saved now, and what is on this computer cannot be read. Most often the disk is full; it may also be failing. Please free some disk space, for example by emptying the recycle bin and deleting large files.',
    },
    storage_reload: {
      title: 'This desk’s database opens again: please reload this page',
      text: 'This page lost its connection to the database and can save again only once it is reloaded. Half-filled check-ins, guests, cars and other forms are kept; please note what stands in other fields first.',
    },
    away: {
      goesOn:
        'This page keeps trying and carries on by itself as soon as the database opens; there is no need to reload.',
      typed: 'What is half-filled is still there, to be completed then.',
      unsent:
        'What was uploaded is safe on the server. Changes that were not uploaded are in this database only. Most likely they are still there; if the browser deleted it because the disk was full, they are lost, and this page will say so.',
      unsentJournal:
        'What was uploaded is safe on the server; changes that were not uploaded are also in the log on the disk, and are brought back by themselves even if the database is lost.',
      unsentAlone:
        'The data is on this computer only. Most likely it is still there; if the database is lost, restore the latest backup file.',
      tryNow: 'Try now',
    },
    storage_full: {
      title: 'The disk is full, so this was not saved',
      text: 'What you typed is still on the page. Free some disk space, then save again.',
    },
    reload: 'Reload',
    lostDrafts:
      'Half-filled check-ins, guests, cars and other forms stay in this window; whoever filled them finds them after signing in.',
    lostButJournal:
      'The database on this computer was deleted (for example because the disk is full or failing). What was uploaded is safe on the server; changes that were still waiting are also in the log on the disk, and are brought back when you reload.',
  },
  broughtBack: {
    lost_one:
      'This desk’s database was lost ({{time}}). {{count}} change that had not been uploaded was brought back from the log on the disk; it is uploaded as it was, and not twice.',
    lost: 'This desk’s database was lost ({{time}}). {{count}} changes that had not been uploaded were brought back from the log on the disk; they are uploaded as they were, and none twice.',
    lostNothing:
      'This desk’s database was lost ({{time}}). The desk has restored itself; no change was waiting to be uploaded.',
    some_one:
      '{{count}} change that this desk’s database did not have was brought back from the log on the disk. The server is being asked about it; nothing is done twice.',
    some: '{{count}} changes that this desk’s database did not have were brought back from the log on the disk. The server is being asked about them; nothing is done twice.',
    damaged_one:
      '{{count}} place in the log was damaged and could not be read: please check the records of that time.',
    damaged:
      '{{count}} places in the log were damaged and could not be read: please check the records of that time.',
    unreadable:
      'The log on the disk could not be read ({{time}}): it was damaged, or the system lost its key. The database had no desk either; changes that had not been uploaded could not be brought back, so please check them and enter them again.',
    close: 'OK',
  },
  update: {
    ready: { text: 'A new version is ready. What is half-filled is kept.', take: 'Update now' },
    replaced: {
      text: 'Another window took the new version; this one still runs the old one. What is half-filled is kept.',
      take: 'Reload',
    },
  },
  partMissing: {
    title: 'This page could not be loaded',
    text: 'The application may just have been updated, or the network is gone. What you saved and what is half-filled is still there: please reload.',
  },
};
