/** Of a program: a file that declares kinds is part of every program that imports it. */
const kinds = new Map<string, DeadlineKind>();

/** What is to be looked at when a moment has come; made by `deadlineKind` alone. */
export class DeadlineKind {
  /** So that nothing else that has a name is taken for one. */
  protected readonly isDeclared = true;

  private constructor(readonly name: string) {}

  static define(name: string): DeadlineKind {
    if (kinds.has(name)) throw new Error(`the deadline ${name} is declared twice`);
    const kind = new DeadlineKind(name);
    kinds.set(name, kind);
    return kind;
  }

  /** Declared no more: of a test, which shares its process with whole applications. */
  withdraw(): void {
    kinds.delete(this.name);
  }
}

/** @throws when another has the name, as in `job.search_ends`. */
export const deadlineKind = (name: string): DeadlineKind => DeadlineKind.define(name);

/** @throws naming the kinds of this program for which there is no handler. */
export function refuseUnhandled(isHandled: (name: string) => boolean): void {
  const unhandled = [...kinds.keys()].filter((name) => !isHandled(name));
  if (unhandled.length > 0) throw new Error(`Nobody handles the deadlines ${unhandled.join(', ')}.`);
}
