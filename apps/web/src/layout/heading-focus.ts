import { useEffect, useRef, type RefObject } from 'react';

let isWanted = false;

/** The next page that is drawn is another one than before: its heading is read out, and the keyboard goes on from there. */
export function announceNextPage(): void {
  isWanted = true;
}

/** For the heading of a page. A field or dialog of the page that took the focus by itself keeps it. */
export function useAnnouncedHeading(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    isWanted = false;
    const isInPage = document.activeElement?.closest('#page, [role=dialog]') ?? null;
    if (isInPage === null || isInPage === document.activeElement) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
