import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { position, text } from './primitives.js';

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

export const places = {
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
