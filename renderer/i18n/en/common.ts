import type { commonWords as zh } from '../zh-CN/common.ts';
import type { WordsOf } from '../words-of.ts';

export const commonWords: WordsOf<typeof zh> = {
  save: 'Save',
  cancel: 'Cancel',
  back: 'Back',
  retry: 'Try again',
  listSeparator: ', ',
  labelled: '{{label}}: {{value}}',
  less: 'One less',
  more: 'One more',
  copy: 'Copy',
  copyOf: 'Copy: {{what}}',
  copied: 'Copied',
  copyByHand: 'Selected: press Ctrl+C',
  people: '{{count}} guests',
  people_one: '{{count}} guest',
  groups: '{{count}} parties',
  groups_one: '{{count}} party',
  days: { today: 'today', yesterday: 'yesterday' },
  ago: {
    now: 'just now',
    minutes: '{{count}} min ago',
    today: 'today {{time}}',
    yesterday: 'yesterday {{time}}',
    never: 'never',
  },
};
