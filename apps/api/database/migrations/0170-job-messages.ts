import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the parties of a job write to each other. The phone of the writer chooses a key, so that what is sent again is one message. */
export class JobMessages1700000000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE job_messages (
        id uuid NOT NULL,
        job_id uuid NOT NULL,
        guard_id uuid NOT NULL,
        author_id uuid NOT NULL,
        client_id uuid NOT NULL,
        words text NOT NULL,
        written_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT job_messages_pkey PRIMARY KEY (id),
        CONSTRAINT job_messages_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
        CONSTRAINT job_messages_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT job_messages_author_id_fkey FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT job_messages_once UNIQUE (author_id, client_id),
        CONSTRAINT job_messages_words_have_length CHECK (length(words) BETWEEN 1 AND 1000)
      )`);
    await runner.query(`CREATE INDEX job_messages_of_job ON job_messages (job_id, written_at, id)`);
    await runner.query(`CREATE INDEX job_messages_of_guard ON job_messages (guard_id)`);
    await runner.query(`CREATE INDEX job_messages_by_age ON job_messages (written_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE job_messages`);
  }
}
