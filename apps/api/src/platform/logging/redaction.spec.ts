import { describe, expect, it } from 'vitest';
import { redact, redactText } from './redaction.js';

const SECRETS = [
  'Bearer abcDEF123-_xyz',
  'aegis_session=0123456789abcdef',
  'sk_live_51Habc',
  'whsec_9f8e7d',
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
  'v1:main:AAAABBBBCCCCDDDDEEEEFFFF',
  'otpauth://totp/Aegis:a?secret=JBSWY3DPEHPK3PXP',
  'kim.lee@test.example',
  'POINT(-118.2428 34.0537)',
  '"lat":34.0537',
  'lng: -118.2428',
  '"password":"hunter2 and more"',
  'pi_123_secret_456',
];

describe('a log line', () => {
  it.each(SECRETS)('does not hold %s', (secret) => {
    const line = redactText(`it failed: {${secret}} at line 3`);
    const [, value = secret] = /[:=]\s*"?([\w.-]{5,})/.exec(secret) ?? [];
    expect(line).not.toContain(secret);
    if (!/^v1|^\w+_|^"?l/.test(secret)) expect(line).not.toContain(value);
    expect(line).toContain('it failed');
  });

  it('keeps the address of a database and not its password', () => {
    expect(redactText('postgres://aegis:hunter2@db.internal:5432/aegis')).toBe(
      'postgres://aegis:[redacted]@db.internal:5432/aegis',
    );
  });

  it('shows ids, amounts, times and codes', () => {
    const line =
      'job 01975f6e-1c2b-7def-8abc-0123456789ab charged 12000 cents at 2026-11-22T10:00:00.000Z: card_declined';
    expect(redactText(line)).toBe(line);
  });

  it('hides fields by their name, at any depth, and positions among them', () => {
    const given = {
      requestId: 'r-1',
      body: { email: 'a@b.c', password: 'x', location: { lat: 1, lng: 2 }, fixes: [{ lat: 1 }], title: 'Gate' },
      headers: { authorization: 'Bearer x', cookie: 'a=b', 'user-agent': 'test' },
      user: { passwordHash: 'x', first_name: 'Kim', tokenHash: Buffer.from('x') },
    };
    expect(redact(given)).toEqual({
      requestId: 'r-1',
      body: {
        email: '[redacted]',
        password: '[redacted]',
        location: '[redacted]',
        fixes: '[redacted]',
        title: 'Gate',
      },
      headers: { authorization: '[redacted]', cookie: '[redacted]', 'user-agent': 'test' },
      user: { passwordHash: '[redacted]', first_name: '[redacted]', tokenHash: '[redacted]' },
    });
  });

  it('of an error has its stack without what it quotes', () => {
    const line = redact(new Error('no user kim@test.example near POINT(1 2)')) as string;
    expect(line).toContain('redaction.spec');
    expect(line).not.toMatch(/kim@|POINT\(1/);
  });
});
