import type { Language } from '@aegis/words/languages';
import { useSyncExternalStore } from 'react';
import { language, onLanguage } from './speech';

/** For what is to be drawn anew in another language. */
export const useLanguage = (): Language => useSyncExternalStore(onLanguage, language);
