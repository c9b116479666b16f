import type { Position } from '@aegis/contract';
import { type Expression, type Geography, json } from './sql-types.js';

/** SQL of places: a point from two parameters, and a column of a point as the position of the contract. Degrees, WGS 84. */

/** @param lng, lat numbers of the parameters */
export const pointOf = (lng: number, lat: number): string => pointAt(`$${lng}`, `$${lat}`);

/** @param lng, lat SQL of the two numbers */
export const pointAt = (lng: string, lat: string): string =>
  `ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326)::geography`;

/** SQL: a column of a point, moved to the nearest crossing of a grid of so many degrees. */
export const onGrid = (column: string, degrees: number): string =>
  `ST_SnapToGrid(${column}::geometry, ${degrees})::geography`;

const positionOf = (column: string): string =>
  `json_build_object('lat', ST_Y(${column}::geometry), 'lng', ST_X(${column}::geometry))`;

/** Of a column that may be null. */
export const positionOrNull = (column: string): string =>
  `CASE WHEN ${column} IS NOT NULL THEN ${positionOf(column)} END`;

/** A column of a point as a position. */
export function position(column: Expression<Geography>): Expression<Position>;
export function position(column: Expression<Geography | null>): Expression<Position | null>;
export function position({ text, type }: Expression<Geography | null>): Expression<Position | null> {
  return type.isNullable ? json<Position>().orNull(positionOrNull(text)) : json<Position>()(positionOf(text));
}
