import { expect, test } from 'vitest';
import { preferenceTerms, readDetail } from '../../shared/rules/preference-terms.ts';
import { languages, words } from '../i18n/index.ts';

test.for(languages)(
  'a word of the screen in %s, typed by hand, is read in every other language',
  (language) => {
    const said = words[language].records.preferences.terms;
    expect(Object.keys(said).toSorted()).toEqual([...preferenceTerms].toSorted());
    for (const term of preferenceTerms)
      expect(readDetail(said[term]), said[term]).toEqual({ terms: [term], rest: '' });
  },
);
