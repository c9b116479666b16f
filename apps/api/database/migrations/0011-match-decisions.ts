import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MatchDecisions1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE match_reason AS ENUM ('wave', 'batch', 'came_on_duty')`);
    // The ranking is text and not jsonb: a replay is compared with it byte for byte, and jsonb keeps values, not bytes.
    await runner.query(`
      CREATE TABLE match_decisions (
        id uuid NOT NULL,
        job_id uuid NOT NULL,
        batch_id uuid,
        wave integer NOT NULL,
        step integer NOT NULL,
        reason match_reason NOT NULL,
        radius_meters integer NOT NULL,
        inputs jsonb NOT NULL,
        ranking text NOT NULL,
        offered integer NOT NULL,
        decided_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL,
        CONSTRAINT match_decisions_pkey PRIMARY KEY (id),
        CONSTRAINT match_decisions_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
        CONSTRAINT match_decisions_wave_positive CHECK (wave > 0 AND step > 0),
        CONSTRAINT match_decisions_radius_positive CHECK (radius_meters > 0),
        CONSTRAINT match_decisions_offered_not_negative CHECK (offered >= 0),
        CONSTRAINT match_decisions_inputs_is_object CHECK (jsonb_typeof(inputs) = 'object'),
        CONSTRAINT match_decisions_batch_has_id CHECK ((reason = 'batch') = (batch_id IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX match_decisions_of_job ON match_decisions (job_id, id)`);
    await runner.query(
      `CREATE INDEX match_decisions_of_batch ON match_decisions (batch_id, job_id) WHERE batch_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE match_decisions`);
    await runner.query(`DROP TYPE match_reason`);
  }
}
