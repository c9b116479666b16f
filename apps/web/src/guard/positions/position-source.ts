import type { PlainKey } from '@aegis/words';
import { words } from '../../words/words';
import { toldByDevice } from '../../words/now';

/** One reading of where this phone is. */
export interface Reading {
  lat: number;
  lng: number;
  accuracyMeters: number;
  /** Milliseconds since 1970. */
  recordedAt: number;
  speedMps: number | null;
  headingDegrees: number | null;
  altitudeMeters: number | null;
}

/** Why there is no position: of its words, since it is shown for as long as it stays so, in whatever language. */
export type NoPosition = Extract<PlainKey, `guard.noPosition.${string}`>;

export interface PositionSource {
  /** Tells every reading until the returned function is called. */
  watch(onReading: (reading: Reading) => void, onProblem: (why: NoPosition) => void): () => void;
  /** A reading of this moment. Rejects with a sentence for people. */
  now(): Promise<Reading>;
}

/** An older one would be refused at check-in. */
const FRESH_MS = 5000;
const PATIENCE_MS = 15_000;

const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: FRESH_MS, timeout: PATIENCE_MS };

function readingOf({ coords, timestamp }: GeolocationPosition): Reading {
  return {
    lat: coords.latitude,
    lng: coords.longitude,
    accuracyMeters: Math.max(1, coords.accuracy),
    recordedAt: toldByDevice(timestamp),
    speedMps: coords.speed,
    headingDegrees: coords.heading !== null && Number.isFinite(coords.heading) ? coords.heading : null,
    altitudeMeters: coords.altitude,
  };
}

function whyNot({ code }: GeolocationPositionError): NoPosition {
  if (code === GeolocationPositionError.PERMISSION_DENIED) return 'guard.noPosition.denied';
  return code === GeolocationPositionError.TIMEOUT ? 'guard.noPosition.slow' : 'guard.noPosition.off';
}

/** The phone's own. */
export const deviceSource: PositionSource = {
  watch(onReading, onProblem) {
    const id = navigator.geolocation.watchPosition(
      (position) => onReading(readingOf(position)),
      (error) => onProblem(whyNot(error)),
      OPTIONS,
    );
    return () => navigator.geolocation.clearWatch(id);
  },
  now: () =>
    new Promise((resolve, reject) => {
      navigator.geolocation.getCurrentPosition(
        (position) => resolve(readingOf(position)),
        (error) => reject(new Error(words(whyNot(error)))),
        OPTIONS,
      );
    }),
};
