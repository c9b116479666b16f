import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSavePlace } from '../../account/places';
import { contactOf } from '../../jobs/contact-fields';
import { isExact } from '../../jobs/site-fields';
import { say } from '../../layout/messages';
import { Problem } from '../../layout/states';
import type { Booking } from './booking-form';
import { words } from '../../words/words';

/** Keeps the place of a booking for the next one. */
export function SavePlace({ booking }: { booking: Booking }) {
  const [label, setLabel] = useState<string | null>(null);
  const save = useSavePlace(({ label: saved }) => {
    setLabel(null);
    void say({ title: words('booking.where.savedNow'), message: words('booking.where.savedHow', { place: saved }) });
  });
  const { address, position, precision, siteRadiusMeters, notes } = booking;
  if (!position || !isExact(booking) || address.trim() === '') return null;
  if (label === null)
    return (
      <Group>
        <Button variant="subtle" size="compact-md" onClick={() => setLabel('')}>
          {words('booking.where.save')}
        </Button>
      </Group>
    );
  const submit = (): void => {
    const site = { address: address.trim(), location: position, locationPrecision: precision, siteRadiusMeters };
    const beside = { notes: notes.trim() === '' ? null : notes.trim(), contact: contactOf(booking.contact) };
    save.mutate({ body: { label: label.trim(), ...site, ...beside } });
  };
  return (
    <>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={words('booking.where.name')}
          maxLength={80}
          flex={1}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button variant="default" disabled={label.trim() === ''} loading={save.isPending} onClick={submit}>
          {words('layout.save')}
        </Button>
      </Group>
      {save.error && <Problem error={save.error} />}
    </>
  );
}
