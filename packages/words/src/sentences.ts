import { IntlMessageFormat } from 'intl-messageformat';
import type { NamesIn, TagsIn } from './arguments.js';
import type * as english from './en/index.js';
import { isolated } from './isolated.js';
import { type Language, LOCALES } from './languages.js';

type Areas = typeof english;
export type Area = keyof Areas;

/** `area.name`, for every sentence there is. */
export type Key = { [A in Area]: `${A}.${keyof Areas[A] & string}` }[Area];

/** The English sentence of a key. */
type English<K extends Key> = K extends `${infer A extends Area}.${infer Name}`
  ? Name extends keyof Areas[A]
    ? Extract<Areas[A][Name], string>
    : never
  : never;

type Value = string | number;
type Told<Names extends string> = [Names] extends [never] ? [] : [told: Readonly<Record<Names, Value>>];

/** Sentences without a part that is shown in another way. */
export type PlainKey = { [K in Key]: [TagsIn<English<K>>] extends [never] ? K : never }[Key];

/** What a sentence of this key is told. */
export type ToldOf<K extends Key> = Told<NamesIn<English<K>>>;

/** Says sentences in one language. */
export type Words = <K extends PlainKey>(key: K, ...told: ToldOf<K>) => string;

/** How the parts between tags are shown. */
export type Shown<K extends Key, Part> = Readonly<
  Record<TagsIn<English<K>>, (words: readonly (string | Part)[]) => Part>
>;

/** The sentences of an area in any language. */
type Sentences = Readonly<Record<string, string>>;
export type Catalogue = { readonly [A in Area]?: Sentences };

/** The point of "p.m." at the end of a sentence ends that too. */
const endedOnce = (said: string): string => said.replaceAll('.m..', '.m.');

type Values = Readonly<Record<string, Value>>;

/** What somebody wrote stands in a sentence and does not turn it around. Read when the sentence names it: some is made only then. */
const besideWords = (told: Values = {}): Values =>
  new Proxy(told, {
    get: (values, name) => {
      const value: unknown = Reflect.get(values, name);
      return typeof value === 'string' ? isolated(value) : value;
    },
  });

/** Sentences of one language: those areas that were given. */
export class Speaker {
  private readonly formats = new Map<string, IntlMessageFormat>();

  constructor(
    readonly language: Language,
    private readonly catalogue: Catalogue,
  ) {}

  /** @throws where the sentence is not among those that were given. */
  readonly words: Words = (key, ...told) => endedOnce(String(this.format(key).format(besideWords(told[0]))));

  /** The same in parts, where some are shown in another way. */
  rich<K extends Key, Part>(key: K, shown: Shown<K, Part>, ...told: ToldOf<K>): (string | Part)[] {
    // What FormatJS says of values is wider than what a sentence of ours is told.
    const said = this.format(key).format<Part>({ ...besideWords(told[0]), ...shown });
    return Array.isArray(said) ? said : [said];
  }

  private format(key: string): IntlMessageFormat {
    const known = this.formats.get(key);
    if (known) return known;
    const [area = ''] = key.split('.', 1);
    const sentence = this.catalogue[area as Area]?.[key.slice(area.length + 1)];
    if (sentence === undefined) throw new Error(`there is no sentence ${key} in ${this.language}, or it is not loaded`);
    const format = new IntlMessageFormat(sentence, LOCALES[this.language]);
    this.formats.set(key, format);
    return format;
  }
}
