import type { AvailabilityStatus, ClearanceLevel } from '@aegis/contract';
import { Exclude } from 'class-transformer';
import { Column, CreateDateColumn, Entity, type Point, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity('guard_profiles')
export class GuardProfileEntity {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' })
  id!: string;

  @Column('uuid', { name: 'user_id', unique: true })
  userId!: string;

  @Column('text', { name: 'license_number', nullable: true })
  licenseNumber!: string | null;

  @Column('text', { name: 'license_state', nullable: true })
  licenseState!: string | null;

  /** `YYYY-MM-DD`: a licence ends with a calendar day, wherever the guard is. */
  @Column('date', { name: 'license_expires_on', nullable: true })
  licenseExpiresOn!: string | null;

  @Column('timestamptz', { name: 'license_verified_at', nullable: true })
  licenseVerifiedAt!: Date | null;

  /** Counted up with each change of what an administrator looks at. */
  @Column('integer', { name: 'papers_version', default: 1 })
  papersVersion!: number;

  @Column('timestamptz', { name: 'license_refused_at', nullable: true })
  licenseRefusedAt!: Date | null;

  /** In words for the guard. */
  @Column('text', { name: 'license_refusal', nullable: true })
  licenseRefusal!: string | null;

  @Column('enum', {
    name: 'clearance_level',
    enumName: 'clearance_level',
    enum: ['basic', 'armed', 'executive'],
    default: 'basic',
  })
  clearanceLevel!: ClearanceLevel;

  @Column('jsonb', { default: [] })
  skills!: string[];

  /** Generated from `skills`. Not declared so: TypeORM would make a table of its own for the expression. */
  @Column({ type: 'integer', name: 'skill_keys', array: true, nullable: true, insert: false, update: false })
  skillKeys!: number[];

  @Column('jsonb', { default: [] })
  certifications!: string[];

  @Column('enum', {
    name: 'availability_status',
    enumName: 'availability_status',
    enum: ['available', 'busy', 'offline'],
    default: 'offline',
  })
  availabilityStatus!: AvailabilityStatus;

  /** What they are again after the job that they are at. */
  @Column('enum', {
    name: 'back_to',
    enumName: 'availability_status',
    enum: ['available', 'busy', 'offline'],
    nullable: true,
  })
  backTo!: AvailabilityStatus | null;

  /** Of the base, as `America/Los_Angeles`. */
  @Column('text', { name: 'time_zone', nullable: true })
  timeZone!: string | null;

  /** Minutes since Monday 0:00; null: at any time. */
  @Column('int4multirange', { name: 'working_week', nullable: true })
  workingWeek!: string | null;

  @Column('datemultirange', { name: 'days_off', default: '{}' })
  daysOff!: string;

  @Column('integer', { name: 'hourly_rate_cents', nullable: true })
  hourlyRateCents!: number | null;

  @Column('integer', { name: 'total_jobs_completed', default: 0 })
  totalJobsCompleted!: number;

  @Column('numeric', { name: 'average_rating', precision: 3, scale: 2, nullable: true })
  averageRating!: number | null;

  @Column('integer', { name: 'rating_count', default: 0 })
  ratingCount!: number;

  @Column('integer', { name: 'total_minutes_worked', default: 0 })
  totalMinutesWorked!: number;

  @Column('geography', { name: 'current_location', spatialFeatureType: 'Point', srid: 4326, nullable: true })
  currentLocation!: Point | null;

  @Column('timestamptz', { name: 'location_updated_at', nullable: true })
  locationUpdatedAt!: Date | null;

  @Column('geography', { name: 'base_location', spatialFeatureType: 'Point', srid: 4326, nullable: true })
  baseLocation!: Point | null;

  @Column('timestamptz', { name: 'last_assigned_at', nullable: true })
  lastAssignedAt!: Date | null;

  /** Since when their account at the payment provider can be paid; null: not (any more). Kept by payments. */
  @Column('timestamptz', { name: 'payouts_ready_at', nullable: true })
  payoutsReadyAt!: Date | null;

  /** Ciphertext; the key is the application's. */
  @Exclude()
  @Column('text', { name: 'tax_id_encrypted', nullable: true })
  taxIdEncrypted!: string | null;

  /** Ciphertext; the key is the application's. */
  @Exclude()
  @Column('text', { name: 'background_check_encrypted', nullable: true })
  backgroundCheckEncrypted!: string | null;

  @Column('jsonb', { default: {} })
  metadata!: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
