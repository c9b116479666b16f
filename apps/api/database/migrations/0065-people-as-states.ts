import type { MigrationInterface, QueryRunner } from 'typeorm';

const DIGITS = `regexp_replace(phone, '[^0-9]', '', 'g')`;

/** A number as it was typed, in E.164 where its form alone says which one it is; else null. */
const E164 = `
  CASE
    WHEN btrim(phone) ~ '^\\+' AND ${DIGITS} ~ '^[1-9][0-9]{6,14}$' THEN '+' || ${DIGITS}
    WHEN ${DIGITS} ~ '^[2-9][0-9]{9}$' THEN '+1' || ${DIGITS}
    WHEN ${DIGITS} ~ '^1[2-9][0-9]{9}$' THEN '+' || ${DIGITS}
  END`;

/**
 * People as states: what a suspended person was, the version of a guard's papers, that a licence was refused, the address that a
 * mailed token is about; and jobs are neither booked by nor given to somebody who is suspended or closed.
 */
export class PeopleAsStates1700000000065 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.upUsers(runner);
    await this.upTokens(runner);
    await this.upPapers(runner);
    await runner.query(`
      CREATE FUNCTION jobs_parties_may_act() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- The lock holds off whoever suspends or closes the person until this job is there for them to see.
        IF TG_OP = 'INSERT' THEN
          PERFORM FROM users WHERE id = NEW.customer_id FOR SHARE;
          PERFORM FROM users WHERE id = NEW.customer_id
            AND (deleted_at IS NOT NULL OR status IN ('suspended', 'inactive'));
          IF FOUND THEN
            RAISE EXCEPTION 'who is suspended or has left books nothing'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_customer_may_act', TABLE = 'jobs';
          END IF;
        ELSIF NEW.status = 'matched' AND OLD.status <> 'matched' THEN
          PERFORM FROM users WHERE id = NEW.guard_id FOR NO KEY UPDATE;
          PERFORM FROM users WHERE id = NEW.guard_id
            AND (deleted_at IS NOT NULL OR status IN ('suspended', 'inactive'));
          IF FOUND THEN
            RAISE EXCEPTION 'who is suspended or has left is given nothing'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_guard_may_act', TABLE = 'jobs';
          END IF;
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER jobs_parties_may_act BEFORE INSERT OR UPDATE OF status ON jobs
      FOR EACH ROW EXECUTE FUNCTION jobs_parties_may_act()`);
  }

  private async upUsers(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users ADD COLUMN status_before_suspension user_status`);
    await runner.query(`ALTER TABLE users DISABLE TRIGGER users_touch_updated_at`);
    await runner.query(`
      UPDATE users SET status_before_suspension =
        CASE WHEN role = 'guard' AND identity_verified_at IS NULL THEN 'pending_verification' ELSE 'active' END::user_status
      WHERE status = 'suspended' OR status_before_closing = 'suspended'`);
    // What cannot be read as a number is kept where a person can look it up; nobody could be called on it.
    await runner.query(`
      UPDATE users SET
        phone = ${E164},
        metadata = metadata || CASE WHEN ${E164} IS NULL
          THEN jsonb_build_object('phoneAsTyped', phone) ELSE '{}'::jsonb END
      WHERE phone IS NOT NULL`);
    await runner.query(`ALTER TABLE users ENABLE TRIGGER users_touch_updated_at`);
    await runner.query(`
      ALTER TABLE users
        ADD CONSTRAINT users_status_before_suspension_of_suspended CHECK (
          status_before_suspension IS NULL
          OR status_before_suspension <> 'suspended'
             AND (status = 'suspended' OR COALESCE(status_before_closing = 'suspended', false))),
        ADD CONSTRAINT users_phone_is_e164 CHECK (phone ~ '^\\+[1-9][0-9]{6,14}(;ext=[0-9]{1,7})?$')`);
  }

  private async upTokens(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TYPE account_token_purpose RENAME TO account_token_purpose_before`);
    await runner.query(
      `CREATE TYPE account_token_purpose AS ENUM ('verify_email', 'reset_password', 'cancel_erasure', 'change_email')`,
    );
    await runner.query(`
      ALTER TABLE account_tokens
        ALTER COLUMN purpose TYPE account_token_purpose USING purpose::text::account_token_purpose,
        ADD COLUMN email citext`);
    await runner.query(`DROP TYPE account_token_purpose_before`);
    await runner.query(`
      UPDATE account_tokens SET email = u.email FROM users u WHERE u.id = user_id AND purpose = 'verify_email'`);
    await runner.query(`
      ALTER TABLE account_tokens ADD CONSTRAINT account_tokens_confirm_an_address CHECK (
        (email IS NOT NULL) = (purpose IN ('verify_email', 'change_email')))`);
  }

  private async upPapers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE guard_profiles
        ADD COLUMN papers_version integer NOT NULL DEFAULT 1,
        ADD COLUMN license_refused_at timestamptz,
        ADD COLUMN license_refusal text,
        ADD CONSTRAINT guard_profiles_refused_has_reason CHECK ((license_refused_at IS NULL) = (license_refusal IS NULL)),
        ADD CONSTRAINT guard_profiles_refused_is_not_verified CHECK (
          license_refused_at IS NULL OR license_verified_at IS NULL)`);
    await runner.query(`
      CREATE FUNCTION guard_profiles_count_papers() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (NEW.license_number, NEW.license_state, NEW.license_expires_on, NEW.clearance_level, NEW.skills, NEW.certifications)
           IS DISTINCT FROM
           (OLD.license_number, OLD.license_state, OLD.license_expires_on, OLD.clearance_level, OLD.skills, OLD.certifications)
        THEN NEW.papers_version := OLD.papers_version + 1;
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER guard_profiles_count_papers
      BEFORE UPDATE OF license_number, license_state, license_expires_on, clearance_level, skills, certifications
      ON guard_profiles FOR EACH ROW EXECUTE FUNCTION guard_profiles_count_papers()`);
    await runner.query(`DROP INDEX guard_profiles_wait_for_verification`);
    await runner.query(`
      CREATE INDEX guard_profiles_wait_for_verification ON guard_profiles (created_at, user_id)
      WHERE license_verified_at IS NULL AND license_number IS NOT NULL AND license_refused_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER jobs_parties_may_act ON jobs`);
    await runner.query(`DROP FUNCTION jobs_parties_may_act()`);
    await runner.query(`DROP INDEX guard_profiles_wait_for_verification`);
    await runner.query(`
      CREATE INDEX guard_profiles_wait_for_verification ON guard_profiles (created_at, user_id)
      WHERE license_verified_at IS NULL AND license_number IS NOT NULL`);
    await runner.query(`DROP TRIGGER guard_profiles_count_papers ON guard_profiles`);
    await runner.query(`DROP FUNCTION guard_profiles_count_papers()`);
    await runner.query(`
      ALTER TABLE guard_profiles DROP COLUMN papers_version, DROP COLUMN license_refused_at, DROP COLUMN license_refusal`);
    await this.downTokens(runner);
    await this.downUsers(runner);
  }

  private async downTokens(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM account_tokens WHERE purpose = 'change_email'`);
    await runner.query(`ALTER TABLE account_tokens DROP COLUMN email`);
    await runner.query(`ALTER TYPE account_token_purpose RENAME TO account_token_purpose_after`);
    await runner.query(
      `CREATE TYPE account_token_purpose AS ENUM ('verify_email', 'reset_password', 'cancel_erasure')`,
    );
    await runner.query(`
      ALTER TABLE account_tokens
        ALTER COLUMN purpose TYPE account_token_purpose USING purpose::text::account_token_purpose`);
    await runner.query(`DROP TYPE account_token_purpose_after`);
  }

  private async downUsers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        DROP CONSTRAINT users_phone_is_e164,
        DROP COLUMN status_before_suspension`);
    await runner.query(`ALTER TABLE users DISABLE TRIGGER users_touch_updated_at`);
    await runner.query(`
      UPDATE users SET phone = COALESCE(phone, metadata ->> 'phoneAsTyped'), metadata = metadata - 'phoneAsTyped'
      WHERE metadata ? 'phoneAsTyped'`);
    await runner.query(`ALTER TABLE users ENABLE TRIGGER users_touch_updated_at`);
  }
}
