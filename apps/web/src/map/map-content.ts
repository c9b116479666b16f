import type { Position } from '@aegis/contract';

export interface GuardOnMap {
  position: Position;
  accuracyMeters: number;
  /** Null while they stand still: then no arrow can tell where they go. */
  headingDegrees: number | null;
  ageSeconds: number;
}

export interface PlaceOnMap {
  id: string;
  position: Position;
  label: string;
  tone: 'quiet' | 'next' | 'on-site' | 'needs-you';
  onOpen?: () => void;
}

export interface MapContent {
  /** What the map shows, for people who do not see it. */
  label: string;
  site?: Position | null;
  /** Where check-in is possible, drawn around the site. */
  siteRadiusMeters?: number;
  /** Present: the pin can be moved by a drag or a click, and is put to the middle by a button. */
  onMoveSite?: (position: Position) => void;
  guard?: GuardOnMap | null;
  /** [lng, lat], the oldest first. */
  trail?: readonly (readonly number[])[] | null;
  /** Told of the zoom whenever it has changed. */
  onZoom?: (zoom: number) => void;
  /** Where the nearest eligible guard is, as far as a customer may know: within this distance, in any direction. */
  nearestGuardMeters?: number | null;
  places?: readonly PlaceOnMap[];
}
