import * as en from '@aegis/words/en';
import * as es from '@aegis/words/es';
import { beforeEach, expect, it } from 'vitest';
import { SKILLS, skillOf, skillWords } from './market';
import { speakWith } from './speech';

beforeEach(() => speakWith('es', es));

// In Spanish they were English; and a guard and a job meet on the exact word, which therefore stays the same on the wire.
it('skills are said in the language of who reads them, and are the same for the server', () => {
  expect(skillWords('crowd control')).toBe('control de multitudes');
  expect(SKILLS.map((skill) => skillOf(skillWords(skill)))).toEqual(SKILLS);
  expect(skillOf(' Primeros Auxilios')).toBe('first aid');
  speakWith('en', en);
  expect(SKILLS.map((skill) => skillOf(skillWords(skill)))).toEqual(SKILLS);
});

it('a skill that somebody has written themselves stays as they wrote it', () => {
  expect([skillWords('dog handling'), skillOf('dog handling')]).toEqual(['dog handling', 'dog handling']);
});
