import { expect, it } from 'vitest';
import { lineDifference } from './line-difference.js';

it('is empty for equal texts', () => {
  expect(lineDifference('a\nb\n', 'a\nb\n')).toEqual([]);
});

it('shows a line that changed under its number, and none that did not', () => {
  expect(lineDifference('a\nb\nc', 'a\nB\nc')).toEqual(['@@ line 2 @@', '- b', '+ B']);
});

it('shows each run of added and of removed lines', () => {
  expect(lineDifference('a\nb\nc\nd', 'new\na\nb\nd')).toEqual(['@@ line 1 @@', '+ new', '@@ line 3 @@', '- c']);
});

it('shows everything against nothing', () => {
  expect(lineDifference('', 'a\nb')).toEqual(['@@ line 1 @@', '- ', '+ a', '+ b']);
});
