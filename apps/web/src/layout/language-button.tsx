import { ActionIcon } from '@mantine/core';
import { LANGUAGES, NAMES_OF_LANGUAGES } from '@aegis/words/languages';
import { changeLanguage } from '../words/speech';
import { useLanguage } from '../words/use-language';

/** The other languages, each by the name that its readers know. Who is signed in chooses in the account. */
export function LanguageButton() {
  const current = useLanguage();
  return LANGUAGES.filter((language) => language !== current).map((language) => (
    <ActionIcon
      key={language}
      color="gray"
      lang={language}
      onClick={() => void changeLanguage(language)}
      aria-label={`${language.toUpperCase()}, ${NAMES_OF_LANGUAGES[language]}`}
    >
      {language.toUpperCase()}
    </ActionIcon>
  ));
}
