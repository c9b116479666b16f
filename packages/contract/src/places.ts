import { z } from 'zod';
import { endpoint, page } from './endpoint.js';
import { locationPrecision, siteContact } from './jobs.js';
import { id, position, siteRadiusMeters, text } from './primitives.js';

export const place = z
  .object({
    label: z.string(),
    position,
    /** `area` is the middle of a ZIP code or town: the exact spot is still to be set. */
    precision: z.enum(['address', 'area']),
  })
  .meta({ id: 'Place' });
export type Place = z.output<typeof place>;

const found = z.object({ items: z.array(place), attribution: z.string() }).meta({ id: 'PlacesFound' });

/** A site that is booked again and again. */
const placeForm = z
  .strictObject({
    /** One of a name, whatever its case. */
    label: text(80),
    address: text(300),
    location: position,
    locationPrecision: locationPrecision.optional(),
    siteRadiusMeters,
    notes: text(1000).nullable(),
    contact: siteContact.nullable(),
  })
  .meta({ id: 'SavedPlaceForm' });

export const savedPlace = placeForm.omit({ locationPrecision: true }).extend({ id }).strip().meta({ id: 'SavedPlace' });
export type SavedPlace = z.output<typeof savedPlace>;

const placeId = z.strictObject({ id });

export const places = {
  saved: endpoint({
    method: 'GET',
    path: '/users/me/places',
    access: ['customer'],
    summary: 'My saved places, by their names',
    answer: page(savedPlace),
  }),
  save: endpoint({
    method: 'POST',
    path: '/users/me/places',
    access: ['customer'],
    summary: 'Save a place to book it again',
    body: placeForm,
    answer: savedPlace,
    status: 201,
    idempotent: true,
  }),
  change: endpoint({
    method: 'PUT',
    path: '/users/me/places/:id',
    access: ['customer'],
    summary: 'Change a saved place; jobs that were booked there stay as they are',
    params: placeId,
    body: placeForm,
    answer: savedPlace,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/users/me/places/:id',
    access: ['customer'],
    summary: 'Remove a saved place',
    params: placeId,
  }),
  search: endpoint({
    method: 'GET',
    path: '/places',
    access: 'signed-in',
    summary: 'Places whose address, ZIP code or town fits the text, the best first',
    query: z.strictObject({ text: text(200) }),
    answer: found,
  }),
  nearest: endpoint({
    method: 'GET',
    path: '/places/nearest',
    access: 'signed-in',
    summary: 'The address or area of a spot on the map',
    query: z.strictObject({
      lat: z.coerce.number<number | string>().min(-90).max(90),
      lng: z.coerce.number<number | string>().min(-180).max(180),
    }),
    answer: found,
  }),
};
