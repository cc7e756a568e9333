import type { menuWords as zh } from '../zh-CN/menu.ts';
import type { WordsOf } from '../words-of.ts';

export const menuWords: WordsOf<typeof zh> = {
  title: 'Drinks at the bar',
  hint: 'Arrows choose · Enter marks a drink as out, or as available again',
  states: { there: 'Available', out: 'Not available' },
  line: { out: 'Out: {{count}}', none: 'All there' },
  empty: 'There are no drinks on the menu yet. They are added in Settings.',
  optionOut: '{{drink}} (not available)',
  instead: {
    usual: 'The usual {{wanted}} is not available; suggest {{drink}}.',
    usualNone: 'The usual {{wanted}} is not available; please ask the guest.',
    drink: '{{wanted}} is not available; suggest {{drink}}.',
    drinkNone: '{{wanted}} is not available; please choose another drink.',
    refill: 'No refill for {{name}}: {{wanted}} is not available.',
    serve: 'Serve {{drink}}',
  },
  done: { out: '{{drink}}: not available', there: '{{drink}}: available again' },
  keys: { show: 'Drinks at the bar', move: 'To another drink' },
};
