import { expect, it } from 'vitest';
import { refuseGuessable } from './password-strength.js';

const KIM = { email: 'kim.lee@test.example', firstName: 'Kim', lastName: 'Lee' };

it.each([
  ...[
    'password123',
    '          ',
    'qwertyuiop',
    '1234567890',
    'iloveyou12',
    'aaaaaaaaaa',
    'Summer2024!',
    'P@ssw0rd123',
  ],
  ...['kim.lee@test.example', 'kimleekimlee', 'LeeKim2026', 'aegisaegis', 'aegisguard1', 'securityguard'],
  ...['p@ssw0rd'.repeat(25), 'abc'.repeat(60)],
])('takes no %j', (password) => {
  expect(() => refuseGuessable(password, KIM)).toThrow(expect.objectContaining({ code: 'password_guessable' }));
});

it.each([
  'a password of the tests',
  'a-long-password',
  'another-long-password',
  'correct horse battery',
  'tr4ck-0n-w4ter',
  'Zq8#vn2Lm!x',
  'žluťoučký kůň 77',
])('takes %j', (password) => {
  expect(() => refuseGuessable(password, KIM)).not.toThrow();
});
