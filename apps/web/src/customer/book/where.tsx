import { Select, Stack, Text, TextInput } from '@mantine/core';
import { type SavedPlace, usePlaces } from '../../account/places';
import { ContactFields, contactText } from '../../jobs/contact-fields';
import { SiteFields } from '../../jobs/site-fields';
import { distanceBand } from '../../words/distance';
import type { BookingForm } from './booking-form';
import { SavePlace } from './save-place';
import { Section } from './section';
import { words } from '../../words/words';

export function Where({ form, nearestMeters }: { form: BookingForm; nearestMeters: number | null }) {
  return (
    <Section step={1} title={words('booking.where.title')}>
      <Stack gap="sm">
        <ChoosePlace form={form} />
        <SiteFields
          site={form.values}
          error={form.errors['address'] ?? form.errors['position']}
          nearestMeters={nearestMeters}
          onChange={(change) => form.setValues(change)}
        />
        {nearestMeters !== null && (
          <Text size="sm" c="dimmed">
            {words('booking.where.nearest', { distance: distanceBand(nearestMeters) })}
          </Text>
        )}
        <TextInput
          label={words('jobs.edit.notes')}
          placeholder={words('jobs.edit.notesWhat')}
          description={words('jobs.optional')}
          {...form.getInputProps('notes')}
        />
        <ContactFields value={form.values.contact} onChange={(contact) => form.setFieldValue('contact', contact)} />
        <SavePlace booking={form.values} />
      </Stack>
    </Section>
  );
}

function ChoosePlace({ form }: { form: BookingForm }) {
  const places = usePlaces().data?.items ?? [];
  if (places.length === 0) return null;
  const choose = ({ address, location, siteRadiusMeters, notes, contact }: SavedPlace): void =>
    form.setValues({
      ...{ address, position: location, precision: 'by_hand', siteRadiusMeters },
      ...{ notes: notes ?? '', contact: contactText(contact) },
    });
  return (
    <Select
      label={words('booking.where.saved')}
      placeholder={words('booking.where.choose')}
      data={places.map(({ id, label }) => ({ value: id, label }))}
      value={null}
      onChange={(id) => {
        const place = places.find((one) => one.id === id);
        if (place) choose(place);
      }}
    />
  );
}
