import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was worked, on which evidence, and how the two parties came to agree on it. */
export class Hours1700000000062 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE work_kind AS ENUM ('present', 'unknown', 'away', 'break')`);
    await runner.query(`CREATE TYPE correction_kind AS ENUM ('minutes', 'break', 'beyond_end')`);
    await runner.query(
      `CREATE TYPE correction_status AS ENUM ('asked', 'to_decide', 'agreed', 'decided', 'withdrawn')`,
    );
    await runner.query(
      `ALTER TABLE jobs
         ADD COLUMN agreed_cents integer,
         DROP CONSTRAINT jobs_due_within_price,
         ADD CONSTRAINT jobs_due_within_agreed CHECK (
           due_amount_cents >= 0 AND due_amount_cents <= GREATEST(total_amount_cents, agreed_cents)),
         ADD CONSTRAINT jobs_agreed_when_completed CHECK (
           agreed_cents IS NULL OR (status = 'completed' AND agreed_cents > total_amount_cents))`,
    );
    await runner.query(
      `CREATE TABLE job_breaks (
         id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT job_breaks_pkey PRIMARY KEY,
         job_id uuid NOT NULL CONSTRAINT job_breaks_job_id_fkey REFERENCES jobs (id) ON DELETE RESTRICT,
         begins_at timestamptz NOT NULL,
         ends_at timestamptz,
         CONSTRAINT job_breaks_end_after_begin CHECK (ends_at > begins_at),
         CONSTRAINT job_breaks_one_at_a_time
           EXCLUDE USING gist (job_id WITH =, tstzrange(begins_at, ends_at) WITH &&))`,
    );
    await runner.query(
      `CREATE TABLE work_records (
         job_id uuid NOT NULL CONSTRAINT work_records_pkey PRIMARY KEY
           CONSTRAINT work_records_job_id_fkey REFERENCES jobs (id) ON DELETE RESTRICT,
         made_at timestamptz NOT NULL,
         worked_minutes integer NOT NULL,
         due_amount_cents integer NOT NULL,
         CONSTRAINT work_records_not_negative CHECK (worked_minutes >= 0 AND due_amount_cents >= 0))`,
    );
    await runner.query(
      `CREATE TABLE work_intervals (
         id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT work_intervals_pkey PRIMARY KEY,
         job_id uuid NOT NULL CONSTRAINT work_intervals_job_id_fkey REFERENCES work_records (job_id) ON DELETE RESTRICT,
         begins_at timestamptz NOT NULL,
         ends_at timestamptz NOT NULL,
         kind work_kind NOT NULL,
         fixes integer NOT NULL DEFAULT 0,
         CONSTRAINT work_intervals_end_after_begin CHECK (ends_at > begins_at),
         CONSTRAINT work_intervals_fixes_not_negative CHECK (fixes >= 0),
         CONSTRAINT work_intervals_apart EXCLUDE USING gist (job_id WITH =, tstzrange(begins_at, ends_at) WITH &&))`,
    );
    await runner.query(
      `CREATE TABLE corrections (
         id uuid NOT NULL CONSTRAINT corrections_pkey PRIMARY KEY,
         job_id uuid NOT NULL CONSTRAINT corrections_job_id_fkey REFERENCES work_records (job_id) ON DELETE RESTRICT,
         asked_by uuid NOT NULL CONSTRAINT corrections_asked_by_fkey REFERENCES users (id) ON DELETE RESTRICT,
         kind correction_kind NOT NULL,
         status correction_status NOT NULL DEFAULT 'asked',
         from_minutes integer NOT NULL,
         to_minutes integer NOT NULL,
         from_cents integer NOT NULL,
         to_cents integer NOT NULL,
         reason text NOT NULL,
         asked_at timestamptz NOT NULL,
         answer_by timestamptz NOT NULL,
         answered_at timestamptz,
         answer_reason text,
         decided_at timestamptz,
         decided_by uuid CONSTRAINT corrections_decided_by_fkey REFERENCES users (id) ON DELETE RESTRICT,
         decided_minutes integer,
         decided_cents integer,
         decision_reason text,
         CONSTRAINT corrections_change_something CHECK (from_minutes >= 0 AND to_minutes >= 0 AND (to_minutes, to_cents) <> (from_minutes, from_cents)),
         CONSTRAINT corrections_cents_not_negative CHECK (from_cents >= 0 AND to_cents >= 0 AND decided_cents >= 0),
         CONSTRAINT corrections_decided_is_complete CHECK (
           (status = 'decided') = (decided_at IS NOT NULL)
           AND (decided_at IS NULL) = (decided_minutes IS NULL)
           AND (decided_at IS NULL) = (decided_cents IS NULL)
           AND (decided_at IS NULL) = (decision_reason IS NULL)
           AND (decided_at IS NOT NULL OR decided_by IS NULL)),
         CONSTRAINT corrections_agreed_was_answered CHECK (status <> 'agreed' OR answered_at IS NOT NULL),
         CONSTRAINT corrections_answer_after_question CHECK (answer_by > asked_at))`,
    );
    for (const index of INDEXES) await runner.query(index);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['corrections', 'work_intervals', 'work_records', 'job_breaks'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query(
      `ALTER TABLE jobs DROP CONSTRAINT jobs_agreed_when_completed, DROP CONSTRAINT jobs_due_within_agreed,
         ADD CONSTRAINT jobs_due_within_price CHECK (due_amount_cents >= 0 AND due_amount_cents <= total_amount_cents),
         DROP COLUMN agreed_cents`,
    );
    for (const type of ['correction_status', 'correction_kind', 'work_kind']) await runner.query(`DROP TYPE ${type}`);
  }
}

const INDEXES: readonly string[] = [
  `CREATE UNIQUE INDEX corrections_one_open_per_job ON corrections (job_id) WHERE status IN ('asked', 'to_decide')`,
  `CREATE INDEX corrections_of_job ON corrections (job_id, asked_at)`,
  `CREATE INDEX corrections_to_decide ON corrections (asked_at) WHERE status = 'to_decide'`,
  `CREATE INDEX corrections_by_person ON corrections (asked_by)`,
  `CREATE INDEX corrections_by_decider ON corrections (decided_by) WHERE decided_by IS NOT NULL`,
];
