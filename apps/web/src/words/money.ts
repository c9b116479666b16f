const dollars = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' });

/** $25.00 in the reader's locale. */
export const money = (cents: number): string => dollars.format(cents / 100);
