import { describe, expect, it } from 'vitest';
import { pagesOf, pictureBook } from './picture-book.mjs';

const FILES = [
  'guard-duty-360-dark.png',
  'guard-duty-1440-light.png',
  'job-refused-360.png',
  'guard-duty-360-light.png',
  'notes.txt',
  'es-book-360.png',
  'board.many.es-360-light.png',
  'board.empty-1440-light.png',
  'board.many-360-dark.png',
  'board.many-360-light.png',
];

describe('the picture book', () => {
  it('has the pictures of each page together, the light before the dark and the narrow before the wide', () => {
    expect(pagesOf(FILES).map(({ page, pictures }) => [page, ...pictures.map(({ file }) => file)])).toEqual([
      [
        ...['board', 'board.empty-1440-light.png', 'board.many-360-light.png', 'board.many-360-dark.png'],
        'board.many.es-360-light.png',
      ],
      ['es-book', 'es-book-360.png'],
      ['guard-duty', 'guard-duty-360-light.png', 'guard-duty-1440-light.png', 'guard-duty-360-dark.png'],
      ['job-refused', 'job-refused-360.png'],
    ]);
  });

  it('offers each state, width, colours and language that there is a picture of', () => {
    const choices = [...pictureBook(FILES).matchAll(/data-kind="(\w+)">(.*?)<\/select>/g)].map(([, kind, options]) => [
      kind,
      ...[...options.matchAll(/<option>([^<]+)/g)].map(([, value]) => value),
    ]);
    expect(choices).toEqual([
      ['state', 'empty', 'many'],
      ['width', '1440', '360'],
      ['colours', 'dark', 'light'],
      ['language', 'en', 'es'],
    ]);
  });

  it('shows each picture once, and nothing else', () => {
    const shown = [...pictureBook(FILES).matchAll(/<img src="([^"]+)"/g)].map(([, file]) => file);
    expect(shown.toSorted()).toEqual(FILES.filter((file) => file.endsWith('.png')).toSorted());
  });
});
