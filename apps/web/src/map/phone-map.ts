import type { Position } from '@aegis/contract';

const isApple = (): boolean => /iPhone|iPad|Macintosh/.test(navigator.userAgent);

/** Opens in the phone's own map. */
export function placeAddress({ lat, lng }: Position): string {
  const at = `${lat},${lng}`;
  return isApple() ? `https://maps.apple.com/?q=${at}` : `https://www.google.com/maps/search/?api=1&query=${at}`;
}

/** The same with the way there. */
export function wayAddress({ lat, lng }: Position): string {
  const to = `${lat},${lng}`;
  return isApple() ? `https://maps.apple.com/?daddr=${to}` : `https://www.google.com/maps/dir/?api=1&destination=${to}`;
}
