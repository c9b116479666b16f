import type { Map as MapLibre, Marker } from 'maplibre-gl';
import type { Position } from '@aegis/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { type Cluster, clustersOf } from './clusters';
import { boundsOf, offset } from './geometry';
import type { MapContent } from './map-content';
import { GuardMarker, clusterMarker, placeMarker, sitePin } from './markers';
import { drawOverlays } from './overlays';

const MARGIN_PX = 56;
const NEAREST_ZOOM = 15;
/** Jobs at one address never come apart: then each press still comes nearer, but not to the last brick at once. */
const CLUSTER_ZOOM_STEP = 3;
/** Around a lone site: far enough to see the ring of check-in and the streets around it. */
const AROUND_SITE_METERS = 900;

/** Keeps markers and overlays in step with `content`. */
export function useMapContent(map: MapLibre | null, styled: number, content: MapContent): void {
  useEffect(() => {
    if (map && styled > 0) drawOverlays(map, content, !hasStreets(map));
  });
  useSitePin(map, content);
  useGuardMarker(map, content);
  usePlaces(map, content.places);
  useFit(map, content);
  useZoom(map, content.onZoom);
}

/** Tells the reader's zoom whenever it has changed, also by what the map was fitted to. */
function useZoom(map: MapLibre | null, onZoom: MapContent['onZoom']): void {
  useEffect(() => {
    if (!map || !onZoom) return;
    const zooms = map.on('zoomend', () => onZoom(map.getZoom()));
    return () => zooms.unsubscribe();
  }, [map, onZoom]);
}

const hasStreets = (map: MapLibre): boolean => map.getLayer('counties') === undefined;

function useSitePin(map: MapLibre | null, { site, onMoveSite }: MapContent): void {
  const move = useRef(onMoveSite);
  useEffect(() => void (move.current = onMoveSite));
  const movable = onMoveSite !== undefined;
  const pin = useRef<Marker | null>(null);
  useEffect(() => {
    if (!map || !site) return;
    pin.current ??= sitePin(movable ? (position) => move.current?.(position) : undefined);
    pin.current.setLngLat(site).addTo(map);
  }, [map, site, movable]);
  useEffect(
    () => () => {
      pin.current?.remove();
      pin.current = null;
    },
    [map],
  );
}

function useGuardMarker(map: MapLibre | null, { guard }: MapContent): void {
  const marker = useRef<GuardMarker | null>(null);
  useEffect(() => {
    if (!map) return;
    marker.current ??= new GuardMarker();
    if (guard) marker.current.show(map, guard);
    else marker.current.hide();
  }, [map, guard]);
  useEffect(
    () => () => {
      marker.current?.hide();
      marker.current = null;
    },
    [map],
  );
}

function usePlaces(map: MapLibre | null, places: MapContent['places']): void {
  useEffect(() => {
    if (!map || !places) return;
    let markers: Marker[] = [];
    const remove = (): void => {
      for (const marker of markers) marker.remove();
    };
    const draw = (): void => {
      remove();
      markers = clustersOf(places, (position) => map.project(position)).map((cluster) => markerOf(map, cluster));
    };
    draw();
    const zooms = map.on('zoomend', draw);
    return () => {
      zooms.unsubscribe();
      remove();
    };
  }, [map, places]);
}

function markerOf(map: MapLibre, cluster: Cluster): Marker {
  const [first, ...others] = cluster.places;
  if (others.length === 0) return placeMarker(first).addTo(map);
  const comeNearer = (): void => {
    const bounds = boundsOf(cluster.places.map(({ position }) => position));
    if (bounds) map.fitBounds(bounds, { padding: MARGIN_PX, maxZoom: map.getZoom() + CLUSTER_ZOOM_STEP });
  };
  return clusterMarker(cluster, comeNearer).addTo(map);
}

/** What must be seen: all of it at first, and again when something new appears; in between the map is the reader's. */
function useFit(map: MapLibre | null, { site, guard, places, nearestGuardMeters }: MapContent): void {
  const parts = [site ? `${site.lat},${site.lng}` : '', guard ? 'guard' : '', places?.length ?? 0, nearestGuardMeters];
  const shown = parts.join('|');
  // Only when something appears or the site moves: the guard's every step must not throw the reader's view back.
  const fit = useEffectEvent(() => {
    const points: Position[] = [...(places ?? []).map(({ position }) => position)];
    if (site) points.push(...around(site, nearestGuardMeters ?? AROUND_SITE_METERS));
    if (guard) points.push(guard.position);
    const bounds = boundsOf(points);
    if (bounds) map?.fitBounds(bounds, { padding: MARGIN_PX, maxZoom: NEAREST_ZOOM, animate: false });
  });
  useEffect(() => fit(), [map, shown]);
}

const around = (site: Position, meters: number): Position[] =>
  [0, 90, 180, 270].map((bearing) => offset(site, meters, bearing));
