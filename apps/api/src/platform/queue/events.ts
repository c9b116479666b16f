import { z } from 'zod';

/** Keys of what an event concerns; readers load the rest, so that a late event tells no old news. */
export type EventPayload = Readonly<Record<string, string>>;

/** What most events concern. */
export const aboutJob = z.object({ jobId: z.uuid() });
export type AboutJob = z.output<typeof aboutJob>;

/** Of a program: a file that declares kinds is part of every program that imports it. */
const kinds = new Map<string, Pick<EventKind<EventPayload>, 'name'>>();

/** Something that happens, under its name; made by `defineEvents` alone. */
export class EventKind<Payload extends EventPayload> {
  private constructor(
    readonly name: string,
    private readonly schema: z.ZodType<Payload>,
  ) {}

  static define<Payload extends EventPayload>(name: string, schema: z.ZodType<Payload>): EventKind<Payload> {
    if (kinds.has(name)) throw new Error(`the event ${name} is declared twice`);
    const kind = new EventKind(name, schema);
    kinds.set(name, kind);
    return kind;
  }

  /** Declared no more: of a test, which shares its process with whole applications. */
  withdraw(): void {
    kinds.delete(this.name);
  }

  /** @throws for what was written by a version whose event had other keys. */
  read(payload: unknown): Payload {
    return this.schema.parse(payload);
  }
}

type Kinds<Schemas extends Record<string, z.ZodType<EventPayload>>> = {
  readonly [Name in keyof Schemas]: EventKind<z.output<Schemas[Name]>>;
};

/** The events that a feature publishes, for its `x.events.ts`. @throws when another has the name. */
export function defineEvents<Schemas extends Record<string, z.ZodType<EventPayload>>>(
  schemas: Schemas,
): Kinds<Schemas> {
  const defined = Object.entries(schemas).map(([name, schema]) => [name, EventKind.define(name, schema)]);
  // The one cast: from the table as it is walked to the table as it is typed.
  return Object.fromEntries(defined) as Kinds<Schemas>;
}

/** @throws naming the events of this program that nobody hears: they are misspelt, or no longer needed. */
export function refuseUnheard(isHeard: (name: string) => boolean): void {
  const unheard = [...kinds.keys()].filter((name) => !isHeard(name));
  if (unheard.length > 0) throw new Error(`Nobody hears ${unheard.join(', ')}: subscribe to it or declare it no more.`);
}
