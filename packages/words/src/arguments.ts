/**
 * What a sentence needs to be told, read from its text by the compiler: `{count, plural, one {# hour of {name}} other {…}}` needs
 * `count` and `name`. `Open` has one entry for each plural or select that is open where the text goes on.
 */
export type NamesIn<Sentence extends string> = InText<Sentence, [], never>;

type Choice = 'plural' | 'select' | 'selectordinal';

type InText<Rest extends string, Open extends 0[], Found extends string> = Rest extends `${infer Head}{${infer Tail}`
  ? Head extends `${string}}${infer Behind}`
    ? InChoice<`${Behind}{${Tail}`, Open, Found>
    : InArgument<Tail, Open, Found>
  : Found;

type InArgument<
  Rest extends string,
  Open extends 0[],
  Found extends string,
> = Rest extends `${infer Name}, ${Choice}, ${infer Choices}`
  ? Name extends `${string}${'}' | ','}${string}`
    ? InPlain<Rest, Open, Found>
    : InChoice<Choices, [0, ...Open], Found | Name>
  : InPlain<Rest, Open, Found>;

type InPlain<
  Rest extends string,
  Open extends 0[],
  Found extends string,
> = Rest extends `${infer Inside}}${infer Behind}`
  ? InText<Behind, Open, Found | (Inside extends `${infer Name},${string}` ? Name : Inside)>
  : Found;

/** Before the name of a case, or behind the last one, where the choice ends. */
type InChoice<Rest extends string, Open extends 0[], Found extends string> = Rest extends `${infer Head}{${infer Tail}`
  ? Head extends `${string}}${infer Behind}`
    ? InText<`${Behind}{${Tail}`, Open extends [0, ...infer Outer extends 0[]] ? Outer : [], Found>
    : InText<Tail, Open, Found>
  : Found;

/** The tags that stand in a sentence, as `<link>…</link>`: a part that is shown in another way. */
export type TagsIn<Sentence extends string> = Sentence extends `${string}<${infer Tag}>${infer Rest}`
  ? (Tag extends `/${string}` ? never : Tag) | TagsIn<Rest>
  : never;
