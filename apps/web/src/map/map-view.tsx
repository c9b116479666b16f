import { Button, Skeleton } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { words } from '../words/words';
import { canDrawMaps } from './can-draw';
import type { MapContent } from './map-content';
import classes from './map.module.css';
import { NoMap } from './no-map';

type Sized = MapContent & { height: number | string };

const loadCanvas = () => import('./map-canvas');
const MapCanvas = lazy(() => loadCanvas().then(({ MapCanvas: component }) => ({ default: component })));

/** For who will want to see one in a moment. */
export function prepareMap(): void {
  // Without a network it is asked for once more when it is shown.
  if (canDrawMaps()) loadCanvas().catch(() => undefined);
}

/** A map of what is given. Its library is five times the rest of the application, so it comes when the first map is shown. */
export function MapView({ height, ...content }: Sized) {
  if (!canDrawMaps()) return <NoMap height={height} {...content} />;
  return (
    <Suspense fallback={<Skeleton h={height} role="progressbar" aria-label={words('map.loading')} />}>
      <MapCanvas height={height} {...content} />
    </Suspense>
  );
}

/**
 * A map on which a site is chosen. Before there is one it would show a continent: it comes with the site that was typed, or when
 * somebody wants to choose there.
 */
export function SiteMap({ height, ...content }: Sized) {
  const [isWanted, setWanted] = useState(false);
  // What is typed over an address takes the site away, and not the map.
  if (content.site && !isWanted) setWanted(true);
  if (isWanted || !canDrawMaps()) return <MapView height={height} {...content} />;
  return (
    <div className={`${classes['frame']} ${classes['later']}`} style={{ height }}>
      <Button
        variant="default"
        leftSection={<IconMapPin size={18} aria-hidden />}
        onFocus={prepareMap}
        onClick={() => setWanted(true)}
      >
        {words('map.choose')}
      </Button>
    </div>
  );
}
