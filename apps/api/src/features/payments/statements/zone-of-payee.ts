import type { Position } from '@aegis/contract';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';

/** Where a guard pays their taxes: their months and years begin and end there. UTC while they have no base. */
export const zoneOfPayee = ({ timeZone, baseLocation }: { timeZone: string | null; baseLocation: Position | null }) =>
  timeZone ?? (baseLocation ? zoneOfPlace(baseLocation) : 'UTC');
