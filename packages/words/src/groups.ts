import type { Language } from './languages.js';
import type { Catalogue } from './sentences.js';

/** What a browser loads at once: what every page begins with, all pages, those of administrators alone, and the page of a link. */
export type Group = 'first' | 'pages' | 'admin' | 'share';

const LOADS: Readonly<Record<Language, Readonly<Record<Group, () => Promise<Catalogue>>>>> = {
  en: {
    first: () => import('./groups/en-first.js'),
    pages: () => import('./groups/en-pages.js'),
    admin: () => import('./groups/en-admin.js'),
    share: () => import('./groups/en-share.js'),
  },
  es: {
    first: () => import('./groups/es-first.js'),
    pages: () => import('./groups/es-pages.js'),
    admin: () => import('./groups/es-admin.js'),
    share: () => import('./groups/es-share.js'),
  },
};

export const loadWords = async (language: Language, group: Group): Promise<Catalogue> => ({
  ...(await LOADS[language][group]()),
});
