import { TERMS_VERSION } from '@aegis/contract/limits';
import { useRules } from '../data/server-config';
import { money } from '../words/money';
import { billingWords, cancellationWords } from '../words/rules';
import { calendarDay } from '../words/time';
import { words } from '../words/words';
import { WrittenPage } from './written-page';

const HOUR_CENTS = 2500;

/** What is agreed to, with the rules of this market as they are charged by. */
export function Page() {
  const rules = useRules();
  return (
    <WrittenPage
      title={words('about.terms.title')}
      subtitle={words('about.version', { version: calendarDay(TERMS_VERSION) })}
      parts={[
        [words('about.terms.what'), words('about.terms.whatText')],
        [
          words('about.terms.price'),
          words('about.terms.priceText', {
            percent: rules.platformFeePercent,
            hour: money(HOUR_CENTS),
            billing: billingWords(rules),
          }),
        ],
        [words('about.terms.cancel'), cancellationWords(rules)],
        [words('about.terms.guards'), words('about.terms.guardsText')],
        [words('about.terms.emergency'), words('about.terms.emergencyText')],
      ]}
    />
  );
}
