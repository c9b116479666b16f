import { Button, Group, Modal, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, WireAnswer, api } from '@aegis/contract';
import { type SyntheticEvent, useRef, useState } from 'react';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { type DraftName, forgetDraft, keepDraft, readDraft } from '../data/kept-draft';
import { useUser } from '../data/session';
import { useRules } from '../data/server-config';
import { ContactFields, contactOf, type ContactText, contactText } from '../jobs/contact-fields';
import { type SiteChoice, SiteFields } from '../jobs/site-fields';
import { useFirstMistake, useRefusedFields } from '../layout/first-mistake';
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
  // An answer that was lost on its way is the same place when it is sent again, and not a second one of the same name.
  const keys = useEntryKeys();
  return useMutation({
    mutationFn: ({ id, body }: { id?: string | undefined; body: PlaceForm }) =>
      id === undefined
        ? client.places.save({ body, idempotencyKey: keys.of(body) })
        : client.places.change({ params: { id }, body }),
    onSuccess: (place) => {
      keys.forget();
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
  const [isOpen, { open, close: hide }] = useDisclosure();
  const { id: userId } = useUser();
  // Who closes it has let go of what they typed; a reload and a session that ends have not.
  const close = (): void => {
    forgetDraft(draftOf(userId, place));
    hide();
  };
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

interface Typed extends SiteChoice {
  label: string;
  notes: string;
  contact: ContactText;
}

const typedOf = (place: SavedPlace | undefined, geofenceMeters: number): Typed => ({
  label: place?.label ?? '',
  notes: place?.notes ?? '',
  contact: contactText(place?.contact),
  address: place?.address ?? '',
  position: place?.location ?? null,
  precision: 'by_hand',
  siteRadiusMeters: place?.siteRadiusMeters ?? geofenceMeters,
});

const draftOf = (userId: string, place: SavedPlace | undefined): DraftName => ({
  userId,
  form: place ? `place.${place.id}` : 'place',
});

/** What is typed outlives a reload and a session that ends, with the pin: an address alone is no place. */
function useKeptPlace(place: SavedPlace | undefined) {
  const { id: userId } = useUser();
  const { geofenceMeters } = useRules();
  const name = draftOf(userId, place);
  const [typed, setTyped] = useState(() => ({ ...typedOf(place, geofenceMeters), ...readDraft<Typed>(name) }));
  const change = (part: Partial<Typed>): void =>
    setTyped((before) => {
      const after = { ...before, ...part };
      keepDraft(name, after);
      return after;
    });
  return { typed, change };
}

/** By the path of the field, in the order of the fields. */
function mistakesOf({ label, address, position, precision }: Typed): Partial<Record<'label' | 'address', string>> {
  const where = (): string | null => {
    if (address.trim() === '') return words('booking.where.enter');
    if (position === null) return words('jobs.edit.choosePlace');
    return precision === 'area' ? words('booking.where.movePin') : null;
  };
  const isWrong = where();
  return {
    ...(label.trim() === '' && { label: words('account.places.enterName') }),
    ...(isWrong !== null && { address: isWrong }),
  };
}

const bodyOf = ({ label, address, position, precision, siteRadiusMeters, notes, contact }: Typed): PlaceForm | null =>
  position && {
    ...{ label: label.trim(), address: address.trim(), location: position, locationPrecision: precision },
    ...{ siteRadiusMeters, notes: notes.trim() === '' ? null : notes.trim(), contact: contactOf(contact) },
  };

function PlaceFields({ place, onDone }: { place: SavedPlace | undefined; onDone: () => void }) {
  const { typed, change } = useKeptPlace(place);
  const save = useSavePlace(onDone);
  const form = useRef<HTMLFormElement>(null);
  const refused = useRefusedFields(form, save.error);
  const first = useFirstMistake();
  const [isTold, setTold] = useState(false);
  const mistakes = mistakesOf(typed);
  const said = (field: 'label' | 'address'): string | undefined =>
    (isTold ? mistakes[field] : undefined) ?? refused(field === 'address' ? 'location' : field) ?? refused(field);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTold(true);
    const body = bodyOf(typed);
    if (Object.keys(mistakes).length > 0) first.onMistakes(mistakes, typed, event);
    else if (body) save.mutate({ id: place?.id, body });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      {first.spoken}
      <Stack gap="sm">
        <TextInput
          label={words('account.places.name')}
          maxLength={80}
          value={typed.label}
          error={said('label')}
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
        <SiteFields site={typed} error={said('address')} onChange={change} />
        <Textarea
          label={words('account.places.notes')}
          description={words('account.places.notesWhat')}
          autosize
          minRows={2}
          maxLength={1000}
          value={typed.notes}
          error={refused('notes')}
          onChange={(event) => change({ notes: event.currentTarget.value })}
        />
        <ContactFields value={typed.contact} refused={refused} onChange={(contact) => change({ contact })} />
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {words('account.places.leave')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words('layout.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
