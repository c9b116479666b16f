import { TERMS_VERSION } from '@aegis/contract/limits';
import { useRules } from '../data/server-config';
import { calendarDay } from '../words/time';
import { words } from '../words/words';
import { WrittenPage } from './written-page';

/** What is known of people, who sees it and for how long, by the rules of this server. */
export function Page() {
  const { locationRetentionDays, erasureGraceDays } = useRules();
  return (
    <WrittenPage
      title={words('about.privacy.title')}
      subtitle={words('about.version', { version: calendarDay(TERMS_VERSION) })}
      parts={[
        [words('about.privacy.positions'), words('about.privacy.positionsText', { days: locationRetentionDays })],
        [words('about.privacy.others'), words('about.privacy.othersText')],
        [words('about.privacy.cards'), words('about.privacy.cardsText')],
        [words('about.privacy.yours'), words('about.privacy.yoursText', { days: erasureGraceDays })],
      ]}
    />
  );
}
