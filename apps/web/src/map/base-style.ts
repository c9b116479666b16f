import type { StyleSpecification } from 'maplibre-gl';
import countiesUrl from 'us-atlas/counties-10m.json?url';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { words } from '../words/words';

type Atlas = Topology<{ counties: GeometryCollection; states: GeometryCollection; nation: GeometryCollection }>;

const STYLE_PATIENCE_MS = 3000;

/** Style of the configured server while it answers, else the one on board: asked once for each address. */
const asked = new Map<string, Promise<boolean>>();

export async function baseStyle(url: string | null, isDark: boolean): Promise<string | StyleSpecification> {
  if (url !== null && navigator.onLine && (await answers(url))) return url;
  return bundledStyle(isDark);
}

function answers(url: string): Promise<boolean> {
  const known = asked.get(url);
  if (known) return known;
  const answer = fetch(url, { signal: AbortSignal.timeout(STYLE_PATIENCE_MS) }).then(
    (response) => response.ok,
    () => false,
  );
  asked.set(url, answer);
  return answer;
}

let atlas: Promise<{ land: GeoJSON.GeoJSON; lines: GeoJSON.GeoJSON; states: GeoJSON.GeoJSON }> | null = null;

async function readAtlas() {
  const answer = await fetch(countiesUrl);
  const topology = (await answer.json()) as Atlas;
  const { counties, states, nation } = topology.objects;
  return {
    land: feature(topology, nation),
    lines: mesh(topology, counties, (one, other) => one !== other),
    states: mesh(topology, states, (one, other) => one !== other),
  };
}

/** Land, coast, states and counties of the USA (Census, public domain); needs no server but ours. */
async function bundledStyle(isDark: boolean): Promise<StyleSpecification> {
  atlas ??= readAtlas();
  const parts = await atlas.catch(() => {
    atlas = null;
    return null;
  });
  const nothing: GeoJSON.GeoJSON = { type: 'FeatureCollection', features: [] };
  const source = (data: GeoJSON.GeoJSON | undefined) => ({ type: 'geojson' as const, data: data ?? nothing });
  const colour = isDark ? NIGHT : PAPER;
  return {
    version: 8,
    sources: {
      land: { ...source(parts?.land), attribution: words('map.outlines') },
      counties: source(parts?.lines),
      states: source(parts?.states),
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colour.water } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour.land } },
      { id: 'counties', type: 'line', source: 'counties', paint: { 'line-color': colour.county, 'line-width': 1 } },
      { id: 'states', type: 'line', source: 'states', paint: { 'line-color': colour.state, 'line-width': 1.5 } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': colour.coast, 'line-width': 1 } },
    ],
  };
}

const PAPER = { water: '#dbe6f0', land: '#f4f2ec', county: '#d9d5ca', state: '#b9b3a4', coast: '#a9bccd' };
const NIGHT = { water: '#0c1420', land: '#1a2534', county: '#2a384a', state: '#40526a', coast: '#34506e' };
