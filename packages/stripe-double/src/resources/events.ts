import { texts, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import type { ResourceRoutes } from '../kernel/route.js';
import { addressed } from './lookup.js';

/** `charge.*` names every event of charges, `*` every event. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

export const eventRoutes: ResourceRoutes = (world) => [
  {
    method: 'GET',
    path: '/v1/events',
    run: ({ form }) => {
      const single = text(form, 'type');
      const patterns = single === undefined ? texts(form, 'types') : [single];
      const within = createdWithin(form);
      const wanted = world.tables.events
        .all()
        .filter((event) => within(event) && (patterns.length === 0 || patterns.some((p) => matches(p, event.type))));
      return page(wanted, form, '/v1/events');
    },
  },
  {
    method: 'GET',
    path: '/v1/events/:id',
    run: (call) => addressed(world.tables.events, call, 'event', 'id'),
  },
];
