import type Stripe from 'stripe';
import { badParameter } from '../kernel/errors.js';
import { group, integer, oneOf, requiredText, text } from '../kernel/parameters.js';
import { page } from '../kernel/pagination.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { addressed } from './lookup.js';

const PURPOSES = ['dispute_evidence', 'identity_document', 'additional_verification'] as const;

/** https://docs.stripe.com/api/files/create: what evidence may be, and how large. */
const EVIDENCE_TYPES: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};
const MOST_EVIDENCE_BYTES = 5 * 1024 * 1024;

/** The bytes themselves are not kept: nobody at the double reads them. */
function create(world: World, { form }: Call): Stripe.File {
  const purpose = oneOf(form, 'purpose', PURPOSES) ?? requiredText(form, 'purpose');
  const upload = group(form, 'file');
  if (upload === undefined) throw badParameter('parameter_missing', 'Missing required param: file.', 'file');
  const size = integer(upload, 'size') ?? 0;
  const type = EVIDENCE_TYPES[text(upload, 'type') ?? ''];
  if (type === undefined) {
    throw badParameter('invalid_file_type', 'The file must be a PDF, JPEG or PNG.', 'file');
  }
  if (size > MOST_EVIDENCE_BYTES) throw badParameter('file_too_large', 'The file must be at most 5 MB.', 'file');
  return world.tables.files.put<Stripe.File>({
    id: world.ids.next('file'),
    object: 'file',
    created: world.clock.seconds(),
    expires_at: null,
    filename: text(upload, 'name') ?? null,
    links: null,
    purpose: purpose,
    size,
    title: null,
    type,
    url: null,
  });
}

export const fileRoutes: ResourceRoutes = (world) => [
  { method: 'POST', path: '/v1/files', run: (call) => create(world, call) },
  { method: 'GET', path: '/v1/files', run: ({ form }) => page(world.tables.files.all(), form, '/v1/files') },
  { method: 'GET', path: '/v1/files/:file', run: (call) => addressed(world.tables.files, call, 'file upload', 'file') },
];
