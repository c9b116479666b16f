import 'maplibre-gl/dist/maplibre-gl.css';
import { Box, Button, Text, useComputedColorScheme } from '@mantine/core';
import { IconFocusCentered } from '@tabler/icons-react';
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect } from 'react';
import { useServerConfig } from '../data/server-config';
import type { MapContent } from './map-content';
import classes from './map.module.css';
import { NoMap } from './no-map';
import { useMap } from './use-map';
import { useMapContent } from './use-map-content';
import { words } from '../words/words';

/** A map, or words where the browser could not draw one after all. */
export function MapCanvas({ height, ...content }: MapContent & { height: number | string }) {
  const config = useServerConfig();
  const isDark = useComputedColorScheme('light') === 'dark';
  const source = { styleUrl: isDark ? config.mapStyleDarkUrl : config.mapStyleUrl, tilesUrl: config.mapTilesUrl };
  const { attach, map, styled, isWhole, lacksStreets, isMissing } = useMap(source, isDark);
  useMapContent(map, styled, content);
  useClickToMove(map, content.onMoveSite);
  if (isMissing) return <NoMap height={height} {...content} />;
  return (
    <Box className={classes['frame']} h={height} role="region" aria-label={content.label}>
      <div ref={attach} className={classes['canvas']} data-map={isWhole ? 'drawn' : 'loading'} />
      <Note isLoading={!isWhole} lacksStreets={lacksStreets} />
      {content.onMoveSite && map && styled > 0 && <CenterButton map={map} onMove={content.onMoveSite} />}
    </Box>
  );
}

/** Why the map shows less than one expects of it. */
function Note({ isLoading, lacksStreets }: { isLoading: boolean; lacksStreets: boolean }) {
  const said = isLoading ? words('map.loading') : lacksStreets ? words('map.noStreets') : null;
  if (said === null) return null;
  return (
    <Text className={`${classes['note']} floating`} size="sm" role="status">
      {said}
    </Text>
  );
}

/** For those who move the map by keyboard: the pin cannot be dragged with keys. */
function CenterButton({ map, onMove }: { map: MapLibre; onMove: NonNullable<MapContent['onMoveSite']> }) {
  const put = (): void => {
    // On its way to a place that was chosen: meant is where it comes to rest.
    if (map.isMoving()) return void map.once('moveend', put);
    const { lat, lng } = map.getCenter();
    onMove({ lat, lng });
  };
  return (
    <Button
      className={`${classes['tool']} floating`}
      variant="default"
      size="sm"
      h={44}
      leftSection={<IconFocusCentered size={18} aria-hidden />}
      onClick={put}
    >
      {words('map.center')}
    </Button>
  );
}

function useClickToMove(map: MapLibre | null, onMove: MapContent['onMoveSite']): void {
  useEffect(() => {
    if (!map || !onMove) return;
    const clicks = map.on('click', ({ lngLat }) => onMove({ lat: lngLat.lat, lng: lngLat.lng }));
    return () => clicks.unsubscribe();
  }, [map, onMove]);
}
