import { AttributionControl, type LngLatLike, Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { baseStyle, type MapSource } from '../map/base-style';
import { fillLand } from '../map/land';
import { pageConfig } from './page-config';
import type { SharedJob } from './shared-job';
import { words } from '../words/words';

setWorkerUrl(workerUrl);

const CLOSE = 15;
/** The site is known to a kilometre only. */
const ROUGH = 12;

export interface ShareMap {
  show: (job: SharedJob) => void;
}

/** What the page of this server tells of its map. */
function sourceOf(isDark: boolean): MapSource {
  const config = pageConfig();
  const address = (name: string): string | null => (typeof config[name] === 'string' ? config[name] : null);
  return { styleUrl: address(isDark ? 'mapStyleDarkUrl' : 'mapStyleUrl'), tilesUrl: address('mapTilesUrl') };
}

/** A dot, with what it is beside it: of two dots the colour alone says it to nobody. */
function pin(name: string): { element: HTMLElement; name: HTMLElement } {
  const [element, label] = [document.createElement('div'), document.createElement('bdi')];
  element.className = `pin ${name}`;
  element.append(label);
  return { element, name: label };
}

/** Null where the browser cannot draw it: the words above say the same. */
export async function openMap(container: HTMLElement): Promise<ShareMap | null> {
  container.hidden = false;
  try {
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    const { style, isOnBoard } = await baseStyle(sourceOf(isDark), isDark);
    const map = new MapLibre({ container, style, attributionControl: false });
    if (isOnBoard) void map.once('style.load', () => void fillLand(map, isDark));
    map.addControl(new AttributionControl({ compact: true }));
    const [sitePin, guardPin] = [pin('site'), pin('guard')];
    const [site, guard] = [new Marker({ element: sitePin.element }), new Marker({ element: guardPin.element })];
    let state: string | null = null;
    return {
      show: (job) => {
        const at: LngLatLike = job.site;
        sitePin.name.textContent = words(job.state === 'on_site' ? 'share.site' : 'share.siteRoughly');
        guardPin.name.textContent = job.guardFirstName;
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
