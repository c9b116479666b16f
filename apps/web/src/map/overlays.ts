import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { MapContent } from './map-content';
import { ring } from './geometry';

const METERS_PER_MILE = 1609.344;
/** Drawn on the map on board, where no street tells how far things are. */
const RULER_MILES = [0.5, 1, 2, 5, 10];

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

const circle = (lng: number, lat: number, meters: number): GeoJSON.Feature => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Polygon', coordinates: [ring({ lat, lng }, meters)] },
});

interface Colours {
  accent: string;
  onSite: string;
  quiet: string;
}

export const overlayColours = (isDark: boolean): Colours =>
  isDark
    ? { accent: '#6b9df8', onSite: '#5fd394', quiet: '#64748b' }
    : { accent: '#1f56d3', onSite: '#0f7a44', quiet: '#8592a3' };

/** Our own sources and layers, on whatever style lies below; to be called again after a change of style. */
export function addOverlays(map: MapLibre, colours: Colours): void {
  const empty = collection([]);
  for (const id of ['ruler', 'nearest', 'geofence', 'accuracy']) map.addSource(id, { type: 'geojson', data: empty });
  map.addSource('trail', { type: 'geojson', data: empty, lineMetrics: true });
  map.addLayer({
    id: 'ruler',
    type: 'line',
    source: 'ruler',
    paint: { 'line-color': colours.quiet, 'line-opacity': 0.5, 'line-width': 1, 'line-dasharray': [2, 4] },
  });
  map.addLayer({
    id: 'nearest',
    type: 'line',
    source: 'nearest',
    paint: { 'line-color': colours.accent, 'line-width': 2, 'line-dasharray': [3, 3] },
  });
  map.addLayer({
    id: 'geofence',
    type: 'fill',
    source: 'geofence',
    paint: { 'fill-color': colours.onSite, 'fill-opacity': 0.15, 'fill-outline-color': colours.onSite },
  });
  map.addLayer({
    id: 'accuracy',
    type: 'fill',
    source: 'accuracy',
    paint: { 'fill-color': colours.accent, 'fill-opacity': 0.14 },
  });
  addTrail(map, colours);
}

/** The way fades with its age: the last part is where the guard is now. */
function addTrail(map: MapLibre, { accent }: Colours): void {
  map.addLayer({
    id: 'trail',
    type: 'line',
    source: 'trail',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-width': 4,
      'line-gradient': ['interpolate', ['linear'], ['line-progress'], 0, `${accent}22`, 0.6, `${accent}99`, 1, accent],
    },
  });
}

/** Puts what is known now into the sources. */
export function drawOverlays(map: MapLibre, content: MapContent, withRuler: boolean): void {
  const { site, guard, trail, siteRadiusMeters, nearestGuardMeters } = content;
  const set = (id: string, features: GeoJSON.Feature[]): void =>
    void map.getSource<GeoJSONSource>(id)?.setData(collection(features));
  set(
    'ruler',
    site && withRuler ? RULER_MILES.map((miles) => circle(site.lng, site.lat, miles * METERS_PER_MILE)) : [],
  );
  set('nearest', site && nearestGuardMeters ? [circle(site.lng, site.lat, nearestGuardMeters)] : []);
  set('geofence', site && siteRadiusMeters ? [circle(site.lng, site.lat, siteRadiusMeters)] : []);
  set('accuracy', guard ? [circle(guard.position.lng, guard.position.lat, guard.accuracyMeters)] : []);
  set(
    'trail',
    trail && trail.length > 1
      ? [
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'LineString', coordinates: trail.map((point) => [...point]) },
          },
        ]
      : [],
  );
}
