import { expect, it } from 'vitest';
import { textTable } from './text-table.js';

it('sets words to the left, numbers to the right, and leaves no blanks at the end', () => {
  expect(
    textTable(
      ['index', 'scans', 'use'],
      [
        ['users_pkey', 12, ''],
        ['jobs', 1234567, 'never used'],
      ],
    ),
  ).toEqual([
    'index       scans    use',
    '----------  -------  ----------',
    'users_pkey       12',
    'jobs        1234567  never used',
  ]);
});
