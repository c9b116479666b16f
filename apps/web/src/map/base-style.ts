import type { StyleSpecification } from 'maplibre-gl';
import { landStyle } from './land';

const STYLE_PATIENCE_MS = 3000;

/** What this server says its map is. */
export interface MapSource {
  /** Of a style server. */
  styleUrl: string | null;
  /** An archive of streets. */
  tilesUrl: string | null;
}

export interface BaseStyle {
  style: string | StyleSpecification;
  /** The one on board, because there is no other, or none that answers; its land is still to be put in (`fillLand`). */
  isOnBoard: boolean;
}

/** Style of the configured server while it answers, else the one on board: asked once for each address. */
const asked = new Map<string, Promise<boolean>>();

export async function baseStyle({ styleUrl, tilesUrl }: MapSource, isDark: boolean): Promise<BaseStyle> {
  const streets = tilesUrl === null ? null : await streetsOf(tilesUrl, isDark);
  if (streets) return { style: streets, isOnBoard: false };
  if (styleUrl !== null && navigator.onLine && (await answers(styleUrl))) return { style: styleUrl, isOnBoard: false };
  return { style: landStyle(isDark), isOnBoard: true };
}

/** Null when the archive cannot be read now. What draws it is loaded where there is one alone. */
async function streetsOf(url: string, isDark: boolean): Promise<StyleSpecification | null> {
  try {
    const { streetStyle } = await import('./streets');
    return await streetStyle(url, isDark);
  } catch {
    return null;
  }
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
