import { Text } from '@mantine/core';
import type { WorkKind } from '@aegis/contract';
import { clock, duration, type Zone } from '../../words/time';
import type { Hours } from './hours-query';
import { kindWords } from './hours-words';
import classes from './hours.module.css';
import { words } from '../../words/words';

const MINUTE_MS = 60_000;
const KINDS: readonly WorkKind[] = ['present', 'unknown', 'away', 'break'];

type Record = NonNullable<Hours['record']>;

/** The time of a shift from left to right, and the same in words: a pattern and not the colour alone says what is what. */
export function TimeStrip({ record, zone }: { record: Record; zone: Zone }) {
  const { intervals } = record;
  const [first, last] = [intervals.at(0), intervals.at(-1)];
  if (!first || !last) return null;
  const minutes = {
    present: record.presentMinutes,
    unknown: record.unknownMinutes,
    away: record.awayMinutes,
    break: record.breakMinutes,
  };
  return (
    <figure className={classes['strip']} aria-label={words('hours.strip')}>
      <div className={classes['bar']} aria-hidden>
        {intervals.map(({ beginsAt, endsAt, kind }) => (
          <span
            key={beginsAt}
            className={classes[kind]}
            style={{ flexGrow: Date.parse(endsAt) - Date.parse(beginsAt) }}
            title={words('hours.spanOf', {
              from: clock(beginsAt, zone),
              until: clock(endsAt, zone),
              kind: kindWords(kind),
            })}
          />
        ))}
      </div>
      <figcaption>
        <Text size="xs" c="dimmed" className={classes['ends']}>
          <span>{clock(first.beginsAt, zone)}</span>
          <span>{clock(last.endsAt, zone)}</span>
        </Text>
        <ul className={classes['kinds']}>
          {KINDS.filter((kind) => minutes[kind] > 0).map((kind) => (
            <li key={kind}>
              <span className={`${classes['key']} ${classes[kind]}`} aria-hidden />
              {timesWords(intervals, kind, zone, duration(minutes[kind]))}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

/** How long, and when it was where that is asked about: absences and breaks. */
function timesWords(intervals: Record['intervals'], kind: WorkKind, zone: Zone, time: string): string {
  const isAsked = kind === 'away' || kind === 'break';
  const times = intervals
    .filter((one) => isAsked && one.kind === kind && Date.parse(one.endsAt) - Date.parse(one.beginsAt) >= MINUTE_MS)
    .map((one) => words('hours.span', { from: clock(one.beginsAt, zone), until: clock(one.endsAt, zone) }));
  return times.length === 0
    ? words('hours.timeOf', { time, kind: kindWords(kind) })
    : words('hours.timeOfTimes', { time, kind: kindWords(kind), times: times.join(', ') });
}
