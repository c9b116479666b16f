import { identity, none, secret } from './entries.js';
import { OF_MY_BOOKINGS, OF_MY_JOBS, SEVEN_YEARS } from './owners.js';
import type { Registry } from './registry.types.js';

/** Tables of what people keep of their jobs. */
export const PAPERS: Registry = {
  receipt_entries: {
    meaning: 'Signed receipts of jobs you booked or worked.',
    retention: `${SEVEN_YEARS} They name nobody: what is committed to cannot be shown once its salt is gone.`,
    owner: OF_MY_JOBS,
    rows: 'kept',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the entry.'),
      job_id: none('Which job.'),
      sequence: none('Order of entries.'),
      kind: none('Hours, or who agreed to them.'),
      party: none('Who agreed.'),
      body: none('What was signed: hours, money, times; nobody by name.'),
      hash: none('What the next entry names.', { export: 'hidden' }),
      previous_hash: none('Which entry it follows.', { export: 'hidden' }),
      key_id: none('Which key signed.'),
      signature: none('Proof.', { export: 'hidden' }),
      created_at: none('When.'),
    },
  },
  receipt_salts: {
    meaning: 'What shows your name, your words and your places in signed receipts.',
    retention: 'With the job. Taken away by erasure: then the receipts cannot name you.',
    owner: 'person_id = $1',
    rows: 'deleted',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the row.'),
      job_id: none('Which job.'),
      person_id: identity('Whose.'),
      label: none('What it shows.'),
      salt: secret('What shows it. It is in the receipt that you can download.'),
      commitment: none('What stands in the receipt.', { export: 'hidden' }),
    },
  },
  invoices: {
    meaning: 'Numbers of the invoices for jobs you booked.',
    retention: SEVEN_YEARS,
    owner: OF_MY_BOOKINGS,
    rows: 'kept',
    key: { column: 'number', type: 'integer' },
    columns: {
      number: none('The running number.'),
      job_id: none('For which job.'),
      seller: none('Who sold.'),
      issued_at: none('When.'),
    },
  },
};
