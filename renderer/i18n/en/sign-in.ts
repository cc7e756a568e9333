import type { signInWords as zh } from '../zh-CN/sign-in.ts';
import type { WordsOf } from '../words-of.ts';

export const signInWords: WordsOf<typeof zh> = {
  enrol: {
    title: 'Set up this desk',
    asking: 'Asking the server…',
    demoText:
      'This is a demonstration dealership; all of its data is invented. Name the desk, choose its station and begin.',
    codeText: 'Ask your supervisor for a one-time enrolment code (8 characters, good for 15 minutes).',
    code: 'Enrolment code',
    codePlaceholder: 'e.g. 7K3M9QXA',
    name: 'Name of this desk',
    namePlaceholder: 'e.g. {{name}}',
    defaultName: 'Bar 1',
    station: 'Station',
    submit: 'Begin',
    unreachable:
      'The server at {{address}} cannot be reached. Check the network and that the server runs, then try again.',
  },
  load: {
    title: 'Loading the data of the site',
    rows: '{{rows}} rows so far',
    offline: 'The connection is lost; loading goes on when it is back.',
  },
  title: 'Sign in',
  filter: 'Type a name',
  password: 'Password',
  signIn: 'Sign in',
  other: 'Someone else',
  demo: 'Demonstration: choose a name to sign in (everyone’s password is {{password}}).',
  offlineHint: 'Offline: only people who have signed in on this desk before can sign in.',
  noPeople:
    'There is nobody yet. Ask the administrator to add people with user-add; they appear here by themselves.',
  empty: 'Nobody of that name.',
};
