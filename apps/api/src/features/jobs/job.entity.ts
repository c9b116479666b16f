import type { ClearanceLevel, JobStatus, JobType } from '@aegis/contract';
import { Column, CreateDateColumn, Entity, type Point, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity('jobs')
export class JobEntity {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' })
  id!: string;

  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('uuid', { name: 'guard_id', nullable: true })
  guardId!: string | null;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('enum', {
    name: 'job_type',
    enumName: 'job_type',
    enum: ['basic', 'event', 'executive', 'patrol', 'residential', 'retail'],
  })
  jobType!: JobType;

  @Column('enum', {
    enumName: 'job_status',
    enum: ['requested', 'matched', 'in_progress', 'completed', 'cancelled'],
    default: 'requested',
  })
  status!: JobStatus;

  @Column('text', { name: 'location_address' })
  locationAddress!: string;

  @Column('geography', { name: 'location_coordinates', spatialFeatureType: 'Point', srid: 4326 })
  locationCoordinates!: Point;

  @Column('text', { name: 'location_notes', nullable: true })
  locationNotes!: string | null;

  @Column('timestamptz', { name: 'start_time' })
  startTime!: Date;

  @Column('timestamptz', { name: 'end_time' })
  endTime!: Date;

  /** Generated from the times. Not declared so: TypeORM would make a table of its own for the expression. */
  @Column({
    type: 'numeric',
    name: 'duration_hours',
    precision: 6,
    scale: 2,
    nullable: true,
    insert: false,
    update: false,
  })
  durationHours!: number;

  @Column('enum', {
    name: 'required_clearance_level',
    enumName: 'clearance_level',
    enum: ['basic', 'armed', 'executive'],
  })
  requiredClearanceLevel!: ClearanceLevel;

  @Column('jsonb', { name: 'required_skills', default: [] })
  requiredSkills!: string[];

  @Column('jsonb', { name: 'special_requirements', default: [] })
  specialRequirements!: string[];

  @Column('integer', { name: 'hourly_rate_cents' })
  hourlyRateCents!: number;

  @Column('integer', { name: 'total_amount_cents' })
  totalAmountCents!: number;

  @Column('integer', { name: 'platform_fee_cents' })
  platformFeeCents!: number;

  @Column('integer', { name: 'guard_payout_cents' })
  guardPayoutCents!: number;

  @Column('integer', { name: 'worked_minutes', nullable: true })
  workedMinutes!: number | null;

  @Column('integer', { name: 'due_amount_cents', nullable: true })
  dueAmountCents!: number | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'matched_at', nullable: true })
  matchedAt!: Date | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('geography', { name: 'check_in_location', spatialFeatureType: 'Point', srid: 4326, nullable: true })
  checkInLocation!: Point | null;

  @Column('geography', { name: 'check_out_location', spatialFeatureType: 'Point', srid: 4326, nullable: true })
  checkOutLocation!: Point | null;

  @Column('text', { name: 'cancellation_reason', nullable: true })
  cancellationReason!: string | null;

  @Column('uuid', { name: 'cancelled_by', nullable: true })
  cancelledBy!: string | null;

  @Column('jsonb', { default: {} })
  metadata!: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
