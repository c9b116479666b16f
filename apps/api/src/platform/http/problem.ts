import type { ProblemBody } from '@aegis/contract';

export interface ErrorEntry {
  /** HTTP status. */
  status: number;
  /** What happened, what is safe, what to do: a sentence for people. */
  sentence: string;
}

export interface Circumstances {
  /** Replaces the catalogue's sentence where the case has something better to say. */
  detail?: string;
  facts?: ProblemBody['facts'];
  errors?: ProblemBody['errors'];
  retryAfterSeconds?: number;
}

/** A refusal on its way to the caller. Thrown, so that an open transaction rolls back. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    sentence: string,
    readonly circumstances: Circumstances = {},
  ) {
    super(circumstances.detail ?? sentence);
  }
}

export interface Catalogue<Code extends string> {
  readonly entries: Readonly<Record<Code, ErrorEntry>>;
  /** The problem to throw for `code`. */
  problem(code: Code, circumstances?: Circumstances): Problem;
}

/** A feature's whole list of refusals: code -> status and sentence. */
export function catalogue<Code extends string>(entries: Record<Code, ErrorEntry>): Catalogue<Code> {
  return {
    entries,
    problem: (code, circumstances) => new Problem(code, entries[code].status, entries[code].sentence, circumstances),
  };
}
