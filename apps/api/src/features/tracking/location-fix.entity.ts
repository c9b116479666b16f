import { Column, Entity, type Point, PrimaryColumn } from 'typeorm';

/** One GPS reading. A guard has one for a moment, so an upload that comes twice stores nothing new. */
@Entity('location_history')
export class LocationFixEntity {
  @PrimaryColumn('uuid', { name: 'guard_id', primaryKeyConstraintName: 'location_history_pkey' })
  guardId!: string;

  /** Time of the device. */
  @PrimaryColumn('timestamptz', { name: 'recorded_at', primaryKeyConstraintName: 'location_history_pkey' })
  recordedAt!: Date;

  @Column('uuid', { name: 'job_id' })
  jobId!: string;

  @Column('geography', { spatialFeatureType: 'Point', srid: 4326 })
  location!: Point;

  @Column('real', { name: 'accuracy_meters' })
  accuracyMeters!: number;

  @Column('real', { name: 'altitude_meters', nullable: true })
  altitudeMeters!: number | null;

  @Column('real', { name: 'speed_mps', nullable: true })
  speedMps!: number | null;

  @Column('real', { name: 'heading_degrees', nullable: true })
  headingDegrees!: number | null;

  @Column('text', { name: 'device_type', nullable: true })
  deviceType!: string | null;

  @Column('text', { name: 'app_version', nullable: true })
  appVersion!: string | null;

  /** Time of the server. */
  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;

  @Column('boolean', { name: 'is_offline_upload', default: false })
  isOfflineUpload!: boolean;
}
