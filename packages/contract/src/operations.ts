import { z } from 'zod';
import { endpoint } from './endpoint.js';

const check = z.object({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string().optional(),
  warning: z.string().optional(),
});

export const operations = {
  live: endpoint({
    method: 'GET',
    path: '/health/live',
    absolute: true,
    access: 'anyone',
    summary: 'The process answers',
    answer: z.object({ status: z.literal('ok') }),
  }),
  ready: endpoint({
    method: 'GET',
    path: '/health/ready',
    absolute: true,
    access: 'anyone',
    summary: 'The process can do its work: database, schema, queue, payment provider',
    answer: z.object({ status: z.enum(['ok', 'failing']), checks: z.array(check) }),
  }),
};
