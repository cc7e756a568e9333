import type { commonWords as zh } from '../zh-CN/common.ts';
import type { WordsOf } from '../words-of.ts';

export const commonWords: WordsOf<typeof zh> = {
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  retry: 'Try again',
  loading: 'Loading…',
  optional: 'optional',
  unknown: 'unknown',
  listSeparator: ', ',
  people: '{{count}} guests',
  groups: '{{count}} parties',
  minutes: '{{count}} min',
  days: { today: 'today', yesterday: 'yesterday' },
  ago: {
    now: 'just now',
    minutes: '{{count}} min ago',
    hours: '{{count}} h ago',
    today: 'today {{time}}',
    yesterday: 'yesterday {{time}}',
    never: 'never',
  },
};
