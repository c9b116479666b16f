const NORTH_AMERICAN = /^\+1(\d{3})(\d{3})(\d{4})$/;

/** A number as it is kept (`+12135550134;ext=12`), as people write it: `(213) 555-0134 x12`. */
export function phoneWords(kept: string): string {
  const [number = '', extension] = kept.split(';ext=');
  const words = number.replace(NORTH_AMERICAN, '($1) $2-$3');
  return extension === undefined ? words : `${words} x${extension}`;
}

/** What a phone calls by a touch. */
export const phoneAddress = (kept: string): string => `tel:${kept.replace(';ext=', ',')}`;
