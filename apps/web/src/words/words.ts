import type { Key, Shown, ToldOf, Words } from '@aegis/words';
import { createElement, Fragment, type ReactNode } from 'react';
import { speaking } from './speech';

export { isolated } from '@aegis/words';

/** A sentence of packages/words in the language of this browser. */
export const words: Words = (key, ...told) => speaking().words(key, ...told);

/** The same with parts that are shown in another way: `{ link: (part) => <Anchor …>{part}</Anchor> }` for `<link>…</link>`. */
export const richWords = <K extends Key>(key: K, shown: Shown<K, ReactNode>, ...told: ToldOf<K>): ReactNode =>
  // As children of their own, not as a list: they have no keys, and their order never changes.
  createElement(Fragment, null, ...speaking().rich<K, ReactNode>(key, shown, ...told));
