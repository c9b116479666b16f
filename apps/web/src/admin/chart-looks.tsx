import { Group, Text } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import classes from './charts.module.css';

/** Of a bar: each of a chart has another one, so that no two need their colours to be told apart. */
type Pattern = 'plain' | 'rising' | 'falling' | 'dots' | 'grid';

export interface Look {
  color: string;
  pattern: Pattern;
  /** On what is light, lines are dark. */
  isLight: boolean;
}

export const JOB_LOOKS: Record<JobStatus, Look> = {
  requested: { color: 'yellow-4', pattern: 'dots', isLight: true },
  matched: { color: 'signal-4', pattern: 'rising', isLight: true },
  in_progress: { color: 'green-8', pattern: 'grid', isLight: false },
  completed: { color: 'signal-8', pattern: 'plain', isLight: false },
  cancelled: { color: 'gray-3', pattern: 'falling', isLight: true },
};

export type MoneyKind = 'charged' | 'paidOut' | 'refunded';

export const MONEY_LOOKS: Record<MoneyKind, Look> = {
  charged: { color: 'signal-6', pattern: 'plain', isLight: false },
  paidOut: { color: 'green-3', pattern: 'rising', isLight: true },
  refunded: { color: 'red-9', pattern: 'dots', isLight: false },
};

/** A bar is filled with what stands under this name in the page. */
export const fillOf = (chart: string, name: string): string => `url(#chart-${chart}-${name})`;

const TILE = 8;

const STROKES: Record<Exclude<Pattern, 'dots'>, string> = {
  plain: '',
  rising: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  falling: 'M-2 6L2 10M0 0L8 8M6 -2L10 2',
  grid: 'M0 4H8M4 0V8',
};

/** The fills of a chart. Not hidden by `display: none`: then nothing is filled with them. */
export function Fills({ chart, looks }: { chart: string; looks: Record<string, Look> }) {
  return (
    <svg width={0} height={0} className={classes['fills']} aria-hidden focusable={false}>
      <defs>
        {Object.entries(looks).map(([name, { color, pattern, isLight }]) => (
          <pattern
            key={name}
            id={`chart-${chart}-${name}`}
            width={TILE}
            height={TILE}
            patternUnits="userSpaceOnUse"
            data-pattern={pattern}
          >
            <rect width={TILE} height={TILE} fill={`var(--mantine-color-${color})`} />
            <Lines pattern={pattern} ink={isLight ? '#1a2230' : '#ffffff'} />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

function Lines({ pattern, ink }: { pattern: Pattern; ink: string }) {
  if (pattern === 'dots') return <circle cx={TILE / 2} cy={TILE / 2} r={1.6} fill={ink} fillOpacity={0.75} />;
  return <path d={STROKES[pattern]} stroke={ink} strokeOpacity={0.6} strokeWidth={1.5} fill="none" />;
}

/** What the bars are, in words beside the fill that they have. */
export function Legend({ chart, names }: { chart: string; names: readonly (readonly [name: string, said: string])[] }) {
  return (
    <Group gap="md" mb="xs">
      {names.map(([name, said]) => (
        <Group key={name} gap={6} wrap="nowrap">
          <svg width={20} height={14} focusable={false}>
            <rect width={20} height={14} rx={3} fill={fillOf(chart, name)} />
          </svg>
          <Text size="sm">{said}</Text>
        </Group>
      ))}
    </Group>
  );
}
