import { wordsIn } from '@aegis/words/all';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Sentence } from '../../../platform/http/problem.js';
import { type Door, type Rule, RULES, type RuleName, rulesAt, sentencesFor, standsAt } from './rules.js';

const NAMES = Object.keys(RULES) as RuleName[];
const at = (door: Door): RuleName[] => rulesAt(door, 'on_duty').map(([name]) => name);

const said = (sentences: readonly Sentence[]): string[] => sentences.map((say) => say(wordsIn('en')));

describe('the table of rules', () => {
  it('takes no rule without its sentence, its condition and its doors', () => {
    expectTypeOf(RULES).toExtend<Record<string, Rule>>();
    expectTypeOf<Omit<Rule, 'sentence'>>().not.toExtend<Rule>();
    expectTypeOf<Omit<Rule, 'condition'>>().not.toExtend<Rule>();
    expectTypeOf<Omit<Rule, 'doors'>>().not.toExtend<Rule>();
  });

  it('tells the guard of each rule something of its own, in a sentence', () => {
    const sentences = said(sentencesFor(NAMES, { missingSkills: ['patrol', 'cctv'], distanceMeters: 30_000 }));
    expect(new Set(sentences).size).toBe(NAMES.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentences).toContain('The job needs: patrol, cctv.');
  });

  it('does not say that somebody is too far away whose position is not known', () => {
    expect(said(sentencesFor(['radius'], { missingSkills: [], distanceMeters: null }))).toEqual([
      'Where you are is not known.',
    ]);
  });

  it('asks for the standing at every door: account, licence and its end, clearance, skills', () => {
    expect(at('check_in')).toEqual(['license_verified', 'license_lasts', 'clearance', 'skills', 'account_active']);
    expect(at('acceptance')).toEqual(expect.arrayContaining(at('check_in')));
    expect(at('search')).toEqual(expect.arrayContaining(at('acceptance')));
  });

  it('asks before a change what a check-in asks, and of the times what an acceptance asks', () => {
    expect(at('change')).toEqual(expect.arrayContaining(at('check_in')));
    const ofTimes = at('change').filter((name) => !standsAt('check_in', name));
    expect(ofTimes).toEqual(['free', 'travel', 'day_work', 'week_work']);
  });

  it('asks what a guard does now only where the job starts soon', () => {
    const soonOnly = at('search').filter((name) => !rulesAt('search', 'from_base').some(([other]) => other === name));
    expect(soonOnly).toEqual(['on_duty', 'position_fresh']);
  });
});
