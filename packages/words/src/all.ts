import * as en from './en/index.js';
import * as es from './es/index.js';
import type { Language } from './languages.js';
import { Speaker, type Words } from './sentences.js';

const SPEAKERS: Readonly<Record<Language, Speaker>> = { en: new Speaker('en', en), es: new Speaker('es', es) };

export type { Language, Words };

/** For who speaks with people of all languages: a server. A browser loads one (groups.ts). */
export const wordsIn = (language: Language): Words => SPEAKERS[language].words;
