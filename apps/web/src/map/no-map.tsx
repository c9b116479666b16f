import { Button, Stack, Text, TextInput } from '@mantine/core';
import type { Position } from '@aegis/contract';
import { useState } from 'react';
import { words } from '../words/words';
import type { MapContent, PlaceOnMap } from './map-content';
import classes from './map.module.css';
import { positionIn } from './typed-position';

/** In the place of a map that cannot be drawn: a sentence, and by words what is done with the map alone. */
export function NoMap({ height, label, places, site, onMoveSite }: MapContent & { height: number | string }) {
  return (
    <div className={`${classes['frame']} ${classes['words']}`} style={{ height }} role="region" aria-label={label}>
      <Stack gap="sm">
        <Text c="dimmed">{words('map.cannotDraw')}</Text>
        {onMoveSite && <TypedPosition site={site ?? null} onMove={onMoveSite} />}
        {places && <Places places={places} />}
      </Stack>
    </div>
  );
}

const Places = ({ places }: { places: readonly PlaceOnMap[] }) => (
  <Stack component="ul" gap={4} className={classes['places'] ?? ''}>
    {places.map(({ id, label, onOpen }) => (
      <li key={id}>
        <Button variant="subtle" size="compact-md" {...(onOpen && { onClick: onOpen })}>
          {label}
        </Button>
      </li>
    ))}
  </Stack>
);

const asText = ({ lat, lng }: Position): string => `${lat.toFixed(5)}, ${lng.toFixed(5)}`;

/** What the pin is for who sees a map: a site that is known to its ZIP code alone cannot be booked. */
function TypedPosition({ site, onMove }: { site: Position | null; onMove: (position: Position) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const found = typed === null ? null : positionIn(typed);
  return (
    <TextInput
      label={words('map.coordinates')}
      description={words('map.coordinatesHow')}
      inputMode="text"
      autoComplete="off"
      maxLength={60}
      value={typed ?? (site ? asText(site) : '')}
      error={typed !== null && typed.trim() !== '' && found === null ? words('map.noCoordinates') : null}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        const position = positionIn(value);
        if (position) onMove(position);
      }}
      onBlur={() => found && setTyped(null)}
    />
  );
}
