import { AttributionControl, type LngLatLike, Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { baseStyle, type MapSource } from '../map/base-style';
import { fillLand } from '../map/land';
import type { SharedJob } from './shared-job';

setWorkerUrl(workerUrl);

const CLOSE = 15;
/** The site is known to a kilometre only. */
const ROUGH = 12;

export interface ShareMap {
  show: (job: SharedJob) => void;
}

/** What the page of this server tells of its map. */
function sourceOf(isDark: boolean): MapSource {
  const config = JSON.parse(document.getElementById('aegis-config')?.textContent ?? '{}') as Record<string, unknown>;
  const address = (name: string): string | null => (typeof config[name] === 'string' ? config[name] : null);
  return { styleUrl: address(isDark ? 'mapStyleDarkUrl' : 'mapStyleUrl'), tilesUrl: address('mapTilesUrl') };
}

const pin = (name: string): HTMLElement => Object.assign(document.createElement('div'), { className: `pin ${name}` });

/** Null where the browser cannot draw it: the words above say the same. */
export async function openMap(container: HTMLElement): Promise<ShareMap | null> {
  container.hidden = false;
  try {
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    const { style, isOnBoard } = await baseStyle(sourceOf(isDark), isDark);
    const map = new MapLibre({ container, style, attributionControl: false });
    if (isOnBoard) void map.once('style.load', () => void fillLand(map, isDark));
    map.addControl(new AttributionControl({ compact: true }));
    const [site, guard] = [new Marker({ element: pin('site') }), new Marker({ element: pin('guard') })];
    let state: string | null = null;
    return {
      show: (job) => {
        const at: LngLatLike = job.site;
        site.setLngLat(at).addTo(map);
        if (job.guard) guard.setLngLat(job.guard.position).addTo(map);
        else guard.remove();
        // Whoever has moved the map is left alone until something else is shown.
        if (state !== job.state) map.jumpTo({ center: at, zoom: job.state === 'on_site' ? CLOSE : ROUGH });
        state = job.state;
      },
    };
  } catch {
    container.hidden = true;
    return null;
  }
}
