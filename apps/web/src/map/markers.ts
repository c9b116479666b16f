import { Marker, type Map as MapLibre } from 'maplibre-gl';
import { type Cluster, loudestTone } from './clusters';
import type { GuardOnMap, PlaceOnMap } from './map-content';
import type { Position } from '@aegis/contract';
import { ago } from '../words/time';
import classes from './map.module.css';
import { words } from '../words/words';

const GLIDE_MS = 1500;
/** After this a position is old: it fades and says so. */
const OLD_SECONDS = 90;

const SVG = 'http://www.w3.org/2000/svg';

function shape(viewBox: string, path: string, className: string | undefined): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add(className ?? '');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

const element = (className: string | undefined, ...children: Element[]): HTMLDivElement => {
  const div = document.createElement('div');
  if (className) div.className = className;
  div.append(...children);
  return div;
};

/** The place of the job; movable where `onMove` is given. */
export function sitePin(onMove: ((position: Position) => void) | undefined): Marker {
  const pin = shape('0 0 32 42', 'M16 1C8 1 2 7 2 15c0 11 14 26 14 26s14-15 14-26C30 7 24 1 16 1z', classes['pin']);
  const marker = new Marker({ element: element(undefined, pin), anchor: 'bottom', draggable: onMove !== undefined });
  marker.getElement().setAttribute('aria-label', words('map.site'));
  marker.getElement().setAttribute('role', 'img');
  if (onMove)
    marker.on('dragend', () => {
      const { lat, lng } = marker.getLngLat();
      onMove({ lat, lng });
    });
  return marker;
}

/** The guard: an arrow on the move, a dot when standing; glides between fixes, fades when they are old. */
export class GuardMarker {
  private readonly arrow = shape('0 0 36 36', 'M18 3l11 28-11-6-11 6z', classes['arrow']);
  private readonly dot = shape('0 0 36 36', 'M18 8a10 10 0 100 20 10 10 0 000-20z', classes['arrow']);
  private readonly age = element(classes['age']);
  private readonly marker = new Marker({ element: element(classes['guard'], this.arrow, this.dot, this.age) });
  private frame = 0;
  private isShown = false;

  show(map: MapLibre, { position, headingDegrees, ageSeconds }: GuardOnMap): void {
    const body = this.marker.getElement();
    body.setAttribute('role', 'img');
    body.setAttribute('aria-label', words('map.guardSeen', { ago: ago(ageSeconds) }));
    body.classList.toggle(classes['old'] ?? '', ageSeconds > OLD_SECONDS);
    this.age.textContent = ageSeconds > OLD_SECONDS ? ago(ageSeconds) : '';
    this.arrow.style.display = headingDegrees === null ? 'none' : '';
    this.dot.style.display = headingDegrees === null ? '' : 'none';
    if (headingDegrees !== null) this.arrow.style.transform = `rotate(${headingDegrees}deg)`;
    if (!this.isShown) {
      this.isShown = true;
      this.marker.setLngLat(position).addTo(map);
    } else this.glide(position);
  }

  hide(): void {
    cancelAnimationFrame(this.frame);
    this.marker.remove();
    this.isShown = false;
  }

  private glide(to: Position): void {
    cancelAnimationFrame(this.frame);
    const from = this.marker.getLngLat();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const begun = performance.now();
    const step = (now: number): void => {
      const part = still ? 1 : Math.min(1, (now - begun) / GLIDE_MS);
      this.marker.setLngLat([from.lng + (to.lng - from.lng) * part, from.lat + (to.lat - from.lat) * part]);
      if (part < 1) this.frame = requestAnimationFrame(step);
    };
    step(performance.now());
  }
}

/** A place among many: its colour says the state, its name says it too. */
export function placeMarker({ position, label, tone, onOpen }: PlaceOnMap): Marker {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = [classes['place'], classes[tone]].join(' ');
  button.title = label;
  button.setAttribute('aria-label', label);
  if (onOpen) button.addEventListener('click', onOpen);
  return new Marker({ element: button }).setLngLat(position);
}

/** Several places that would cover each other: their number; pressing it comes nearer. */
export function clusterMarker({ places, position }: Cluster, onOpen: () => void): Marker {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = [classes['cluster'], classes[loudestTone(places)]].join(' ');
  button.textContent = String(places.length);
  button.title = places.map(({ label }) => label).join('\n');
  button.setAttribute('aria-label', words('map.cluster', { count: places.length }));
  button.addEventListener('click', onOpen);
  return new Marker({ element: button }).setLngLat(position);
}
