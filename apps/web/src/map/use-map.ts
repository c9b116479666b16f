import { AttributionControl, Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useCallback, useEffect, useState } from 'react';
import { baseStyle } from './base-style';
import { addOverlays, overlayColours } from './overlays';

// Vite does not find MapLibre's worker by itself, and a worker from a blob would need a hole in our policy.
setWorkerUrl(workerUrl);

/** The middle of the forty-eight states, for a map without anything on it yet. */
const USA: [number, number] = [-98.5, 39.5];

export interface DrawnMap {
  attach: (container: HTMLDivElement) => () => void;
  map: MapLibre | null;
  /** Counts the styles drawn: what is ours must be drawn again on each. 0 until the first. */
  styled: number;
  /** This browser has no WebGL. */
  isMissing: boolean;
}

/** A map in what `attach` is given to as its ref, with the base style of `styleUrl` (null: the one on board). */
export function useMap(styleUrl: string | null, isDark: boolean): DrawnMap {
  const [{ map, isMissing }, setMade] = useState<Pick<DrawnMap, 'map' | 'isMissing'>>({ map: null, isMissing: false });
  const [styled, setStyled] = useState(0);
  const attach = useCallback((container: HTMLDivElement) => {
    const made = createMap(container);
    setMade({ map: made, isMissing: made === null });
    return () => {
      setMade({ map: null, isMissing: false });
      made?.remove();
    };
  }, []);
  useEffect(() => {
    if (!map) return;
    let isCurrent = true;
    void baseStyle(styleUrl, isDark).then((style) => {
      if (!isCurrent) return;
      map.once('style.load', () => {
        addOverlays(map, overlayColours(isDark));
        setStyled((count) => count + 1);
      });
      map.setStyle(style, { diff: false });
    });
    return () => void (isCurrent = false);
  }, [map, styleUrl, isDark]);
  return { attach, map, styled, isMissing };
}

function createMap(container: HTMLDivElement): MapLibre | null {
  try {
    const map = new MapLibre({
      container,
      center: USA,
      zoom: 3,
      attributionControl: false,
      cooperativeGestures: matchMedia('(pointer: coarse)').matches,
      dragRotate: false,
      pitchWithRotate: false,
    });
    map.addControl(new AttributionControl({ compact: true }), 'bottom-right');
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    map.addControl(
      new ScaleControl({ unit: navigator.language.endsWith('-US') ? 'imperial' : 'metric' }),
      'bottom-left',
    );
    return map;
  } catch {
    return null;
  }
}
