import { Injectable } from '@nestjs/common';
import type { ProposalStatus } from '@aegis/contract';
import { jobProposals, jobs } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pointOf, position } from '../../../platform/database/geography.js';
import { aliased } from '../../../platform/database/shapes.js';
import { double, instant, jsonText, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const { locationCoordinates, updatedAt: _, ...columns } = aliased(jobProposals, 'p');
const PROPOSAL = { ...columns, location: position(locationCoordinates) };
export type ProposalRow = RowOf<typeof PROPOSAL>;
export type NewProposal = Omit<ProposalRow, 'status' | 'resolvedAt' | 'appliedAt'>;

const INSERT = statement({
  takes: [
    ...([jobProposals.id, jobProposals.jobId, jobProposals.guardId, jsonText, jobProposals.jobType] as const),
    ...([jobProposals.locationAddress, double, double, jobProposals.siteRadiusMeters] as const),
    ...([jobProposals.startTime, jobProposals.endTime, jobProposals.requiredClearanceLevel] as const),
    ...([jsonText, jsonText, jobProposals.hourlyRateCents, jobProposals.totalAmountCents] as const),
    ...([jobProposals.platformFeeCents, jobProposals.guardPayoutCents] as const),
    ...([jobProposals.proposedAt, jobProposals.expiresAt] as const),
  ],
  text: `
    INSERT INTO job_proposals (id, job_id, guard_id, changed, job_type, location_address, location_coordinates,
      site_radius_meters, start_time, end_time, required_clearance_level, required_skills, special_requirements,
      hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, proposed_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, ${pointOf(7, 8)}, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    ON CONFLICT (job_id) WHERE status = 'open' OR (status = 'accepted' AND applied_at IS NULL) DO NOTHING`,
});

const BY_ID = statement({
  takes: [jobProposals.id],
  gives: PROPOSAL,
  text: (row) => `SELECT ${row} FROM job_proposals p WHERE p.id = $1`,
});

const OF_PARTY = statement({
  takes: [jobProposals.id, jobs.customerId],
  gives: PROPOSAL,
  text: (row) => `
    SELECT ${row} FROM job_proposals p JOIN jobs j ON j.id = p.job_id
    WHERE p.id = $1 AND $2 IN (j.customer_id, p.guard_id)`,
});

const OF_JOB = statement({
  takes: [jobProposals.jobId],
  gives: PROPOSAL,
  text: (row) =>
    `SELECT ${row} FROM job_proposals p WHERE p.job_id = $1 ORDER BY p.proposed_at DESC, p.id DESC LIMIT 100`,
});

const LIVE = statement({
  takes: [jobProposals.jobId],
  gives: PROPOSAL,
  text: (row) => `
    SELECT ${row} FROM job_proposals p
    WHERE p.job_id = $1 AND (p.status = 'open' OR (p.status = 'accepted' AND p.applied_at IS NULL))`,
});

const RESOLVE = statement({
  takes: [jobProposals.id, jobProposals.status, jobProposals.status, instant],
  gives: { id: uuid('id') },
  text: (row) => `
    UPDATE job_proposals SET status = $3, resolved_at = $4
    WHERE id = $1 AND status = $2 AND applied_at IS NULL RETURNING ${row}`,
});

const APPLY = statement({
  takes: [jobProposals.id, instant],
  text: `UPDATE job_proposals SET applied_at = $2 WHERE id = $1 AND status = 'accepted' AND applied_at IS NULL`,
});

@Injectable()
export class ProposalsRepository {
  constructor(private readonly database: Database) {}

  /** False when another proposal of this job is live. */
  async insert(proposal: NewProposal): Promise<boolean> {
    const { location, changed, requiredSkills, specialRequirements } = proposal;
    const inserted = await this.database.run(INSERT, [
      ...([proposal.id, proposal.jobId, proposal.guardId, JSON.stringify(changed), proposal.jobType] as const),
      ...([proposal.locationAddress, location.lng, location.lat, proposal.siteRadiusMeters] as const),
      ...([proposal.startTime, proposal.endTime, proposal.requiredClearanceLevel] as const),
      ...([JSON.stringify(requiredSkills), JSON.stringify(specialRequirements)] as const),
      ...([proposal.hourlyRateCents, proposal.totalAmountCents] as const),
      ...([proposal.platformFeeCents, proposal.guardPayoutCents] as const),
      ...([proposal.proposedAt, proposal.expiresAt] as const),
    ]);
    return inserted === 1;
  }

  byId(id: string): Promise<ProposalRow | null> {
    return this.database.row(BY_ID, [id]);
  }

  /** Null when there is none or it is not for, or of, this person: the two look alike. */
  ofParty(id: string, userId: string): Promise<ProposalRow | null> {
    return this.database.row(OF_PARTY, [id, userId]);
  }

  /** The newest first. */
  ofJob(jobId: string): Promise<ProposalRow[]> {
    return this.database.rows(OF_JOB, [jobId]);
  }

  /** The one that is open, or agreed to and not yet what counts. */
  live(jobId: string): Promise<ProposalRow | null> {
    return this.database.row(LIVE, [jobId]);
  }

  /** False when it has left the state `from`. */
  async resolve(id: string, from: ProposalStatus, to: ProposalStatus, at: Date): Promise<boolean> {
    return (await this.database.row(RESOLVE, [id, from, to, at])) !== null;
  }

  /** Its terms are those of the job now. */
  async apply(id: string, at: Date): Promise<boolean> {
    return (await this.database.run(APPLY, [id, at])) === 1;
  }
}
