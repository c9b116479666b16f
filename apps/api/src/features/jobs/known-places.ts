import type { Position } from '@aegis/contract';

/** What is known of places; answered by the places feature, which stands above this one. */
export abstract class KnownPlaces {
  /** Whether this is where the pin of a whole ZIP code or town is put, before anybody has moved it. */
  abstract isMiddleOfArea(position: Position): Promise<boolean>;

  /** Two letters of the state of a site in the USA: that of the ZIP code in its address, or of the nearest area; null elsewhere. */
  abstract stateOf(site: { locationAddress: string; location: Position }): Promise<string | null>;
}
