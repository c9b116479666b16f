import { type Catalogue, firstOf, isLanguage, type Language, LOCALES, Speaker } from '@aegis/words';
import { type Group, loadWords } from '@aegis/words/groups';

/**
 * The language of this browser and its sentences. One for the whole page, and not something that components hand on: what is said
 * of times, money and states is said by plain functions. Who changes it draws the page anew (docs/decisions/0175).
 */
let speaker: Speaker | null = null;
let catalogue: Catalogue = {};
let writing: string = LOCALES.en;
const loaded = new Set<Group>();
const listeners = new Set<() => void>();

const COOKIE = 'aegis-language';
/** 400 days: browsers keep no cookie longer. */
const KEPT_SECONDS = 34_560_000;

export function speaking(): Speaker {
  if (!speaker) throw new Error('startSpeaking() comes first');
  return speaker;
}

export const language = (): Language => speaking().language;

/** Of numbers and times: as this browser writes them where it is set to the language, or as they are written in the market. */
export const locale = (): string => writing;

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was chosen here, or what the browser asks for. The server reads the cookie too, for the first words of the first page. */
function chosenLanguage(): Language {
  const kept = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(document.cookie)?.[1];
  return isLanguage(kept) ? kept : firstOf(navigator.languages);
}

function localeOf(to: Language): string {
  const ofBrowser = navigator.languages.find((tag) => tag.startsWith(`${to}-`));
  return ofBrowser ?? LOCALES[to];
}

/** From here on everything is said with these sentences. */
export function speakWith(to: Language, sentences: Catalogue, numbers = LOCALES[to]): void {
  catalogue = sentences;
  writing = numbers;
  speaker = new Speaker(to, sentences);
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: a language that is chosen while a page loads its words must not be taken back by them. */
function inTurn(task: () => Promise<void>): Promise<void> {
  const done = turn.then(task);
  turn = done.catch(() => undefined);
  return done;
}

async function load(to: Language, known: Catalogue, groups: readonly Group[]): Promise<void> {
  const found = await Promise.all(groups.map((group) => loadWords(to, group)));
  for (const group of groups) loaded.add(group);
  speakWith(to, Object.assign({ ...known }, ...found) as Catalogue, localeOf(to));
  document.documentElement.lang = to;
}

let started: Promise<void> | null = null;

/** Before anything is drawn; once, whoever asks first: a page begins to load with the router, before the first is drawn. @param first what is said at once */
export const startSpeaking = (first: Group = 'first'): Promise<void> =>
  (started ??= inTurn(() => load(chosenLanguage(), {}, [first])));

/** Before a page is drawn that says what no page begins with. */
export async function needWords(...groups: Group[]): Promise<void> {
  await startSpeaking();
  await inTurn(async () => {
    const missing = groups.filter((group) => !loaded.has(group));
    if (missing.length > 0) await load(language(), catalogue, missing);
  });
}

/** From here on this browser speaks this language, and keeps it. */
export const changeLanguage = (to: Language): Promise<void> =>
  inTurn(async () => {
    if (to === language()) return;
    const secure = location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `${COOKIE}=${to}; path=/; max-age=${KEPT_SECONDS}; samesite=lax${secure}`;
    await load(to, {}, [...loaded]);
    for (const listener of listeners) listener();
  });
