/** A household has a /64 of IPv6 addresses to itself: counted singly they would be no limit at all. */
export const networkOf = (ip: string): string =>
  ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip;
