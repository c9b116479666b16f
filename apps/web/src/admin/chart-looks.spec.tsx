import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { fillOf, Fills, JOB_LOOKS, type Look, MONEY_LOOKS } from './chart-looks';

const CHARTS: [string, Record<string, Look>][] = [
  ['jobs', JOB_LOOKS],
  ['money', MONEY_LOOKS],
];

it.each(CHARTS)('bars of %s are told apart without their colours', (_, looks) => {
  const patterns = Object.values(looks).map(({ pattern }) => pattern);
  expect(new Set(patterns).size).toBe(patterns.length);
});

it.each(CHARTS)('each bar of %s finds its fill in the page, drawn in its pattern', (chart, looks) => {
  const markup = renderToStaticMarkup(<Fills chart={chart} looks={looks} />);
  for (const [name, { pattern }] of Object.entries(looks)) {
    const id = /^url\(#(.+)\)$/.exec(fillOf(chart, name))?.[1];
    const drawn = new RegExp(`<pattern id="${id}"[^>]* data-pattern="${pattern}">(.*?)</pattern>`).exec(markup)?.[1];
    expect(drawn).toContain('<rect');
    expect(/<(circle|path d="M)/.test(drawn ?? '')).toBe(pattern !== 'plain');
  }
});
