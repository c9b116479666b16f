import { resolve } from 'node:path';
import { z } from 'zod';

/** Streets of a region as one file: on this machine, or where browsers find it. */
export type MapTiles = { file: string } | { url: string };

export interface MapAccess {
  /** Null: none. */
  styleUrl: string | null;
  styleDarkUrl: string | null;
  /** Take the place of the styles: whoever has streets of their own asks no other server for a map. */
  tiles: MapTiles | null;
}

const STYLE = 'https://tiles.openfreemap.org/styles/positron';
const STYLE_DARK = 'https://tiles.openfreemap.org/styles/dark';
const NONE = 'none';
const SCHEME = /^[a-z][a-z\d+.-]*:/i;

const style = z.union([z.literal(NONE), z.url()]).optional();

export const mapSettings = {
  /** Style of the map in the web application; `none`: the one it carries with it, which asks no other server. */
  MAP_STYLE_URL: style,
  MAP_STYLE_DARK_URL: style,
  /** An archive of PMTiles: a path, or an address of the web. */
  MAP_TILES: z.string().transform(readTiles).optional(),
};

type MapSettings = z.output<z.ZodObject<typeof mapSettings>>;

/** A style that would never be shown is believed to be. */
export function refuseStylesBesideTiles(settings: MapSettings, context: z.RefinementCtx): void {
  if (!settings.MAP_TILES) return;
  for (const name of ['MAP_STYLE_URL', 'MAP_STYLE_DARK_URL'] as const)
    if ((settings[name] ?? NONE) !== NONE)
      context.addIssue({ code: 'custom', path: [name], message: 'has no use beside MAP_TILES: set one of them' });
}

export function readMap({ MAP_STYLE_URL, MAP_STYLE_DARK_URL, MAP_TILES }: MapSettings): MapAccess {
  if (MAP_TILES) return { styleUrl: null, styleDarkUrl: null, tiles: MAP_TILES };
  return {
    styleUrl: addressOrNull(MAP_STYLE_URL ?? STYLE),
    styleDarkUrl: addressOrNull(MAP_STYLE_DARK_URL ?? STYLE_DARK),
    tiles: null,
  };
}

const addressOrNull = (value: string): string | null => (value === NONE ? null : value);

function readTiles(place: string, context: z.RefinementCtx): MapTiles {
  if (!SCHEME.test(place)) return { file: resolve(place) };
  if (URL.canParse(place) && /^https?:$/.test(new URL(place).protocol)) return { url: place };
  context.addIssue({ code: 'custom', message: 'is neither a path on this machine nor an https address' });
  return z.NEVER;
}
