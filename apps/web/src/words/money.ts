import { locale } from './speech';

const formats = new Map<string, Intl.NumberFormat>();

/** $25.00, as it is written in the reader's language. */
export function money(cents: number): string {
  const format = formats.get(locale()) ?? new Intl.NumberFormat(locale(), { style: 'currency', currency: 'USD' });
  formats.set(locale(), format);
  return format.format(cents / 100);
}
