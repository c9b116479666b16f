/** SQL of places: a point from two parameters, and a column of a point as the position of the contract. Degrees, WGS 84. */

/** @param lng, lat numbers of the parameters */
export const pointOf = (lng: number, lat: number): string =>
  `ST_SetSRID(ST_MakePoint($${lng}, $${lat}), 4326)::geography`;

export const positionOf = (column: string): string =>
  `json_build_object('lat', ST_Y(${column}::geometry), 'lng', ST_X(${column}::geometry))`;

/** Of a column that may be null. */
export const positionOrNull = (column: string): string =>
  `CASE WHEN ${column} IS NOT NULL THEN ${positionOf(column)} END`;
