import { Stack, Text, TextInput } from '@mantine/core';
import type { Place, Position } from '@aegis/contract';
import { useState } from 'react';
import { MapView } from '../../map/map-view';
import { nameOfSpot, PlaceSearch } from '../../map/place-search';
import { distance } from '../../words/distance';
import type { BookingForm } from './booking-form';
import { Section } from './section';

export function Where({ form, nearestMeters }: { form: BookingForm; nearestMeters: number | null }) {
  const [isArea, setArea] = useState(false);
  const { address, position } = form.values;
  const choose = ({ label, position: found, precision }: Place): void => {
    form.setValues({ address: label, position: found });
    setArea(precision === 'area');
  };
  const movePin = async (to: Position): Promise<void> => {
    setArea(false);
    form.setFieldValue('position', to);
    if (address.trim() !== '') return;
    const name = await nameOfSpot(to);
    if (name !== null) form.setFieldValue('address', name);
  };
  return (
    <Section step={1} title="Where">
      <Stack gap="sm">
        <PlaceSearch
          value={address}
          error={form.errors['address'] ?? form.errors['position']}
          onChange={(text) => form.setFieldValue('address', text)}
          onChoose={choose}
        />
        <MapView
          height={280}
          label="Map of the site; drag the pin to the door"
          site={position}
          onMoveSite={(to) => void movePin(to)}
          nearestGuardMeters={nearestMeters}
        />
        {isArea && (
          <Text size="sm" c="var(--aegis-needs-you)">
            The pin is in the middle of the area. Move it to the door: the guard checks in there.
          </Text>
        )}
        {nearestMeters !== null && (
          <Text size="sm" c="dimmed">
            The nearest guard who would come is {distance(nearestMeters)} away (dashed ring).
          </Text>
        )}
        <TextInput
          label="For the guard"
          placeholder="Gate code, whom to ask for"
          description="Optional"
          {...form.getInputProps('notes')}
        />
      </Stack>
    </Section>
  );
}
