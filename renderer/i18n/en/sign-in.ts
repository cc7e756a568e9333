import type { signInWords as zh } from '../zh-CN/sign-in.ts';
import type { WordsOf } from '../words-of.ts';

export const signInWords: WordsOf<typeof zh> = {
  enrol: {
    title: 'Set up this desk',
    asking: 'Connecting to the server…',
    demoText:
      'This is a demonstration dealership; all its data is invented. Name the desk and choose its station to begin.',
    codeText:
      'Ask your supervisor for a one-time enrolment code (8 characters, valid for 15 minutes), or paste the enrolment link.',
    code: 'Enrolment code',
    codeWanted: 'Enter the enrolment code.',
    codePlaceholder: 'e.g. 7K3M9QXA',
    name: 'Name of this desk',
    namePlaceholder: 'e.g. {{name}}',
    defaultName: 'Bar 1',
    station: 'Station',
    shutOut:
      'This desk was shut out on {{time}}, and its data was removed from this machine. To go on using it, ask your supervisor for a new code.',
    submit: 'Begin',
    unreachable:
      'Cannot reach the server at {{address}}. Check the network and that the server is running, then try again.',
  },
  load: {
    title: 'Loading the site’s data',
    rows: '{{count}} records so far',
    rows_one: '{{count}} record so far',
    rate: 'about {{count}} a second',
    rate_one: 'about one a second',
    unknownTotal:
      'The first load takes from seconds to a few minutes, depending on the data. It may be interrupted and goes on from there.',
    offline: 'The connection is lost; loading continues when it is back.',
  },
  title: 'Sign in',
  filter: 'Type a name or pinyin',
  password: 'Password',
  showPassword: 'Show or hide the password',
  signIn: 'Sign in',
  other: 'Someone else',
  demo: 'Demonstration: choose a name to sign in (everyone’s password is {{password}}).',
  offlineHint: 'You are offline: only people who have signed in on this desk before can sign in.',
  noPeople:
    'No people yet. Ask your administrator to add some with the user-add command; they will appear here.',
  empty: 'No one matches.',
};
