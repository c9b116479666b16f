import type { ProblemBody } from '@aegis/contract';
import type { PlainKey, Words } from '@aegis/words';
import { type Language, wordsIn } from '@aegis/words/all';

/** Said in the language of whoever reads it. */
export type Sentence = (words: Words) => string;

/** One after the other. */
export const together =
  (sentences: readonly Sentence[]): Sentence =>
  (words) =>
    sentences.map((say) => say(words)).join(' ');

export interface ErrorEntry {
  /** HTTP status. */
  status: number;
  /** What happened, what is safe, what to do: a sentence for people. */
  sentence: string;
}

export interface Circumstances {
  /** Replaces the code's sentence where the case has something better to say. */
  detail?: Sentence;
  facts?: ProblemBody['facts'];
  errors?: ProblemBody['errors'];
  retryAfterSeconds?: number;
}

/** What has a sentence of its own in packages/words: a code without one does not compile. */
type Sayable = PlainKey extends infer K ? (K extends `refusals.${infer Code}` ? Code : never) : never;

/** A refusal on its way to the caller. Thrown, so that an open transaction rolls back; its message is for the log. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    private readonly sentence: Sentence,
    readonly circumstances: Circumstances = {},
  ) {
    super((circumstances.detail ?? sentence)(wordsIn('en')));
  }

  /** For who has asked. */
  in(language: Language): string {
    return (this.circumstances.detail ?? this.sentence)(wordsIn(language));
  }
}

export interface Catalogue<Code extends string> {
  readonly entries: Readonly<Record<Code, ErrorEntry>>;
  /** The problem to throw for `code`. */
  problem(code: Code, circumstances?: Circumstances): Problem;
}

/** A feature's whole list of refusals: code -> status. */
export function catalogue<Code extends Sayable>(statuses: Record<Code, number>): Catalogue<Code> {
  const sentenceOf = (code: Code) => (words: Words) => words(`refusals.${code}` as `refusals.${Sayable}`);
  const entries = Object.fromEntries(
    Object.entries<number>(statuses).map(([code, status]) => [
      code,
      { status, sentence: sentenceOf(code as Code)(wordsIn('en')) },
    ]),
  ) as Record<Code, ErrorEntry>;
  return {
    entries,
    problem: (code, circumstances) => new Problem(code, statuses[code], sentenceOf(code), circumstances),
  };
}
