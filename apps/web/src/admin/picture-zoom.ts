export const ZOOMS = [1, 1.5, 2, 3, 4] as const;

/** The next step up or down; the last one stays. */
export function zoomStep(zoom: number, way: 1 | -1): number {
  const steps = way === 1 ? ZOOMS : ZOOMS.toReversed();
  return steps.find((step) => (step - zoom) * way > 0) ?? zoom;
}

interface Seen {
  /** How far it is scrolled, how much of the picture is seen at once, and how long the picture is. */
  scroll: number;
  window: number;
  length: number;
}

/** Where to scroll when the picture is so many times as long: what was in the middle stays there. */
export function scrollAfter({ scroll, window, length }: Seen, factor: number): number {
  const middle = (scroll + window / 2) * factor;
  return Math.max(0, Math.min(middle - window / 2, length * factor - window));
}
