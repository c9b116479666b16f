import type { MigrationInterface, QueryRunner } from 'typeorm';

const AT_WORK_IS_FINAL = `('in_progress', 'completed'),`;
const AT_WORK_MAY_END_BEFORE_IT = `('in_progress', 'completed'), ('in_progress', 'requested'),`;

/**
 * A shift as it really goes: a second proof of an arrival where the phone has no good position, an end by the clock or the
 * desk where nobody checks out, a guard who is away from the post, and a customer who waits for one who is late.
 */
export class ShiftInReality1700000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE presence_proof AS ENUM ('position', 'code', 'customer', 'admin')`);
    await runner.query(`CREATE TYPE job_end AS ENUM ('guard', 'clock', 'admin')`);
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN check_in_proof presence_proof,
        ADD COLUMN check_out_proof presence_proof,
        ADD COLUMN ended_by job_end,
        ADD COLUMN code_tries integer NOT NULL DEFAULT 0,
        ADD COLUMN left_post_at timestamptz,
        ADD COLUMN arrival_tried_at timestamptz,
        ADD COLUMN wait_asked_at timestamptz,
        ADD COLUMN waits_until timestamptz`);
    await runner.query(`ALTER TABLE guard_profiles ADD COLUMN back_to availability_status`);
    await runner.query(`
      ALTER TABLE guard_profiles ADD CONSTRAINT guard_profiles_back_to_is_while_busy CHECK (
        back_to IS NULL OR (back_to <> 'busy' AND availability_status = 'busy'))`);
    await runner.query(`ALTER TABLE jobs DISABLE TRIGGER USER`);
    await runner.query(`UPDATE jobs SET check_in_proof = 'position' WHERE started_at IS NOT NULL`);
    await runner.query(`UPDATE jobs SET check_out_proof = 'position', ended_by = 'guard' WHERE status = 'completed'`);
    await runner.query(`ALTER TABLE jobs ENABLE TRIGGER USER`);
    await runner.query(`
      ALTER TABLE jobs
        DROP CONSTRAINT jobs_requested_is_open,
        DROP CONSTRAINT jobs_in_progress_is_complete,
        DROP CONSTRAINT jobs_completed_is_complete,
        ADD CONSTRAINT jobs_requested_is_open CHECK (
          status <> 'requested'
          OR (guard_id IS NULL AND matched_at IS NULL AND started_at IS NULL AND check_in_proof IS NULL
              AND arrival_tried_at IS NULL AND waits_until IS NULL AND due_amount_cents IS NULL)),
        ADD CONSTRAINT jobs_in_progress_is_complete CHECK (
          status <> 'in_progress'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NOT NULL
              AND check_in_proof IS NOT NULL AND due_amount_cents IS NULL)),
        ADD CONSTRAINT jobs_completed_is_complete CHECK (
          status <> 'completed'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NOT NULL
              AND completed_at >= started_at AND completed_at IS NOT NULL AND check_in_proof IS NOT NULL
              AND ended_by IS NOT NULL AND (ended_by <> 'guard' OR check_out_proof IS NOT NULL)
              AND worked_minutes IS NOT NULL AND due_amount_cents IS NOT NULL)),
        ADD CONSTRAINT jobs_position_is_kept CHECK (
          (check_in_proof <> 'position' OR check_in_location IS NOT NULL)
          AND (check_out_proof <> 'position' OR check_out_location IS NOT NULL)),
        ADD CONSTRAINT jobs_worked_within_life CHECK (
          worked_minutes <= ceil(extract(epoch FROM COALESCE(completed_at, cancelled_at) - started_at) / 60)),
        ADD CONSTRAINT jobs_code_tries_at_most_five CHECK (code_tries BETWEEN 0 AND 5),
        ADD CONSTRAINT jobs_asked_to_wait_until CHECK (
          wait_asked_at IS NULL OR (status <> 'requested' AND waits_until > wait_asked_at)),
        ADD CONSTRAINT jobs_left_post_is_at_work CHECK (left_post_at IS NULL OR status = 'in_progress')`);
    await runner.query(
      `CREATE UNIQUE INDEX jobs_one_at_work_per_guard ON jobs (guard_id) WHERE status = 'in_progress'`,
    );
    await replaceInRule(runner, AT_WORK_IS_FINAL, AT_WORK_MAY_END_BEFORE_IT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceInRule(runner, AT_WORK_MAY_END_BEFORE_IT, AT_WORK_IS_FINAL);
    await runner.query(`DROP INDEX jobs_one_at_work_per_guard`);
    await runner.query(`ALTER TABLE guard_profiles DROP COLUMN back_to`);
    await runner.query(`ALTER TABLE jobs DISABLE TRIGGER USER`);
    await runner.query(`
      UPDATE jobs SET check_in_location = COALESCE(check_in_location, location_coordinates),
        check_out_location = CASE status WHEN 'completed' THEN COALESCE(check_out_location, location_coordinates) END
      WHERE started_at IS NOT NULL`);
    await runner.query(`ALTER TABLE jobs ENABLE TRIGGER USER`);
    await runner.query(`
      ALTER TABLE jobs
        DROP CONSTRAINT jobs_worked_within_life,
        DROP CONSTRAINT jobs_requested_is_open,
        DROP CONSTRAINT jobs_in_progress_is_complete,
        DROP CONSTRAINT jobs_completed_is_complete,
        ADD CONSTRAINT jobs_requested_is_open CHECK (
          status <> 'requested'
          OR (guard_id IS NULL AND matched_at IS NULL AND started_at IS NULL AND due_amount_cents IS NULL)),
        ADD CONSTRAINT jobs_in_progress_is_complete CHECK (
          status <> 'in_progress'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NOT NULL
              AND check_in_location IS NOT NULL AND due_amount_cents IS NULL)),
        ADD CONSTRAINT jobs_completed_is_complete CHECK (
          status <> 'completed'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NOT NULL
              AND completed_at >= started_at AND completed_at IS NOT NULL
              AND check_in_location IS NOT NULL AND check_out_location IS NOT NULL
              AND worked_minutes IS NOT NULL AND due_amount_cents IS NOT NULL)),
        DROP COLUMN waits_until,
        DROP COLUMN wait_asked_at,
        DROP COLUMN arrival_tried_at,
        DROP COLUMN left_post_at,
        DROP COLUMN code_tries,
        DROP COLUMN ended_by,
        DROP COLUMN check_out_proof,
        DROP COLUMN check_in_proof`);
    await runner.query(`DROP TYPE job_end`);
    await runner.query(`DROP TYPE presence_proof`);
  }
}

/** The function keeps other rules too, which have their own migrations: only this one is changed, whatever they have made of it. */
async function replaceInRule(runner: QueryRunner, from: string, to: string): Promise<void> {
  const [found] = (await runner.query(
    `SELECT pg_get_functiondef('jobs_keep_status_rules()'::regprocedure) AS definition`,
  )) as { definition: string }[];
  if (!found?.definition.includes(from)) throw new Error('jobs_keep_status_rules has no rule of what ends a job');
  await runner.query(found.definition.replace(from, to));
}
