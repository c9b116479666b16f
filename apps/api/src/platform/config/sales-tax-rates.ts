import { z } from 'zod';

/** Percent of sales tax by state, with at most three digits behind the point, which is as exact as states are. */
export type SalesTaxRates = ReadonlyMap<string, number>;

/** `TX:8.25,NY:8.875`; empty for none. */
export const salesTaxRates = z
  .string()
  .regex(
    /^([A-Z]{2}:\d{1,2}(\.\d{1,3})?(,[A-Z]{2}:\d{1,2}(\.\d{1,3})?)*)?$/,
    'is a list of STATE:percent, as in TX:8.25,NY:8.875',
  )
  .transform((text) => (text === '' ? [] : text.split(',').map((pair) => pair.split(':'))))
  .refine((pairs) => new Set(pairs.map(([state]) => state)).size === pairs.length, 'names a state twice')
  .transform((pairs): SalesTaxRates => new Map(pairs.map(([state = '', percent]) => [state, Number(percent)])));
