import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languageNames, languages } from '../i18n/index.ts';

/** For pages before the sign-in, which have no settings beside them: the other language in one click. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = languages.find((language) => language !== i18n.language) ?? 'en';
  return (
    <Button
      variant="subtle"
      size="md"
      px="xs"
      miw={44}
      mr="-xs"
      lang={other}
      onClick={() => void i18n.changeLanguage(other)}
    >
      {languageNames[other]}
    </Button>
  );
}
