import { expect, it } from 'vitest';
import { inPhoneAlphabet } from './sms-channel.js';

it('says Spanish with the letters that phones have, and leaves what people wrote', () => {
  expect(inPhoneAlphabet('Aegis: ¿Esperará? Ñandú, 6:02\u00a0p.\u00a0m. 夜')).toBe(
    'Aegis: ¿Esperara? Ñandu, 6:02 p. m. 夜',
  );
});
