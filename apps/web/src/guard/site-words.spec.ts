import { describe, expect, it } from 'vitest';
import { siteWords } from './site-words';

describe('what is said before a check-in', () => {
  it('says how far it is and what is enough', () => {
    expect(siteWords(240, 8)).toMatch(/^You are .+ from the gate; .+ is enough\.$/);
  });

  it('counts the exactness in, up to the limit', () => {
    expect(siteWords(155, 8)).toMatch(/^You are at the site/);
    expect(siteWords(199, 100)).toMatch(/^You are at the site/);
    expect(siteWords(201, 100)).toMatch(/is enough/);
  });

  it('asks for a better position before anything else', () => {
    expect(siteWords(10, 201)).toMatch(/exact to .+ only/);
  });

  it('does not guess', () => expect(siteWords(null, null)).toBe('Your position is being read.'));
});
