import { type Language, type Words, wordsIn } from '@aegis/words/all';
import { type Figures, figuresIn } from '@aegis/words/figures';
import { z } from 'zod';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import type { ExportedRow } from './person-reader.js';

/** For whom the story is told. */
export interface Reader {
  id: string;
  language: Language;
}

/** A row in a sentence, and what it came to. */
export interface Told {
  day: string;
  text: string;
  amount: string;
}

export interface Speech extends Reader {
  words: Words;
  figures: Figures;
  /** A moment that has no place. */
  exact: (at: Date) => string;
}

interface Chapter {
  title: 'papers.story.jobs' | 'papers.story.money' | 'papers.story.written';
  tell: (row: ExportedRow, speech: Speech) => Told;
}

/** Where no place says another one. */
const USUAL_ZONE = 'America/New_York';

const moment = z.date();
/** Null, too, for what is the other party's. */
const figure = z.coerce
  .number()
  .nullish()
  .transform((value) => value ?? null);
const jobRow = z.object({
  title: z.string(),
  status: z.enum(['requested', 'matched', 'in_progress', 'completed', 'cancelled']),
  start_time: moment,
  end_time: moment,
  customer_id: z.string().nullable(),
  location_address: z.string().nullish(),
  location_coordinates: z.object({ lat: z.number(), lng: z.number() }).nullish(),
  worked_minutes: figure,
  total_amount_cents: figure,
  due_amount_cents: figure,
});
const paymentRow = z.object({
  payment_type: z.enum(['charge', 'payout', 'refund']),
  status: z.enum(['pending', 'processing', 'authorized', 'succeeded', 'failed', 'cancelled', 'refunded', 'disputed']),
  amount_cents: z.coerce.number(),
  created_at: moment,
});
const messageRow = z.object({ author_id: z.string().nullable(), words: z.string(), written_at: moment });

function tellJob(row: ExportedRow, { id, words, figures }: Speech): Told {
  const job = jobRow.parse(row);
  const zone = job.location_coordinates ? zoneOfPlace(job.location_coordinates) : USUAL_ZONE;
  const worked = job.worked_minutes;
  const said = [
    words('papers.story.job', { title: job.title, state: words(`terms.job.${job.status}`) }),
    words('papers.fromTo', { from: figures.exact(job.start_time, zone), until: figures.exact(job.end_time, zone) }),
    ...(job.location_address ? [job.location_address] : []),
    ...(worked === null ? [] : [words('papers.story.worked', { time: words('papers.minutes', { count: worked }) })]),
  ];
  // What it came to is the customer's; what the guard was paid for it stands with the money.
  const came = job.customer_id === id ? (job.due_amount_cents ?? job.total_amount_cents) : null;
  return {
    day: figures.dayOf(job.start_time, zone),
    text: said.join('. '),
    amount: came === null ? '' : figures.money(came),
  };
}

function tellPayment(row: ExportedRow, { words, figures }: Speech): Told {
  const payment = paymentRow.parse(row);
  const what = words(`terms.payment.${payment.payment_type}`);
  return {
    day: figures.dayOf(payment.created_at, USUAL_ZONE),
    text: words('papers.story.payment', { what, state: words(`terms.paid.${payment.status}`) }),
    amount: figures.money(payment.amount_cents),
  };
}

function tellMessage(row: ExportedRow, { id, words, figures }: Speech): Told {
  const message = messageRow.parse(row);
  const by = message.author_id === id ? 'you' : 'other';
  return {
    day: figures.dayOf(message.written_at, USUAL_ZONE),
    text: words('papers.story.message', { by, text: message.words }),
    amount: '',
  };
}

/** Facts of the person, each by its name. */
export const ABOUT_YOU: readonly string[] = ['users', 'guard_profiles', 'user_files'];

/** What is told row by row; all else is counted here, and in the JSON file in full. */
export const CHAPTERS: ReadonlyMap<string, Chapter> = new Map<string, Chapter>([
  ['jobs', { title: 'papers.story.jobs', tell: tellJob }],
  ['payments', { title: 'papers.story.money', tell: tellPayment }],
  ['job_messages', { title: 'papers.story.written', tell: tellMessage }],
]);

/** A value as people write it: columns that count cents say so in their name. */
export function factWords(name: string, value: unknown, { figures, exact }: Speech): string {
  if (value instanceof Date) return exact(value);
  if (name.endsWith('_cents') && Number.isFinite(Number(value))) return figures.money(Number(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function speechFor(reader: Reader): Speech {
  const figures = figuresIn(reader.language);
  return { ...reader, words: wordsIn(reader.language), figures, exact: (at) => figures.exact(at, USUAL_ZONE) };
}
