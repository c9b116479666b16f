import type { Position } from '@aegis/contract';
import type { PlaceOnMap } from './map-content';

interface Point {
  x: number;
  y: number;
}

/** Places that would cover each other on the screen, as one; a lone place is a cluster of one. */
export interface Cluster {
  places: readonly [PlaceOnMap, ...PlaceOnMap[]];
  position: Position;
}

/** Markers nearer than this overlap so far that neither can be pressed. */
const TOO_NEAR_PX = 30;

/**
 * Each place joins the first cluster near it, in their order. A few hundred markers of a map are too few for a spatial index to
 * be worth its code.
 */
export function clustersOf(places: readonly PlaceOnMap[], onScreen: (position: Position) => Point): Cluster[] {
  const groups: { at: Point; places: [PlaceOnMap, ...PlaceOnMap[]] }[] = [];
  for (const place of places) {
    const at = onScreen(place.position);
    const near = groups.find((group) => Math.hypot(group.at.x - at.x, group.at.y - at.y) < TOO_NEAR_PX);
    if (near) near.places.push(place);
    else groups.push({ at, places: [place] });
  }
  return groups.map((group) => ({ places: group.places, position: middleOf(group.places) }));
}

function middleOf(places: readonly PlaceOnMap[]): Position {
  const sum = places.reduce(({ lat, lng }, { position }) => ({ lat: lat + position.lat, lng: lng + position.lng }), {
    lat: 0,
    lng: 0,
  });
  return { lat: sum.lat / places.length, lng: sum.lng / places.length };
}

/** Of a cluster, the tone that asks for the most attention: none of it may hide behind a number. */
export function loudestTone(places: readonly PlaceOnMap[]): PlaceOnMap['tone'] {
  const tones: PlaceOnMap['tone'][] = ['needs-you', 'on-site', 'next', 'quiet'];
  return tones.find((tone) => places.some((place) => place.tone === tone)) ?? 'quiet';
}
