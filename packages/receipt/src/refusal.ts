import { type Language, type Words, wordsIn } from '@aegis/words/all';
import { printable } from './printable.js';

/** Why a receipt is none. Its message is English; people are told in their language. */
export class RefusedReceipt extends Error {
  /** @param said which may quote the file, that anybody may have made */
  constructor(private readonly said: (words: Words) => string) {
    super(printable(said(wordsIn('en'))));
  }

  inWords(language: Language): string {
    return printable(this.said(wordsIn(language)));
  }
}
