import { Select, Stack, Text } from '@mantine/core';
import type { Place, Position } from '@aegis/contract';
import { SITE_RADIUS_METERS } from '@aegis/contract/limits';
import type { ReactNode } from 'react';
import { SiteMap } from '../map/map-view';
import { nameOfSpot, PlaceSearch } from '../map/place-search';
import { distance } from '../words/distance';
import { words } from '../words/words';

/** A site as it is being chosen. */
export interface SiteChoice {
  address: string;
  /** Null until a place is chosen: what is typed over an address is another one. */
  position: Position | null;
  /** How exactly the position is known; `area`: the pin is still in the middle of a ZIP code or town. */
  precision: Place['precision'] | 'by_hand';
  siteRadiusMeters: number;
}

export const isExact = ({ position, precision }: Pick<SiteChoice, 'position' | 'precision'>): boolean =>
  position !== null && precision !== 'area';

const RADII_METERS = [SITE_RADIUS_METERS.least, 100, 150, 250, SITE_RADIUS_METERS.most];

function radiiWith(chosen: number): { value: string; label: string }[] {
  const radii = RADII_METERS.includes(chosen) ? RADII_METERS : [...RADII_METERS, chosen].sort((a, b) => a - b);
  return radii.map((meters) => ({
    value: String(meters),
    label: words('jobs.site.radius', { distance: distance(meters) }),
  }));
}

/** Address, pin and size of a site. */
export function SiteFields({
  site,
  error,
  nearestMeters = null,
  onChange,
}: {
  site: SiteChoice;
  error?: ReactNode;
  nearestMeters?: number | null;
  onChange: (change: Partial<SiteChoice>) => void;
}) {
  const { address, position, precision, siteRadiusMeters } = site;
  const movePin = async (to: Position): Promise<void> => {
    onChange({ position: to, precision: 'by_hand' });
    if (address.trim() !== '') return;
    const name = await nameOfSpot(to);
    if (name !== null) onChange({ address: name });
  };
  return (
    <Stack gap="sm">
      <PlaceSearch
        value={address}
        error={error}
        onChange={(text) => {
          if (text !== address) onChange({ address: text, position: null });
        }}
        onChoose={({ label, ...found }) =>
          onChange({ address: label, position: found.position, precision: found.precision })
        }
      />
      <SiteMap
        height={280}
        label={words('jobs.site.map')}
        site={position}
        siteRadiusMeters={siteRadiusMeters}
        onMoveSite={(to) => void movePin(to)}
        nearestGuardMeters={nearestMeters}
      />
      {position !== null && precision === 'area' && (
        <Text size="sm" c="var(--aegis-needs-you)" role="status">
          {words('jobs.site.area')}
        </Text>
      )}
      <Select
        label={words('jobs.site.size')}
        description={words('jobs.site.sizeWhat')}
        data={radiiWith(siteRadiusMeters)}
        allowDeselect={false}
        value={String(siteRadiusMeters)}
        onChange={(value) => value !== null && onChange({ siteRadiusMeters: Number(value) })}
      />
    </Stack>
  );
}
