export { isolated } from './isolated.js';
export {
  acceptedLanguage,
  firstOf,
  isLanguage,
  LANGUAGES,
  type Language,
  LOCALES,
  NAMES_OF_LANGUAGES,
} from './languages.js';
export {
  type Area,
  type Catalogue,
  type Key,
  type PlainKey,
  type Shown,
  Speaker,
  type ToldOf,
  type Words,
} from './sentences.js';
