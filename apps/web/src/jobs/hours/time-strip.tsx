import { Text } from '@mantine/core';
import type { WorkKind } from '@aegis/contract';
import { clock, duration, type Zone } from '../../words/time';
import type { Hours } from './hours-query';
import { KIND_WORDS } from './hours-words';
import classes from './hours.module.css';

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
    <figure className={classes['strip']} aria-label="The time of the shift">
      <div className={classes['bar']} aria-hidden>
        {intervals.map(({ beginsAt, endsAt, kind }) => (
          <span
            key={beginsAt}
            className={classes[kind]}
            style={{ flexGrow: Date.parse(endsAt) - Date.parse(beginsAt) }}
            title={`${clock(beginsAt, zone)} to ${clock(endsAt, zone)}: ${KIND_WORDS[kind]}`}
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
              {duration(minutes[kind])} {KIND_WORDS[kind]}
              {times(intervals, kind, zone)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

/** When it was, where that is asked about: absences and breaks. */
function times(intervals: Record['intervals'], kind: WorkKind, zone: Zone): string {
  if (kind !== 'away' && kind !== 'break') return '';
  const spans = intervals.filter(
    (one) => one.kind === kind && Date.parse(one.endsAt) - Date.parse(one.beginsAt) >= MINUTE_MS,
  );
  return spans.length === 0
    ? ''
    : ` (${spans.map(({ beginsAt, endsAt }) => `${clock(beginsAt, zone)} to ${clock(endsAt, zone)}`).join(', ')})`;
}
