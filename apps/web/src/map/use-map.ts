import { AttributionControl, Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useCallback, useEffect, useState } from 'react';
import { baseStyle, type MapSource } from './base-style';
import { fillLand } from './land';
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
  /** Everything that is in sight is drawn. */
  isWhole: boolean;
  /** The one on board is shown although another one is configured. */
  lacksStreets: boolean;
  /** This browser has no WebGL. */
  isMissing: boolean;
}

/** A map in what `attach` is given to as its ref, with the base style of what the server says its map is. */
export function useMap({ styleUrl, tilesUrl }: MapSource, isDark: boolean): DrawnMap {
  const [{ map, isMissing }, setMade] = useState<Pick<DrawnMap, 'map' | 'isMissing'>>({ map: null, isMissing: false });
  const [styled, setStyled] = useState(0);
  const [isWhole, setWhole] = useState(false);
  const [isOnBoard, setOnBoard] = useState(false);
  const attach = useCallback((container: HTMLDivElement) => {
    const made = createMap(container);
    setMade({ map: made, isMissing: made === null });
    // What it draws is asked of the map itself: in the console, and by browser tests.
    Object.assign(container, { map: made });
    return () => {
      setMade({ map: null, isMissing: false });
      made?.remove();
    };
  }, []);
  useEffect(() => {
    if (!map) return;
    let isCurrent = true;
    void baseStyle({ styleUrl, tilesUrl }, isDark).then((base) => {
      if (!isCurrent) return;
      setOnBoard(base.isOnBoard);
      map.once('style.load', () => {
        addOverlays(map, overlayColours(isDark));
        setStyled((count) => count + 1);
        const filled = base.isOnBoard ? fillLand(map, isDark) : Promise.resolve();
        void filled.then(() => map.once('idle', () => setWhole(true)));
      });
      map.setStyle(base.style, { diff: false });
    });
    return () => void (isCurrent = false);
  }, [map, styleUrl, tilesUrl, isDark]);
  const lacksStreets = isOnBoard && (styleUrl !== null || tilesUrl !== null);
  return { attach, map, styled, isWhole, lacksStreets, isMissing };
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
