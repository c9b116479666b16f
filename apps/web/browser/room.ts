import type { Page } from 'playwright-core';

/**
 * Sentences that are longer than their room: cut off by what they stand in, or wider than the screen. What scrolls by itself is no
 * such room, and what is there for screen readers alone has none. Choices beside each other are all seen, or they are none: theirs
 * do not scroll.
 */
export const cutSentences = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const said = (element: Element): string =>
      [...element.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent?.trim() ?? '')
        .join(' ')
        .trim();
    const isForReaders = (element: HTMLElement): boolean => {
      const { position, clipPath, clip } = getComputedStyle(element);
      return position === 'absolute' && (clipPath !== 'none' || clip !== 'auto') && element.clientWidth <= 1;
    };
    const isCut = (element: HTMLElement): boolean => {
      const { overflowX, position, clipPath } = getComputedStyle(element);
      if (element.clientWidth <= 1 || (position === 'absolute' && clipPath !== 'none')) return false;
      return (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1;
    };
    const isWider = (element: HTMLElement): boolean => {
      for (let above = element.parentElement; above; above = above.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(above).overflowX) || isForReaders(above)) return false;
      const { left, width, height } = element.getBoundingClientRect();
      // Of what stands in a line there is no width of its own.
      const right = left + Math.max(width, element.scrollWidth);
      return width > 1 && height > 1 && right > document.documentElement.clientWidth + 1;
    };
    const isChoiceOutOfSight = (element: HTMLElement): boolean => {
      const choices = element.closest('[role=radiogroup]');
      if (!choices || element.closest('label') === null) return false;
      const [room, own] = [choices.getBoundingClientRect(), element.getBoundingClientRect()];
      return own.right > room.right + 1 || own.left < room.left - 1;
    };
    const cut = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (element) =>
        said(element) !== '' &&
        element.checkVisibility() &&
        (isCut(element) || isWider(element) || isChoiceOutOfSight(element)),
    );
    const options = [...document.querySelectorAll('select')].flatMap((field) => [...field.options]);
    return cut.filter((element) => !options.includes(element as HTMLOptionElement)).map(said);
  });
