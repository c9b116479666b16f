import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { MapContent } from './map-content';
import { words } from '../words/words';

const MapCanvas = lazy(() => import('./map-canvas').then(({ MapCanvas: component }) => ({ default: component })));

/** A map of what is given. Its library is five times the rest of the application, so it comes when the first map is shown. */
export function MapView({ height, ...content }: MapContent & { height: number | string }) {
  return (
    <Suspense fallback={<Skeleton h={height} role="progressbar" aria-label={words('map.loading')} />}>
      <MapCanvas height={height} {...content} />
    </Suspense>
  );
}
