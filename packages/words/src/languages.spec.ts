import { expect, it } from 'vitest';
import { acceptedLanguage, firstOf } from './languages.js';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['es', 'es'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['en-US,en;q=0.9,es;q=0.8', 'en'],
  ['fr-CA, fr;q=0.9, es;q=0.5', 'es'],
  ['en;q=0.2, ES-419;q=0.7', 'es'],
  ['es;q=0, en', 'en'],
  ['es;q=abc, de', 'es'],
  [`es,${'a'.repeat(600)}`, 'en'],
])('of %s the best liked language of ours is %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

it('is the first that a browser lists and that is one of ours', () => {
  expect(firstOf(['pt-BR', 'es-AR', 'en'])).toBe('es');
  expect(firstOf([])).toBe('en');
});
