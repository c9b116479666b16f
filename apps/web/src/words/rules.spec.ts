import type { MarketRules } from '@aegis/contract';
import * as en from '@aegis/words/en';
import * as es from '@aegis/words/es';
import { beforeEach, describe, expect, it } from 'vitest';
import { billingWords, cancellationWords, lengthWords, tooLongWords } from './rules';
import { speakWith } from './speech';

beforeEach(() => speakWith('en', en));

const rules = (given: Partial<MarketRules>): MarketRules => given as MarketRules;
const bands = (text: string): MarketRules =>
  rules({
    cancellationBands: text.split(',').map((pair) => {
      const [fromHours = 0, percent = 0] = pair.split(':').map(Number);
      return { fromHours, percent };
    }),
  });

describe('what is said of the rules', () => {
  it('is a length as people say it', () => {
    expect([1, 15, 60, 90, 120].map(lengthWords)).toEqual([
      'one minute',
      '15 minutes',
      'one hour',
      '1 h 30 min',
      '2 hours',
    ]);
  });

  it('is how long one guard works, of a job that is longer alone', () => {
    expect(tooLongWords(16, rules({ dayWorkMaxHours: 16 }))).toBeNull();
    expect(tooLongWords(16.5, rules({ dayWorkMaxHours: 16 }))).toBe(
      'One guard works at most 16 hours before they rest. Book it in parts.',
    );
  });

  it.each([
    [15, 60, 'in steps of 15 minutes, at least one hour'],
    [5, 15, 'in steps of 5 minutes, at least 15 minutes'],
    [1, 0, 'to the minute'],
    [30, 30, 'in steps of 30 minutes'],
  ])('is steps of %i and at least %i', (billingStepMinutes, billingMinimumMinutes, words) => {
    expect(billingWords(rules({ billingStepMinutes, billingMinimumMinutes }))).toBe(words);
  });

  it.each([
    [
      '24:0,12:25,2:50,0:100',
      'Free to cancel until a guard has accepted, and up to 24 hours before; then 25 % of the price, in the last 12 hours 50 %, in the last 2 hours 100 %.',
    ],
    ['48:0,0:70', 'Free to cancel until a guard has accepted, and up to 48 hours before; then 70 % of the price.'],
    ['0:30', 'Free to cancel until a guard has accepted; then 30 % of the price.'],
    ['0:0', 'Free to cancel until the start.'],
  ])('is every band of %s', (text, words) => expect(cancellationWords(bands(text))).toBe(words));

  it('is the same in Spanish', () => {
    speakWith('es', es);
    expect([1, 60, 90, 120].map(lengthWords)).toEqual(['un minuto', 'una hora', '1 h 30 min', '2 horas']);
    expect(cancellationWords(bands('24:0,12:25,1:50,0:100'))).toBe(
      'Cancelación gratis hasta que un guardia acepte, y hasta 24 horas antes; después, 25 % del precio, en las últimas 12 horas 50 %, en la última hora 100 %.',
    );
  });
});
