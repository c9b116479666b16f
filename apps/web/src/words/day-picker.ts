import 'dayjs/locale/es';
import type { Language } from '@aegis/words/languages';
import { language, locale } from './speech';

const FORMATS: Readonly<Record<Language, string>> = {
  en: 'MMM D, YYYY',
  // eslint-disable-next-line aegis/no-hard-coded-words -- signs of dayjs for day, month and year
  es: 'D MMM YYYY',
};

type DayOfWeek = 0 | 1 | 2 | 3 | 4 | 5 | 6;
interface Weeks {
  /** 1 is Monday, 7 is Sunday. */
  firstDay: number;
}

/** With which day weeks begin where one writes so; 0 is Sunday. A browser that does not know it shows them as in the market. */
export function firstDayOfWeek(tag = locale()): DayOfWeek {
  const known = new Intl.Locale(tag) as Intl.Locale & { weekInfo?: Weeks; getWeekInfo?: () => Weeks };
  const { firstDay } = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 7 };
  return (firstDay % 7) as DayOfWeek;
}

/** For pickers of days, which write months and weekdays themselves. */
export const dayPicker = () => ({
  locale: language(),
  valueFormat: FORMATS[language()],
  firstDayOfWeek: firstDayOfWeek(),
});
