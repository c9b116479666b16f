import type { GeoJSONSource, Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import counties from 'virtual:counties';
import statesUrl from 'us-atlas/states-10m.json?url';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { words } from '../words/words';

type States = Topology<{ states: GeometryCollection; nation: GeometryCollection }>;

/** Nearer, hardly a line of them is in sight; farther, they are one grey. */
const COUNTIES_FROM = 7;
const COUNTIES_TO = 12;

const PAPER = { water: '#dbe6f0', land: '#f4f2ec', county: '#d9d5ca', state: '#b9b3a4', coast: '#a9bccd' };
const NIGHT = { water: '#0c1420', land: '#1a2534', county: '#2a384a', state: '#40526a', coast: '#34506e' };
const coloursOf = (isDark: boolean): typeof PAPER => (isDark ? NIGHT : PAPER);

let land: Promise<States> | undefined;

/** Read once, and again after a failure. */
function readLand(): Promise<States> {
  land ??= fetch(statesUrl).then((answer) => answer.json() as Promise<States>);
  land.catch(() => void (land = undefined));
  return land;
}

/**
 * Land, coast, states and counties of the USA (Census, public domain); needs no server but ours. All of it land until the land has
 * come: a site in the middle of the sea would be believed.
 */
export function landStyle(isDark: boolean): StyleSpecification {
  const nothing = { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } };
  const colour = coloursOf(isDark);
  return {
    version: 8,
    sources: { land: { ...nothing, attribution: words('map.outlines') }, counties: nothing, states: nothing },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colour.land } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour.land } },
      {
        id: 'counties',
        type: 'line',
        source: 'counties',
        minzoom: COUNTIES_FROM,
        paint: { 'line-color': colour.county, 'line-width': 1 },
      },
      { id: 'states', type: 'line', source: 'states', paint: { 'line-color': colour.state, 'line-width': 1.5 } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': colour.coast, 'line-width': 1 } },
    ],
  };
}

/** Puts the land into the style of `landStyle` once it has come. Without it the map stays as it is, in the colour of land. */
export async function fillLand(map: MapLibre, isDark: boolean): Promise<void> {
  const topology = await readLand().catch(() => null);
  if (topology === null || !isShown(map)) return;
  const { states, nation } = topology.objects;
  put(map, 'land', feature(topology, nation));
  put(map, 'states', mesh(topology, states, inside));
  fillCountiesWhenNear(map);
  await map.once('idle');
  if (isShown(map)) map.setPaintProperty('water', 'background-color', coloursOf(isDark).water);
}

/** Those of the states in sight, as they come into it. */
function fillCountiesWhenNear(map: MapLibre): void {
  const lines: GeoJSON.Position[][] = [];
  const asked = new Set<(typeof counties)[number]>();
  const fill = (state: (typeof counties)[number]): void => {
    asked.add(state);
    void state.load().then(
      (found) => {
        lines.push(...found);
        put(map, 'counties', { type: 'MultiLineString', coordinates: lines });
      },
      () => asked.delete(state),
    );
  };
  const look = (): void => {
    const zoom = map.getZoom();
    if (zoom < COUNTIES_FROM || zoom > COUNTIES_TO) return;
    for (const state of counties) if (!asked.has(state) && isInSight(map, state.box)) fill(state);
  };
  const moves = map.on('moveend', look);
  map.once('style.load', () => moves.unsubscribe());
  look();
}

function isInSight(map: MapLibre, [west, south, east, north]: readonly [number, number, number, number]): boolean {
  const seen = map.getBounds();
  return west < seen.getEast() && east > seen.getWest() && south < seen.getNorth() && north > seen.getSouth();
}

/** What lies between two of them, and no coast. */
const inside = (one: unknown, other: unknown): boolean => one !== other;

/** Another style, or no map, may be there by the time that a file has come. */
const isShown = (map: MapLibre): boolean => sourceOf(map, 'land') !== undefined;

function sourceOf(map: MapLibre, id: string): GeoJSONSource | undefined {
  // Of a map that was removed there is no style to ask for it.
  return map.style === undefined ? undefined : map.getSource<GeoJSONSource>(id);
}

const put = (map: MapLibre, id: string, data: GeoJSON.GeoJSON): void => void sourceOf(map, id)?.setData(data);
