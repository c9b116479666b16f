import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mesh } from 'topojson-client';

const ALL = 'virtual:counties';
const OF_STATE = /^virtual:counties-(\d\d)$/;
/** As Vite marks what is no file. */
const MARK = '\0';
/** The source is exact to 400 m. */
const DIGITS = 3;

const rounded = (number) => Number(number.toFixed(DIGITS));
const stateOf = ({ id }) => String(id).slice(0, 2);

/** Lines between the counties of each state, as lists of [lng, lat]; of who has but one county there are none. */
function linesByState() {
  const file = createRequire(import.meta.url).resolve('us-atlas/counties-10m.json');
  const topology = JSON.parse(readFileSync(file, 'utf8'));
  const all = topology.objects.counties.geometries;
  const linesOf = (state) => {
    const geometries = all.filter((county) => stateOf(county) === state);
    const { coordinates } = mesh(topology, { type: 'GeometryCollection', geometries }, (one, other) => one !== other);
    return coordinates.map((line) => line.map(([lng, lat]) => [rounded(lng), rounded(lat)]));
  };
  const states = [...new Set(all.map(stateOf))].sort();
  return new Map(states.map((state) => [state, linesOf(state)]).filter(([, lines]) => lines.length > 0));
}

function boxOf(lines) {
  const [lngs, lats] = [lines.flat().map(([lng]) => lng), lines.flat().map(([, lat]) => lat)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/**
 * `virtual:counties`: of each state where its counties are, and how their lines are loaded. All of them together are seven times the
 * land and its states, and a map that is near enough to show some shows those of a few states.
 */
export function counties() {
  let known;
  const lines = () => (known ??= linesByState());
  return {
    name: 'aegis-counties',
    resolveId: (id) => (id === ALL || OF_STATE.test(id) ? MARK + id : undefined),
    load(id) {
      const name = id.startsWith(MARK) ? id.slice(MARK.length) : '';
      const state = OF_STATE.exec(name)?.[1];
      if (state !== undefined) return `export default ${JSON.stringify(lines().get(state))};`;
      if (name !== ALL) return undefined;
      const entries = [...lines()].map(
        ([of, found]) =>
          `{ box: ${JSON.stringify(boxOf(found))}, load: () => import('${ALL}-${of}').then((module) => module.default) }`,
      );
      return `export default [${entries.join(',\n')}];`;
    },
  };
}
