import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls for help from a job under way. */
export class Alarms1700000000172 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE alarm_state AS ENUM ('held', 'open', 'acknowledged', 'resolved', 'withdrawn')`);
    await runner.query(`
      CREATE TABLE alarms (
        id uuid NOT NULL,
        job_id uuid NOT NULL,
        raised_by uuid NOT NULL,
        client_id uuid NOT NULL,
        state alarm_state NOT NULL DEFAULT 'held',
        pressed_at timestamptz NOT NULL,
        goes_out_at timestamptz NOT NULL,
        location geography(Point, 4326),
        accuracy_meters real,
        acknowledged_by uuid,
        acknowledged_at timestamptz,
        ended_at timestamptz,
        resolution text,
        CONSTRAINT alarms_pkey PRIMARY KEY (id),
        CONSTRAINT alarms_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
        CONSTRAINT alarms_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT alarms_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES users (id) ON DELETE SET NULL,
        CONSTRAINT alarms_once UNIQUE (raised_by, client_id),
        CONSTRAINT alarms_ended_has_time CHECK ((state IN ('resolved', 'withdrawn')) = (ended_at IS NOT NULL)),
        CONSTRAINT alarms_resolved_has_words CHECK ((state = 'resolved') = (resolution IS NOT NULL)),
        CONSTRAINT alarms_accuracy_not_negative CHECK (accuracy_meters >= 0)
      )`);
    await runner.query(`CREATE INDEX alarms_of_job ON alarms (job_id, pressed_at)`);
    await runner.query(`CREATE INDEX alarms_of_person ON alarms (raised_by)`);
    await runner.query(`CREATE INDEX alarms_open ON alarms (goes_out_at) WHERE state IN ('open', 'acknowledged')`);
    await runner.query(
      `CREATE INDEX alarms_acknowledged_by ON alarms (acknowledged_by) WHERE acknowledged_by IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE alarms`);
    await runner.query(`DROP TYPE alarm_state`);
  }
}
