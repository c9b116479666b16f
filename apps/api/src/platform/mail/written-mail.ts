import { type Language, wordsIn } from '@aegis/words/all';
import type { Mail } from './mailer.js';

/** Whom a mail is for. */
export interface Reader {
  email: string;
  /** In which they are written to. */
  language: Language;
}

export const wordsFor = ({ language }: Reader) => wordsIn(language);

/** A mail of one sentence or more, with who has written it below. */
export const signed = (to: Reader, subject: string, text: string): Mail => ({
  to: to.email,
  subject,
  text: `${text}\n\nAegis`,
});
