import type { ScoreComponents } from '@aegis/contract';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

export type OfferStatus = 'offered' | 'accepted' | 'declined' | 'expired' | 'superseded' | 'given_back';

@Entity('offers')
export class OfferEntity {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' })
  id!: string;

  @Column('uuid', { name: 'job_id' })
  jobId!: string;

  @Column('uuid', { name: 'guard_id' })
  guardId!: string;

  @Column('enum', {
    enumName: 'offer_status',
    enum: ['offered', 'accepted', 'declined', 'expired', 'superseded', 'given_back'],
    default: 'offered',
  })
  status!: OfferStatus;

  @Column('integer')
  wave!: number;

  @Column('double precision', { name: 'distance_meters' })
  distanceMeters!: number;

  @Column('double precision')
  score!: number;

  @Column('jsonb')
  components!: ScoreComponents;

  @Column('integer', { name: 'payout_cents' })
  payoutCents!: number;

  @Column('timestamptz', { name: 'offered_at' })
  offeredAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** When a page of the guard showed it. */
  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;

  /** From where they were, or their base, to the site. */
  @Column('integer', { name: 'travel_seconds', nullable: true })
  travelSeconds!: number | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
