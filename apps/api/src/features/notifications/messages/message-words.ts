import { Injectable } from '@nestjs/common';
import type { Language } from '@aegis/words/languages';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import { JobsService, type NamedJob } from '../../jobs/jobs.service.js';
import { type ToldOffer, ToldOffers } from '../../matching/offers/told-offers.js';
import type { Facts } from '../matrix/line.js';
import { isMessageKind, lineOf, type MessageKind } from '../matrix/matrix.js';
import { type JobWords, sayMessage, type Told, type Words } from '../matrix/words.js';

/** What the words of a message are made of. */
export interface Sayable {
  kind: string;
  jobId: string | null;
  facts: Facts;
}

export type Said<Row extends Sayable> = Row & Words & { kind: MessageKind; link: string; offer: ToldOffer | null };

/**
 * Makes the words of messages when they are read or sent: what is kept is only what happened, so that a name or a title that has
 * changed or was erased is nowhere else.
 */
@Injectable()
export class MessageWords {
  constructor(
    private readonly jobs: JobsService,
    private readonly offers: ToldOffers,
  ) {}

  /** In their order, each in the language of who reads it; those of kinds that this version does not know are left out. */
  async of<Row extends Sayable>(rows: readonly Row[], languageOf: (row: Row) => Language): Promise<Said<Row>[]> {
    const known = rows.filter(isOfKnownKind);
    const offerIds = known.flatMap(({ facts }) => (typeof facts.offerId === 'string' ? [facts.offerId] : []));
    const jobIds = known.flatMap(({ jobId }) => jobId ?? []);
    const [jobs, offers] = await Promise.all([this.jobs.named([...new Set(jobIds)]), this.offers.of(offerIds)]);
    return known.map((row) => {
      const offer = offers.get(String(row.facts.offerId)) ?? null;
      const job = jobs.get(row.jobId ?? '');
      const told: Told = { facts: row.facts, job: job ? wordsOfJob(job) : null, offer };
      return { ...row, ...sayMessage(row.kind, told, languageOf(row)), link: linkOf(row), offer };
    });
  }
}

const isOfKnownKind = <Row extends Sayable>(row: Row): row is Row & { kind: MessageKind } => isMessageKind(row.kind);

const wordsOfJob = ({ location, ...job }: NamedJob): JobWords => ({ ...job, timeZone: zoneOfPlace(location) });

const PAGES_OF_ACCOUNT: Partial<Record<MessageKind, string>> = {
  verified: '/duty',
  verification_refused: '/profile',
  license_ends: '/profile',
  desk_papers: '/admin/guards',
};

/** The page that a message is about. */
function linkOf({ kind, jobId }: { kind: MessageKind; jobId: string | null }): string {
  const { category, to } = lineOf(kind);
  if (category === 'offers') return '/duty';
  if (to === 'admins' && jobId !== null) return `/admin/jobs/${jobId}`;
  if (jobId !== null) return `/jobs/${jobId}`;
  return PAGES_OF_ACCOUNT[kind] ?? '/account';
}
