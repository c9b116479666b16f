import { Button, Group, Modal, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, WireAnswer, api } from '@aegis/contract';
import { type SyntheticEvent, useRef, useState } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { ContactFields, contactOf, contactText } from '../jobs/contact-fields';
import { isExact, type SiteChoice, SiteFields } from '../jobs/site-fields';
import { useRefusedFields } from '../layout/first-mistake';
import { Written } from '../layout/written';
import { Load, Problem } from '../layout/states';
import { distance } from '../words/distance';
import { words } from '../words/words';

export type SavedPlace = WireAnswer<typeof api.places.saved>['items'][number];
export type PlaceForm = Call<typeof api.places.save>['body'];

const PLACES = ['saved-places'];

export const usePlaces = () => useQuery({ queryKey: PLACES, queryFn: () => client.places.saved() });

/** Saves a new place, or another state of `id`. */
export function useSavePlace(onSaved: (place: SavedPlace) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id?: string | undefined; body: PlaceForm }) =>
      id === undefined ? client.places.save({ body }) : client.places.change({ params: { id }, body }),
    onSuccess: (place) => {
      void queries.invalidateQueries({ queryKey: PLACES });
      onSaved(place);
    },
  });
}

export function Places() {
  const places = usePlaces();
  return (
    <Load from={places} skeleton={<Skeleton h={48} role="progressbar" aria-label={words('account.places.loading')} />}>
      {({ items }) => (
        <Stack gap="sm">
          {items.map((place) => (
            <PlaceLine key={place.id} place={place} />
          ))}
          {items.length === 0 && (
            <Text size="sm" c="dimmed">
              {words('account.places.none')}
            </Text>
          )}
          <Group>
            <PlaceDialog />
          </Group>
        </Stack>
      )}
    </Load>
  );
}

function PlaceLine({ place }: { place: SavedPlace }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => client.places.remove({ params: { id: place.id } }),
    onSettled: () => void queries.invalidateQueries({ queryKey: PLACES }),
  });
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div style={{ minWidth: 0, flex: '1 1 200px' }}>
        <Text fw={600}>{place.label}</Text>
        <Text size="sm" c="dimmed">
          {words('account.places.around', { address: place.address, distance: distance(place.siteRadiusMeters) })}
        </Text>
        {place.notes !== null && (
          <Text size="sm" component="div">
            <Written text={place.notes} />
          </Text>
        )}
        {remove.error && <Problem error={remove.error} />}
      </div>
      <Group gap="xs">
        <PlaceDialog place={place} />
        <Button
          size="compact-md"
          variant="subtle"
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
          aria-label={words('account.places.removeNamed', { place: place.label })}
        >
          {words('account.remove')}
        </Button>
      </Group>
    </Group>
  );
}

function PlaceDialog({ place }: { place?: SavedPlace }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size={place ? 'compact-md' : 'md'}
        variant="default"
        onClick={open}
        aria-label={place ? words('account.places.changeNamed', { place: place.label }) : undefined}
      >
        {words(place ? 'account.change' : 'account.places.add')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={place ? words('account.places.changeQuoted', { place: place.label }) : words('account.places.add')}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <PlaceFields place={place} onDone={close} />
      </Modal>
    </>
  );
}

function PlaceFields({ place, onDone }: { place: SavedPlace | undefined; onDone: () => void }) {
  const { geofenceMeters } = useRules();
  const [label, setLabel] = useState(place?.label ?? '');
  const [notes, setNotes] = useState(place?.notes ?? '');
  const [contact, setContact] = useState(() => contactText(place?.contact));
  const [site, setSite] = useState<SiteChoice>({
    address: place?.address ?? '',
    position: place?.location ?? null,
    precision: 'by_hand',
    siteRadiusMeters: place?.siteRadiusMeters ?? geofenceMeters,
  });
  const save = useSavePlace(onDone);
  const form = useRef<HTMLFormElement>(null);
  const refused = useRefusedFields(form, save.error);
  const { address, position, precision, siteRadiusMeters } = site;
  const isComplete = label.trim() !== '' && address.trim() !== '' && isExact(site);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isComplete || !position) return;
    const where = { label: label.trim(), address: address.trim(), location: position, locationPrecision: precision };
    const rest = { siteRadiusMeters, notes: notes.trim() === '' ? null : notes.trim(), contact: contactOf(contact) };
    save.mutate({ id: place?.id, body: { ...where, ...rest } });
  };
  return (
    <form ref={form} onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={words('account.places.name')}
          maxLength={80}
          value={label}
          error={refused('label')}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <SiteFields site={site} onChange={(change) => setSite((before) => ({ ...before, ...change }))} />
        <Textarea
          label={words('account.places.notes')}
          description={words('account.places.notesWhat')}
          autosize
          minRows={2}
          maxLength={1000}
          value={notes}
          error={refused('notes')}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <ContactFields value={contact} refused={refused} onChange={setContact} />
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {words('account.places.leave')}
          </Button>
          <Button type="submit" disabled={!isComplete} loading={save.isPending}>
            {words('layout.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
