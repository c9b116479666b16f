import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { languageOfVisitor, spokenPages } from './spoken-page.js';

const LANDING = new URL('../../../../web/index.html', import.meta.url);

it('says the first words of the landing page in every language, and nothing else of it changes', () => {
  const page = readFileSync(LANDING, 'utf8');
  const { en, es } = spokenPages(page);
  expect(en.replaceAll(/\s+/g, ' ')).toBe(page.replaceAll(/\s+/g, ' '));
  for (const said of [
    '<html lang="es">',
    'Un guardia con licencia, cuando y donde lo necesite.',
    'Trabajar como guardia',
  ])
    expect(es).toContain(said);
  expect(es).not.toMatch(/licensed|Say where|Book a guard|Work as|needs JavaScript/);
});

it('is in the language that was chosen, or that the browser asks for', () => {
  const headers = { 'accept-language': 'es-MX,es;q=0.9' };
  expect(languageOfVisitor({ headers, cookies: {} })).toBe('es');
  expect(languageOfVisitor({ headers, cookies: { 'aegis-language': 'en' } })).toBe('en');
  expect(languageOfVisitor({ headers, cookies: { 'aegis-language': 'xx' } })).toBe('es');
  expect(languageOfVisitor({ headers: {} })).toBe('en');
});
