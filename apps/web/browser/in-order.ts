import type { Page } from 'playwright-core';
import { cutSentences } from './room';

/** What is out of order on a page, whatever it shows. */
export interface Disorder {
  /** Pixels by which it is wider than the screen. */
  wider: number;
  /** Sentences that are longer than their room. */
  cut: string[];
  /** What of it is wider than its place: the last column of a table, with what can be done, is seen by nobody who does not know of it. */
  sideways: string[];
  /** What lies below the bar of a phone, where no thumb reaches it: at the end of the page, or held in sight above it. */
  belowTheBar: string[];
}

export const IN_ORDER: Disorder = { wider: 0, cut: [], sideways: [], belowTheBar: [] };

export async function disorderOf(page: Page): Promise<Disorder> {
  const [cut, rest] = [await cutSentences(page), await page.evaluate(widthAndBar)];
  return { cut, ...rest };
}

/** Runs in the page, which is left at its top. */
function widthAndBar(): Omit<Disorder, 'cut'> {
  const { documentElement: root } = document;
  const said = ({ textContent }: Element): string => (textContent ?? '').trim().slice(0, 60);
  const wider = root.scrollWidth - root.clientWidth;
  const goesOn = (element: Element): boolean =>
    ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
  const sideways = [...document.querySelectorAll('main *')]
    .filter((element) => element.checkVisibility() && goesOn(element))
    .map(said);
  const bar = document.querySelector('.mantine-AppShell-footer');
  const main = document.querySelector('main');
  if (!bar?.checkVisibility() || !main) return { wider, sideways, belowTheBar: [] };
  const top = bar.getBoundingClientRect().top;
  const sinks = (element: Element): boolean => element.getBoundingClientRect().bottom > top + 1;
  const isHeld = (element: Element): boolean => ['sticky', 'fixed'].includes(getComputedStyle(element).position);
  const held = [...main.querySelectorAll('*')].filter((element) => isHeld(element) && element.checkVisibility());
  // One is held within what it belongs to: where that has just come into sight, there is no room above the bar yet.
  const hasRoom = (element: Element): boolean =>
    (element.parentElement?.getBoundingClientRect().top ?? 0) + element.getBoundingClientRect().height <= top;
  const stuck = held.filter(
    (element) => getComputedStyle(element).bottom !== 'auto' && hasRoom(element) && sinks(element),
  );
  scrollTo(0, root.scrollHeight);
  const ends = [...main.querySelectorAll('button, a, p, input')].filter(
    (element) => element.checkVisibility() && sinks(element) && !isHeld(element),
  );
  scrollTo(0, 0);
  return { wider, sideways, belowTheBar: [...stuck, ...ends].map(said) };
}
