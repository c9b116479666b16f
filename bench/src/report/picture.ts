import { rounded } from '../harness/figures.js';
import type { Measured } from './measured.js';

const WIDTH = 760;
const LABEL_HEIGHT = 20;
const BAR_HEIGHT = 16;
const GAP = 14;
const LONGEST_BAR = 520;
/** Dark enough on white and light enough on black for both themes of a reader. */
const COLOURS = { ours: '#2563eb', baseline: '#8a94a6', text: '#6b7280' };

/** Bars of each figure and of what stands beside it, to the scale of the larger of both. Always the same for the same figures. */
export function pictureOf({ topic, figures }: Pick<Measured, 'topic' | 'figures'>): string {
  const parts: string[] = [];
  let top = GAP;
  for (const { name, value, unit, baseline } of figures) {
    const largest = Math.max(value, baseline?.value ?? 0, Number.MIN_VALUE);
    parts.push(text(0, top + LABEL_HEIGHT - 6, name));
    top += LABEL_HEIGHT;
    parts.push(bar(top, value / largest, COLOURS.ours, `${rounded(value)} ${unit}`));
    top += BAR_HEIGHT;
    if (baseline) {
      parts.push(
        bar(top, baseline.value / largest, COLOURS.baseline, `${rounded(baseline.value)} ${unit}: ${baseline.name}`),
      );
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
