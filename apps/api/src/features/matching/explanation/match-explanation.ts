import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { wordsIn } from '@aegis/words/all';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import type { Sentence } from '../../../platform/http/problem.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { type Decision, DecisionsRepository } from './decisions.repository.js';
import type { Judgement } from '../eligibility/eligibility.repository.js';
import { Eligibility } from '../eligibility/eligibility.js';
import { sentencesFor } from '../eligibility/rules.js';
import { OffersRepository } from '../offers/offers.repository.js';
import type { RankingLine } from './ranking.js';
import { isToldByVerdict, type Standing, verdictOn } from './standing.js';
import { StandingRepository } from './standing.repository.js';

type Explanation = Answer<typeof api.jobs.matchExplanation>;
type Wave = Explanation['waves'][number];

/** Why guards were asked in this order, and why one was not. */
@Injectable()
export class MatchExplanation {
  constructor(
    private readonly jobs: JobsService,
    private readonly decisions: DecisionsRepository,
    private readonly offers: OffersRepository,
    private readonly standings: StandingRepository,
    private readonly eligibility: Eligibility,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 for who is neither a party of the job, nor an administrator, nor a guard in its area. */
  async explain(caller: Caller, jobId: string): Promise<Explanation> {
    if (caller.role === 'guard') return { waves: [], mine: await this.toGuard(caller, jobId) };
    await this.jobs.getFor(caller, jobId);
    const waves = await this.waves(jobId);
    return { waves: caller.role === 'admin' ? waves : waves.map(asToldToCustomer), mine: null };
  }

  private async waves(jobId: string): Promise<Explanation['waves']> {
    const decisions = await this.decisions.ofJob(jobId);
    const asked = await this.offers.asked(jobId);
    const names = await this.offers.namesOf([
      ...new Set(decisions.flatMap((one) => one.inputs.candidates.map((c) => c.guardId))),
    ]);
    return decisions.map((decision) => ({
      wave: decision.wave,
      reason: decision.reason,
      decidedAt: decision.decidedAt,
      radiusMeters: decision.radiusMeters,
      weights: decision.inputs.terms.weights,
      marketAcceptance: decision.inputs.terms.marketAcceptance,
      // Decisions of before it was told have none.
      onlyNearest: decision.inputs.onlyNearest ?? null,
      guards: linesOf(decision).map((line, index) => ({
        rank: index + 1,
        guard: { id: line.guardId, name: names.get(line.guardId) ?? '' },
        distanceMeters: distanceIn(decision, line.guardId),
        score: line.score,
        components: line.components,
        offer: asked.find((offer) => offer.guardId === line.guardId && isOf(offer, decision))?.status ?? null,
      })),
    }));
  }

  private async toGuard(caller: Caller, jobId: string): Promise<NonNullable<Explanation['mine']>> {
    const { userId: guardId, language } = caller;
    const job = await this.jobs.get(jobId);
    const standing = await this.standings.of(guardId, jobId, job);
    const { SEARCH_RADIUS_WIDEST_METERS } = this.platform.config.rules;
    if (!standing || !isInArea(standing, SEARCH_RADIUS_WIDEST_METERS)) throw httpErrors.problem('not_found');
    const decisions = await this.decisions.ofJob(jobId);
    const radiusMeters = decisions.at(-1)?.radiusMeters;
    const judgement = await this.eligibility.inSearch(guardId, job, radiusMeters === undefined ? {} : { radiusMeters });
    const guardsAhead = aheadOf(guardId, decisions);
    return {
      verdict: verdictOn(standing, job.status, judgement.unmet, guardsAhead),
      reasons: [...reasonsOf(judgement), ...placeOf(guardsAhead)].map((say) => say(wordsIn(language))),
      guardsAhead,
    };
  }
}

/** Distances, scores and their parts are positions in other words; a name is told from the acceptance on. */
const asToldToCustomer = (wave: Wave): Wave => ({
  ...wave,
  guards: wave.guards.map(({ rank, guard, offer }) => ({
    rank,
    guard: offer === 'accepted' || offer === 'given_back' ? guard : null,
    ...{ distanceMeters: null, score: null, components: null },
    offer,
  })),
});

const reasonsOf = ({ unmet, facts }: Judgement): Sentence[] =>
  sentencesFor(
    unmet.filter((rule) => !isToldByVerdict(rule)),
    facts,
  );

function placeOf(guardsAhead: number | null): Sentence[] {
  if (guardsAhead === null || guardsAhead === 0) return [];
  return [(words) => words('eligibility.ahead', { guards: guardsAhead })];
}

const linesOf = (decision: Decision): RankingLine[] => JSON.parse(decision.ranking) as RankingLine[];

const distanceIn = ({ inputs }: Decision, guardId: string): number =>
  inputs.candidates.find((candidate) => candidate.guardId === guardId)?.distanceMeters ?? 0;

const isOf = (offer: { offeredAt: Date; wave: number }, decision: Decision): boolean =>
  offer.wave === decision.wave && offer.offeredAt.getTime() === decision.decidedAt.getTime();

const isInArea = ({ currentMeters, baseMeters }: Standing, radiusMeters: number): boolean =>
  Math.min(currentMeters ?? Number.POSITIVE_INFINITY, baseMeters ?? Number.POSITIVE_INFINITY) <= radiusMeters;

/** How many the last wave that ranked them put before them. */
function aheadOf(guardId: string, decisions: readonly Decision[]): number | null {
  for (const decision of [...decisions].reverse()) {
    const place = linesOf(decision).findIndex((line) => line.guardId === guardId);
    if (place >= 0) return place;
  }
  return null;
}
