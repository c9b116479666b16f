import { guardProfiles } from '../../../../database/tables.js';
import { onGrid } from '../../../platform/database/geography.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { bigint, boolean, double, type RowOf } from '../../../platform/database/sql-types.js';
import { type Question, question, type Value } from '../eligibility/question.js';
import { type Origin, POSITION_OF } from '../eligibility/rules.js';
import { gather, pointOfJob, walk } from './candidates.statements.js';

/**
 * How roughly a position is taken, in degrees: two kilometres for where a guard is now, ten for where they may live. Whatever is
 * computed from the crossing of the grid is the same all over its cell, so that no number of questions finds a place in it.
 */
export const GRID_DEGREES: Record<Origin, number> = { on_duty: 0.02, from_base: 0.1 };

const g = aliased(guardProfiles, 'g');

const neighbour = (origin: Origin) => ({
  eligible: boolean.orNull('g.eligible'),
  walked: bigint('g.walked'),
  roughMeters: double.orNull(
    `ST_Distance(${onGrid(`g.${POSITION_OF[origin]}`, GRID_DEGREES[origin])}, (SELECT site FROM point), true)`,
  ),
  ...pick(g, 'hourlyRateCents'),
});

type NeighbourRow = RowOf<ReturnType<typeof neighbour>>;

const WAYS = { walk, gather };

function waysFrom(origin: Origin): Record<keyof typeof WAYS, Question<NeighbourRow>> {
  const ask = (name: string, way: keyof typeof WAYS): Question<NeighbourRow> =>
    question(
      name,
      () => neighbour(origin),
      (row, value: Value) => `
  WITH ${pointOfJob(value)}, ${WAYS[way](origin, value)}
  SELECT ${row} FROM near g ORDER BY g.distance_meters, g.user_id`,
    );
  return {
    walk: ask(`surroundings_${origin}`, 'walk'),
    gather: ask(`surroundings_${origin}_gathered`, 'gather'),
  };
}

/** Guards who fit, without who they are. */
export const SURROUNDINGS = { on_duty: waysFrom('on_duty'), from_base: waysFrom('from_base') };
