import type { Answer, api, Position } from '@aegis/contract';

export type PlacesFound = Answer<typeof api.places.search>;

/** Turns what people call a place into a position, and back. */
export abstract class Geocoder {
  /** The best first; empty when nothing fits. @param askerId so that the many questions of one are not everybody's wait */
  abstract search(text: string, askerId: string): Promise<PlacesFound>;
  /** The address or area of a spot; empty where nothing is known near by. */
  abstract nearest(position: Position, askerId: string): Promise<PlacesFound>;
}
