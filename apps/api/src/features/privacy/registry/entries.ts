import { onGrid } from '../../../platform/database/geography.js';
import type { ColumnEntry, DataClass } from './registry.types.js';

type Options = Partial<Omit<ColumnEntry, 'class' | 'purpose'>>;

const of =
  (dataClass: DataClass, fallback: Options) =>
  (purpose: string, options: Options = {}): ColumnEntry => ({
    class: dataClass,
    purpose,
    export: 'plain',
    ...fallback,
    ...options,
  });

/** Says nothing of a person by itself: keys, states, times of the business. */
export const none = of('none', {});
export const contact = of('contact', {});
export const identity = of('identity', {});
export const location = of('location', { export: 'position' });
/** Computed from where a person was: a position in other words. */
export const derived = of('location', { export: 'plain', isDerived: true });
export const financial = of('financial', {});
/** Proves who somebody is, or is ciphertext: never leaves. */
export const secret = of('secret', { export: 'hidden' });

/** What people wrote. */
export const words = (purpose: string, options: Options = {}): ColumnEntry =>
  identity(purpose, { freeText: true, ...options });

/** What people wrote, about people too. */
export const prose = (purpose: string, options: Options = {}): ColumnEntry =>
  words(purpose, { mayName: true, ...options });

export const ERASED_TEXT = `'[erased]'`;

/** To a tenth of a degree, about ten kilometres: enough for statistics, too coarse for an address. */
export const coarse = (column: string): string => onGrid(column, 0.1);
