import { z } from 'zod';
import { endpoint, userRole } from './endpoint.js';
import { instant } from './primitives.js';

/** What came to somebody by one way. */
const received = z.object({
  id: z.string(),
  /** `app`: the inbox. */
  channel: z.enum(['app', 'push', 'email', 'sms']),
  at: instant,
  title: z.string().nullable(),
  text: z.string(),
  /** The page that it is about, from the root of the web application. */
  link: z.string().nullable(),
});

const phone = z
  .object({
    /** An e-mail address, or the number of a phone that is nobody's here. */
    of: z.string(),
    person: z.object({ name: z.string(), role: userRole }).nullable(),
    /** The newest first. */
    received: z.array(received),
  })
  .meta({ id: 'Phone' });
export type Phone = z.output<typeof phone>;

export const phones = {
  list: endpoint({
    method: 'GET',
    path: '/demo/phones',
    access: 'anyone',
    summary:
      'What the people of the demo receive, on every channel; there only on the embedded database without a mail server',
    answer: z.object({ items: z.array(phone) }),
  }),
};
