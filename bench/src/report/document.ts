import { rounded, wordsOf } from '../harness/figures.js';
import { type Kept, type Measured, sameIn } from './measured.js';

const HEAD = `# Performance

Written by \`npm run bench -- --document\`, or \`-- TOPIC --document\` for one of them; not by hand. Ours and what it is compared with are measured in turn, in one run, on one
machine and one database; a value is the median of its rounds, a ratio the median of the ratios of the rounds. Read the ratios: the
values are those of the machine. \`before\`: the run before the last, light in the pictures; it may have been on another day of that machine.
`;

const HEADINGS = ['figure', 'value', 'before', 'beside it', 'ratio', 'bar', 'reached'];

/** Of a topic by its name: where its picture lies, from the page, and what is known of bars that it does not reach. */
export interface Beside {
  pictureOf: (topic: string) => string;
  whyMissed: (topic: string) => string | undefined;
}

/** The page of all topics. */
export function documentOf(kept: Kept, { pictureOf, whyMissed }: Beside): string {
  const topics = Object.values(kept).sort((a, b) => (a.last.topic < b.last.topic ? -1 : 1));
  const sections = topics.map(({ last, before }) => sectionOf(last, before, pictureOf(last.topic)));
  const runs = topics.map(({ last }) => last);
  return [HEAD, barsOf(runs), ...whyOf(runs, whyMissed), ...sections].join('\n');
}

/** What was to be reached, and where it was not. */
function barsOf(runs: readonly Measured[]): string {
  const figures = runs.flatMap(({ topic, figures: own }) => own.map((figure) => ({ topic, ...figure })));
  const barred = figures.filter(({ pass }) => pass !== null);
  const missed = barred.filter(({ pass }) => pass === false);
  const lines = missed.map(({ topic, name, baseline, bar, unit }) => {
    const beside = baseline ? `, ${baseline.ratio.toFixed(2)} of ${baseline.name}` : '';
    return `- [${topic}](#${topic}): ${name}${beside}${bar ? ` (bar: ${wordsOf(bar, unit)})` : ''}\n`;
  });
  const end = missed.length === 0 ? '.' : '; not reached:';
  return `${barred.length - missed.length} of ${barred.length} bars are reached${end}\n${lines.length > 0 ? '\n' : ''}${lines.join('')}`;
}

/** A sentence or two of each topic that misses a bar and knows why; nothing where none does. */
function whyOf(runs: readonly Measured[], whyMissed: Beside['whyMissed']): string[] {
  const lines = runs
    .filter(({ figures }) => figures.some(({ pass }) => pass === false))
    .flatMap(({ topic }) => {
      const why = whyMissed(topic);
      return why === undefined ? [] : [`- **${topic}**: ${why}\n`];
    });
  return lines.length === 0 ? [] : [`Why, and what would move it:\n\n${lines.join('')}`];
}

function sectionOf(last: Measured, before: Measured | undefined, picture: string): string {
  const { topic, summary, seconds } = last;
  const rows = [HEADINGS, HEADINGS.map(() => '---'), ...last.figures.map((figure) => cellsOf(figure, before))];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const took = seconds === undefined ? '' : ` It took ${seconds} s.`;
  const where = `${whenAndWhere(last)}.${before ? ` Before: ${whenAndWhere(before)}.` : ''}${took}`;
  return `## ${topic}\n\n${summary[0]?.toUpperCase()}${summary.slice(1)}. ${where}\n\n![${topic}](${picture})\n\n${table}\n`;
}

const whenAndWhere = ({ measuredAt, machine: { cores, cpu, node } }: Measured): string =>
  `${measuredAt.slice(0, 10)}, ${cores} cores (${cpu}), Node ${node}`;

function cellsOf(figure: Measured['figures'][number], before: Measured | undefined): string[] {
  const { name, value, unit, baseline, bar, pass } = figure;
  const earlier = before && sameIn(before, figure);
  return [
    name,
    `${rounded(value)} ${unit}`,
    earlier ? `${rounded(earlier.value)} ${earlier.unit}` : '-',
    baseline ? `${rounded(baseline.value)} ${unit} (${baseline.name})` : '-',
    baseline ? baseline.ratio.toFixed(2) : '-',
    bar ? wordsOf(bar, unit) : '-',
    pass === null ? '-' : pass ? 'yes' : '**no**',
  ];
}
