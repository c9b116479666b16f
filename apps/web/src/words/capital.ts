import { locale } from './speech';

/** "Today, 6:00 PM": at the beginning of a line. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
