import { DARK, type Flavor, layers, LIGHT } from '@protomaps/basemaps';
import { addProtocol, type LayerSpecification, type StyleSpecification } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import { locale } from '../words/speech';
import { words } from '../words/words';

/** What is drawn by pictures that the archive does not have: shields of roads, arrows of one-way streets, signs of shops. */
const OF_PICTURES = new Set(['roads_shields', 'roads_oneway', 'pois']);
/** The page's own, which MapLibre draws by itself: without `glyphs` in the style no font of another server is asked for. */
const FONT = 'Inter Variable,sans-serif';

const protocol = new Protocol();
let isAdded = false;

/** Draws the streets of the archive at `url`. @throws when it is not there, or is none that can be read */
export async function streetStyle(url: string, isDark: boolean): Promise<StyleSpecification> {
  const address = new URL(url, location.href).href;
  const archive = protocol.get(address) ?? new PMTiles(address);
  await archive.getHeader();
  protocol.add(archive);
  if (!isAdded) addProtocol('pmtiles', protocol.tile);
  isAdded = true;
  return {
    version: 8,
    sources: { streets: { type: 'vector', url: `pmtiles://${address}`, attribution: attribution() } },
    layers: withoutPictures(layers('streets', flavor(isDark), { lang: locale().split('-')[0] ?? 'en' })),
  };
}

/** As its licence asks (ODbL), with the way to it. */
const attribution = (): string =>
  `<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">${words('map.streets')}</a>`;

const flavor = (isDark: boolean): Flavor => {
  const { pois: _pictures, ...colours } = isDark ? DARK : LIGHT;
  return { ...colours, regular: FONT, bold: FONT, italic: FONT };
};

const withoutPictures = (drawn: LayerSpecification[]): LayerSpecification[] =>
  drawn
    .filter(({ id }) => !OF_PICTURES.has(id))
    .map((layer) => {
      if (layer.type !== 'symbol') return layer;
      const { 'icon-image': _picture, ...layout } = layer.layout ?? {};
      return { ...layer, layout };
    });
