import { type Figure, rounded } from '../harness/figures.js';
import { type Measured, sameIn } from './measured.js';

const WIDTH = 760;
const LABEL_HEIGHT = 20;
const BAR_HEIGHT = 16;
const GAP = 14;
const LONGEST_BAR = 520;
/** Dark enough on white and light enough on black for both themes of a reader. */
const COLOURS = { ours: '#2563eb', before: '#93b4f5', baseline: '#8a94a6', text: '#6b7280' };

type Drawn = Pick<Measured, 'topic' | 'figures'>;

interface Bar {
  value: number;
  colour: string;
  words: string;
}

/**
 * Bars of each figure, of the same in the run before and of what stands beside it, to the scale of the largest of them. Always the
 * same for the same figures.
 */
export function pictureOf({ topic, figures }: Drawn, before?: Pick<Measured, 'figures'>): string {
  const parts: string[] = [];
  let top = GAP;
  for (const figure of figures) {
    const bars = barsOf(figure, before && sameIn(before, figure));
    const largest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
    parts.push(text(0, top + LABEL_HEIGHT - 6, figure.name));
    top += LABEL_HEIGHT;
    for (const { value, colour, words } of bars) {
      parts.push(bar(top, value / largest, colour, words));
      top += BAR_HEIGHT;
    }
    top += GAP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" role="img" font-family="sans-serif" font-size="12">
<title>${escaped(`Measured: ${topic}`)}</title>
${parts.join('\n')}
</svg>
`;
}

function barsOf({ value, unit, baseline }: Figure, before: Figure | undefined): Bar[] {
  const told = (what: number): string => `${rounded(what)} ${unit}`;
  return [
    { value, colour: COLOURS.ours, words: told(value) },
    ...(before ? [{ value: before.value, colour: COLOURS.before, words: `${told(before.value)}: before` }] : []),
    ...(baseline
      ? [{ value: baseline.value, colour: COLOURS.baseline, words: `${told(baseline.value)}: ${baseline.name}` }]
      : []),
  ];
}

function bar(top: number, share: number, colour: string, words: string): string {
  const width = Math.max(1, Math.round(share * LONGEST_BAR));
  const rect = `<rect x="0" y="${top}" width="${width}" height="${BAR_HEIGHT - 3}" fill="${colour}"/>`;
  // A long bar has its words inside, where there is room for them.
  const isLong = width > LONGEST_BAR / 2;
  return isLong
    ? `${rect}\n${text(6, top + 10, words, '#ffffff')}`
    : `${rect}\n${text(width + 6, top + 10, words, COLOURS.text)}`;
}

const text = (x: number, y: number, words: string, colour = COLOURS.text): string =>
  `<text x="${x}" y="${y}" fill="${colour}">${escaped(words)}</text>`;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (words: string): string => words.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
