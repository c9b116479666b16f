import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from '../config/config.js';
import { newKeyEntry, withKeys } from './embedded-keys.js';
import { FieldCipher, UnreadableValueError } from './field-cipher.js';
import { KeyRing, KeyRingError } from './key-ring.js';

const [OLD, NEW] = [newKeyEntry('old'), newKeyEntry('new')];
const cipher = (...entries: string[]): FieldCipher =>
  new FieldCipher({ ...readConfig({}), keys: new KeyRing(entries) });
const place = { table: 'guard_profiles', column: 'tax_id_encrypted', rowId: 'a' };

describe('an encrypted field', () => {
  it('is read with the key it names, whichever is active', () => {
    const value = cipher(OLD).encrypt('123456789', place);
    expect(value).toMatch(/^v1:old:[\w-]{40,}$/);
    expect(cipher(NEW, OLD).decrypt(value, place)).toBe('123456789');
    expect(cipher(NEW, OLD).encrypt('x', place)).toMatch(/^v1:new:/);
  });

  it('is another one each time', () => {
    const one = cipher(OLD);
    expect(one.encrypt('same', place)).not.toBe(one.encrypt('same', place));
  });

  it.each([
    ['another row', { ...place, rowId: 'b' }],
    ['another column', { ...place, column: 'background_check_encrypted' }],
    ['another table', { ...place, table: 'users' }],
  ])('cannot be moved to %s', (_where, elsewhere) => {
    const one = cipher(OLD);
    expect(() => one.decrypt(one.encrypt('x', place), elsewhere)).toThrow(UnreadableValueError);
    expect(() => one.decryptBytes(one.encryptBytes(Buffer.from('x'), place), elsewhere)).toThrow(UnreadableValueError);
  });

  it('changed in any byte is not read', () => {
    const one = cipher(OLD);
    const sealed = one.encryptBytes(Buffer.from('abc'), place);
    for (let index = 'v1:old:'.length; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => one.decryptBytes(changed, place), `byte ${index}`).toThrow(UnreadableValueError);
    }
  });

  it('whose key is missing or another of the same name is refused in a sentence without the key', () => {
    const value = cipher(OLD).encrypt('x', place);
    for (const ring of [cipher(NEW), cipher(newKeyEntry('old'))])
      expect(() => ring.decrypt(value, place)).toThrow(
        'guard_profiles.tax_id_encrypted of a cannot be read with the key old',
      );
  });
});

describe('the key ring', () => {
  it.each([
    ['', 'holds no key'],
    ['a:short', 'entry 1 is not "name:key"'],
    [`${OLD},${OLD}`, 'two keys named old'],
    [`${OLD},x`, 'entry 2 is not'],
  ])('refuses %j', (list, sentence) => {
    expect(() => KeyRing.parse(list)).toThrow(KeyRingError);
    expect(() => KeyRing.parse(list)).toThrow(sentence);
  });

  it('shows no key when it is printed', () => {
    expect(JSON.stringify({ ring: KeyRing.parse(`${NEW},${OLD}`) })).toBe('{"ring":{"keys":["new","old"]}}');
  });

  it('of a wrong variable stops the start with its name and without its value', () => {
    expect(() => readConfig({ ENCRYPTION_KEYS: 'k:not-a-key-at-all' })).toThrow(/^ENCRYPTION_KEYS: /);
    expect(() => readConfig({ ENCRYPTION_KEYS: 'k:not-a-key-at-all' })).not.toThrow(/not-a-key-at-all/);
  });

  it('has no default on a server', () => {
    const config = readConfig({ DATABASE_URL: 'postgres://x/y' });
    expect(() => withKeys(config)).toThrow(ConfigurationError);
  });
});
