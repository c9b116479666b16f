import { useRules } from '../data/server-config';
import { words } from '../words/words';
import { WrittenPage } from './written-page';

/** The questions that people have in the minutes that matter. */
export function Page() {
  const rules = useRules();
  return (
    <WrittenPage
      title={words('about.help.title')}
      parts={[
        [words('about.help.danger'), words('about.help.dangerText')],
        [words('about.help.nobody'), words('about.help.nobodyText')],
        [
          words('about.help.late'),
          words('about.help.lateText', { late: rules.noShowAlertMinutes, again: rules.noShowReopenMinutes }),
        ],
        [words('about.help.position'), words('about.help.positionText')],
        [words('about.help.hours'), words('about.help.hoursText', { hours: rules.correctionHours })],
        [words('about.help.offline'), words('about.help.offlineText')],
      ]}
    />
  );
}
