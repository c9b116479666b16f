import type { MarketRules, Position } from '@aegis/contract';
import { inTab } from '../../data/storage';
import { metersBetween, towards } from '../../map/geometry';
import type { PositionSource, Reading } from './position-source';
import { now } from '../../words/now';

const STEP_MS = 2000;
/** Through a town in a demo: nobody wants to watch a real drive. */
const SPEED_MPS = 30;
/** Of the speed at which positions are refused: the phone's clock and the server's earth are not quite ours. */
const BELOW_LIMIT = 0.85;
const STANDING_MPS = 0.3;
const ACCURACY_METERS = 8;
const KEY = 'aegis.simulated-position';

/** For the demo accounts, whose guards live in Los Angeles while you may not: goes to where the job is, and stands there. */
export function simulatedSource(
  base: Position,
  target: () => Position | null,
  { fixMaxSpeedMps }: MarketRules,
): PositionSource {
  const speedMps = Math.min(SPEED_MPS, fixMaxSpeedMps * BELOW_LIMIT);
  let last = { at: restore() ?? base, ms: now() };
  const step = (): Reading => {
    const ms = now();
    const to = target();
    const from = last.at;
    const at = to ? towards(from, to, (speedMps * (ms - last.ms)) / 1000) : from;
    last = { at, ms };
    inTab.set(KEY, JSON.stringify(at));
    const isMoving = metersBetween(from, at) > STANDING_MPS;
    return {
      ...at,
      accuracyMeters: ACCURACY_METERS,
      recordedAt: ms,
      speedMps: isMoving ? speedMps : 0,
      headingDegrees: isMoving && to ? bearing(from, to) : null,
      altitudeMeters: null,
    };
  };
  return {
    watch(onReading) {
      onReading(step());
      const timer = setInterval(() => onReading(step()), STEP_MS);
      return () => clearInterval(timer);
    },
    now: () => Promise.resolve(step()),
  };
}

function restore(): Position | null {
  const saved = inTab.get(KEY);
  return saved === null ? null : (JSON.parse(saved) as Position);
}

/** Degrees from north; flat is good enough within a town. */
function bearing(from: Position, to: Position): number {
  const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
  return ((Math.atan2(east, to.lat - from.lat) * 180) / Math.PI + 360) % 360;
}
