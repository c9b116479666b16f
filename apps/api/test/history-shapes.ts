import { PERSONAL_DATA } from '../src/features/privacy/registry/registry.js';

const HISTORY = 'location_history';
/** What is read or written, by its name; days of the history are the history. */
const RELATIONS =
  /\b(?:FROM|JOIN|INTO|USING|(?<!(?:FOR|KEY|DO) )UPDATE)\s+(?:ONLY\s+)?(?:public\.)?([a-z_]+?)(?:_\d{8})?\b/gi;
const OF_ONE_GUARD = /\bguard_id = (?:\$\d+|ANY \()/g;
/** A function of ours that reads the history, of many guards. */
const READING_FUNCTION = /\bfixes_around\(/;
const WRITES = /\b(?:INSERT INTO|DELETE FROM|(?<!(?:FOR|KEY|DO) )UPDATE)\s+(?:ONLY\s+)?([a-z_]+)/gi;

const relationsOf = (text: string): string[] =>
  [...text.matchAll(RELATIONS)].map(([, name = '']) => name.toLowerCase());

export const isOfHistory = (text: string): boolean =>
  READING_FUNCTION.test(text) || relationsOf(text).includes(HISTORY);

/** Why a distributed history would not take a statement, or only slowly; empty where it will (docs/citus.md). */
export function unfitFor(text: string): string[] {
  if (!isOfHistory(text)) return [];
  const relations = relationsOf(text);
  const faults: string[] = [];
  if (READING_FUNCTION.test(text) || /\bLATERAL\b/i.test(text)) faults.push('asks for many guards at once');
  const others = relations.filter((name) => name !== HISTORY && name in PERSONAL_DATA);
  if (others.length > 0) faults.push(`mixes it with ${others.join(', ')}`);
  if (/\bINSERT INTO location_history\b/i.test(text)) return [...faults, ...unfitInsert(text)];
  const named = text.match(OF_ONE_GUARD)?.length ?? 0;
  if (named < relations.filter((name) => name === HISTORY).length) faults.push('does not name the guard');
  return faults;
}

/** Rows as VALUES, and all of them of the guard of the first. */
function unfitInsert(text: string): string[] {
  const [, rows] =
    /\bINSERT INTO location_history \(guard_id,[^)]*\)\s*VALUES (.*?)\s*ON CONFLICT DO NOTHING/is.exec(text) ?? [];
  if (rows === undefined) return ['is no VALUES that begin with the guard, ON CONFLICT DO NOTHING'];
  const guards = new Set([...rows.matchAll(/(?:^|\), )\((\$\d+), /g)].map(([, guard]) => guard));
  return guards.size === 1 ? [] : ['stores rows of many guards'];
}

/** Tables that a statement writes to. */
export const writtenBy = (text: string): string[] =>
  [...text.matchAll(WRITES)].map(([, name = '']) => name.toLowerCase());
