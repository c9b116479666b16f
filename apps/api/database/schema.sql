-- Written by "npm run db -- dump" from the migrations. Do not edit: CI compares it with what they make.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS intarray WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

CREATE TYPE public.account_token_purpose AS ENUM (
    'verify_email',
    'reset_password',
    'cancel_erasure',
    'change_email',
    'use_rights'
);

CREATE TYPE public.actor_role AS ENUM (
    'customer',
    'guard',
    'admin',
    'system'
);

CREATE TYPE public.alarm_state AS ENUM (
    'held',
    'open',
    'acknowledged',
    'resolved',
    'withdrawn'
);

CREATE TYPE public.availability_status AS ENUM (
    'available',
    'busy',
    'offline'
);

CREATE TYPE public.clearance_level AS ENUM (
    'basic',
    'armed',
    'executive'
);

CREATE TYPE public.correction_kind AS ENUM (
    'minutes',
    'break',
    'beyond_end'
);

CREATE TYPE public.correction_status AS ENUM (
    'asked',
    'to_decide',
    'agreed',
    'decided',
    'withdrawn'
);

CREATE TYPE public.delivery_channel AS ENUM (
    'push',
    'email',
    'sms'
);

CREATE TYPE public.delivery_state AS ENUM (
    'queued',
    'sending',
    'sent',
    'shown',
    'failed'
);

CREATE TYPE public.dispute_status AS ENUM (
    'needs_answer',
    'answered',
    'won',
    'lost'
);

CREATE TYPE public.export_format AS ENUM (
    'json',
    'pdf'
);

CREATE TYPE public.job_end AS ENUM (
    'guard',
    'clock',
    'admin'
);

CREATE TYPE public.job_status AS ENUM (
    'requested',
    'matched',
    'in_progress',
    'completed',
    'cancelled'
);

CREATE TYPE public.job_type AS ENUM (
    'basic',
    'event',
    'executive',
    'patrol',
    'residential',
    'retail'
);

CREATE TYPE public.match_reason AS ENUM (
    'wave',
    'batch',
    'came_on_duty'
);

CREATE TYPE public.offer_status AS ENUM (
    'offered',
    'accepted',
    'declined',
    'expired',
    'superseded',
    'given_back'
);

CREATE TYPE public.payment_purpose AS ENUM (
    'booking',
    'hours',
    'tip',
    'credit'
);

CREATE TYPE public.payment_status AS ENUM (
    'pending',
    'processing',
    'authorized',
    'succeeded',
    'failed',
    'cancelled',
    'refunded',
    'disputed'
);

CREATE TYPE public.payment_type AS ENUM (
    'charge',
    'payout',
    'refund'
);

CREATE TYPE public.presence_proof AS ENUM (
    'position',
    'code',
    'customer',
    'admin'
);

CREATE TYPE public.privacy_request_kind AS ENUM (
    'export',
    'erasure'
);

CREATE TYPE public.privacy_request_status AS ENUM (
    'pending',
    'done',
    'cancelled',
    'failed',
    'expired'
);

CREATE TYPE public.proposal_status AS ENUM (
    'open',
    'accepted',
    'declined',
    'expired',
    'withdrawn',
    'lapsed'
);

CREATE TYPE public.user_file_kind AS ENUM (
    'photo',
    'license_scan'
);

CREATE TYPE public.user_language AS ENUM (
    'en',
    'es'
);

CREATE TYPE public.user_role AS ENUM (
    'customer',
    'guard',
    'admin'
);

CREATE TYPE public.user_status AS ENUM (
    'pending_verification',
    'active',
    'suspended',
    'inactive'
);

CREATE TYPE public.work_kind AS ENUM (
    'present',
    'unknown',
    'away',
    'break'
);

CREATE FUNCTION public.audit_log_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        RAISE EXCEPTION 'the audit log is append-only'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_log_is_append_only', TABLE = 'audit_log';
      END $$;

CREATE FUNCTION public.create_location_partition(day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
      DECLARE
        partition text := 'location_history_' || to_char(day, 'YYYYMMDD');
        lower_bound timestamptz := day::timestamp AT TIME ZONE 'UTC';
        upper_bound timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
        is_distributed boolean := false;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('create_location_partition', 0));
        PERFORM FROM pg_class
        WHERE relname = partition
          AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'location_history'::regclass);
        IF FOUND THEN
          RETURN false;
        END IF;
        PERFORM set_config('lock_timeout', '2s', true);
        EXECUTE format('CREATE TABLE %I (LIKE location_history INCLUDING ALL)', partition);
        IF to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
          EXECUTE $sql$SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_partition
            WHERE logicalrelid = 'public.location_history'::regclass AND partmethod = 'h')$sql$ INTO is_distributed;
        END IF;
        IF is_distributed THEN
          -- A connection a worker, as everything else of this transaction has.
          PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true);
          EXECUTE $sql$SELECT pg_catalog.create_distributed_table($1::regclass, 'guard_id', colocate_with => 'public.location_history')$sql$
            USING partition;
        END IF;
        EXECUTE format('ALTER TABLE location_history ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       partition, lower_bound, upper_bound);
        RETURN true;
      EXCEPTION WHEN duplicate_table OR unique_violation THEN
        RETURN false;
      END $_$;

CREATE FUNCTION public.disputes_keep_rules() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'a dispute is never deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_never_deleted', TABLE = 'disputes';
    END IF;
    IF NEW.status <> OLD.status AND OLD.status IN ('won', 'lost') THEN
      RAISE EXCEPTION 'a dispute that is % stays so', OLD.status
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_ends_are_ends', TABLE = 'disputes';
    END IF;
    RETURN NEW;
  END $$;

CREATE FUNCTION public.drop_location_partition(partition name) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
      BEGIN
        PERFORM FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'location_history'::regclass AND c.relname = partition AND partition ~ '^location_history_\d{8}$';
        IF NOT FOUND THEN
          RETURN false;
        END IF;
        EXECUTE format('DROP TABLE IF EXISTS %I', partition);
        RETURN true;
      END $_$;

CREATE FUNCTION public.fixes_around(guards uuid[], jobs uuid[], since timestamp with time zone[], earliest timestamp with time zone[], latest timestamp with time zone[]) RETURNS TABLE(ord integer, lat double precision, lng double precision, at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    AS $$
      BEGIN
        RETURN QUERY
        SELECT w.ord::integer, ST_Y(found.location::geometry), ST_X(found.location::geometry), found.recorded_at
        FROM unnest(guards, jobs, since, earliest, latest) WITH ORDINALITY
          AS w (guard_id, job_id, since, earliest, latest, ord)
        CROSS JOIN LATERAL (
          (SELECT h.location, h.recorded_at FROM location_history h
           WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at >= w.since
             AND h.recorded_at < w.earliest
           ORDER BY h.recorded_at DESC LIMIT 1)
          UNION ALL
          (SELECT h.location, h.recorded_at FROM location_history h
           WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at BETWEEN w.earliest AND w.latest)
        ) AS found
        ORDER BY w.ord, found.recorded_at;
      END $$;

CREATE FUNCTION public.guard_profiles_count_papers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        IF (NEW.license_number, NEW.license_state, NEW.license_expires_on, NEW.clearance_level, NEW.skills, NEW.certifications)
           IS DISTINCT FROM
           (OLD.license_number, OLD.license_state, OLD.license_expires_on, OLD.clearance_level, OLD.skills, OLD.certifications)
        THEN NEW.papers_version := OLD.papers_version + 1;
        END IF;
        RETURN NEW;
      END $$;

CREATE FUNCTION public.jobs_keep_status_rules() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'a job starts as requested, not as %', NEW.status
              USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
          END IF;
          RETURN NEW;
        END IF;
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('requested', 'matched'), ('matched', 'requested'), ('matched', 'in_progress'),
          ('in_progress', 'completed'), ('in_progress', 'requested'),
          ('requested', 'cancelled'), ('matched', 'cancelled'), ('in_progress', 'cancelled')) THEN
          RAISE EXCEPTION 'a job cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
        END IF;
        IF (NEW.customer_id, NEW.start_time, NEW.end_time, NEW.hourly_rate_cents, NEW.total_amount_cents,
            NEW.platform_fee_cents, NEW.guard_payout_cents)
           IS DISTINCT FROM
           (OLD.customer_id, OLD.start_time, OLD.end_time, OLD.hourly_rate_cents, OLD.total_amount_cents,
            OLD.platform_fee_cents, OLD.guard_payout_cents)
           AND NOT jobs_terms_may_change(OLD, NEW) AND NOT ((NEW.customer_id, NEW.start_time, NEW.hourly_rate_cents)
             = (OLD.customer_id, OLD.start_time, OLD.hourly_rate_cents)
           AND OLD.status IN ('matched', 'in_progress') AND NEW.status = OLD.status
           AND NEW.end_time > OLD.end_time AND NEW.total_amount_cents > OLD.total_amount_cents) THEN
          RAISE EXCEPTION 'what was booked (customer, times, price) does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_booking_is_fixed', TABLE = 'jobs';
        END IF;
        IF NEW.guard_id IS DISTINCT FROM OLD.guard_id AND NEW.status = OLD.status THEN
          RAISE EXCEPTION 'a job changes its guard only by going back to dispatch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_guard_changes_with_status', TABLE = 'jobs';
        END IF;
        IF NEW.status = 'matched' AND OLD.status <> 'matched' THEN
          PERFORM FROM users WHERE id = NEW.guard_id FOR NO KEY UPDATE;
        END IF;
        RETURN NEW;
      END $$;

CREATE FUNCTION public.jobs_parties_may_act() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
      END $$;

CREATE TABLE public.jobs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    customer_id uuid NOT NULL,
    guard_id uuid,
    title text NOT NULL,
    description text,
    job_type public.job_type NOT NULL,
    status public.job_status DEFAULT 'requested'::public.job_status NOT NULL,
    location_address text NOT NULL,
    location_coordinates public.geography(Point,4326) NOT NULL,
    location_notes text,
    start_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone NOT NULL,
    duration_hours numeric(6,2) GENERATED ALWAYS AS (round((EXTRACT(epoch FROM (end_time - start_time)) / (3600)::numeric), 2)) STORED NOT NULL,
    required_clearance_level public.clearance_level NOT NULL,
    required_skills jsonb DEFAULT '[]'::jsonb NOT NULL,
    special_requirements jsonb DEFAULT '[]'::jsonb NOT NULL,
    hourly_rate_cents integer NOT NULL,
    total_amount_cents integer NOT NULL,
    platform_fee_cents integer NOT NULL,
    guard_payout_cents integer NOT NULL,
    worked_minutes integer,
    due_amount_cents integer,
    requested_at timestamp with time zone DEFAULT now() NOT NULL,
    matched_at timestamp with time zone,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    check_in_location public.geography(Point,4326),
    check_out_location public.geography(Point,4326),
    cancellation_reason text,
    cancelled_by uuid,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    reopened_at timestamp with time zone,
    check_in_proof public.presence_proof,
    check_out_proof public.presence_proof,
    ended_by public.job_end,
    code_tries integer DEFAULT 0 NOT NULL,
    left_post_at timestamp with time zone,
    arrival_tried_at timestamp with time zone,
    wait_asked_at timestamp with time zone,
    waits_until timestamp with time zone,
    agreed_cents integer,
    promised_travel_seconds integer,
    site_radius_meters integer DEFAULT 150 NOT NULL,
    contact_name text,
    contact_phone text,
    version integer DEFAULT 1 NOT NULL,
    terms_changed_at timestamp with time zone,
    card_id text,
    purchase_order text,
    CONSTRAINT jobs_agreed_when_completed CHECK (((agreed_cents IS NULL) OR ((status = 'completed'::public.job_status) AND (agreed_cents > total_amount_cents)))),
    CONSTRAINT jobs_amounts_positive CHECK (((hourly_rate_cents > 0) AND (total_amount_cents > 0) AND (platform_fee_cents >= 0) AND (guard_payout_cents > 0))),
    CONSTRAINT jobs_asked_to_wait_until CHECK (((wait_asked_at IS NULL) OR ((status <> 'requested'::public.job_status) AND (waits_until > wait_asked_at)))),
    CONSTRAINT jobs_cancelled_is_complete CHECK (((status <> 'cancelled'::public.job_status) OR ((cancelled_at IS NOT NULL) AND (cancellation_reason IS NOT NULL) AND (due_amount_cents IS NOT NULL)))),
    CONSTRAINT jobs_card_id_is_a_name CHECK ((card_id ~ '^[A-Za-z0-9_]{1,100}$'::text)),
    CONSTRAINT jobs_code_tries_at_most_five CHECK (((code_tries >= 0) AND (code_tries <= 5))),
    CONSTRAINT jobs_completed_is_complete CHECK (((status <> 'completed'::public.job_status) OR ((guard_id IS NOT NULL) AND (matched_at IS NOT NULL) AND (started_at IS NOT NULL) AND (completed_at >= started_at) AND (completed_at IS NOT NULL) AND (check_in_proof IS NOT NULL) AND (ended_by IS NOT NULL) AND ((ended_by <> 'guard'::public.job_end) OR (check_out_proof IS NOT NULL)) AND (worked_minutes IS NOT NULL) AND (due_amount_cents IS NOT NULL)))),
    CONSTRAINT jobs_contact_has_name CHECK (((contact_phone IS NULL) OR (contact_name IS NOT NULL))),
    CONSTRAINT jobs_customer_is_not_guard CHECK ((guard_id <> customer_id)),
    CONSTRAINT jobs_due_within_agreed CHECK (((due_amount_cents >= 0) AND (due_amount_cents <= GREATEST(total_amount_cents, agreed_cents)))),
    CONSTRAINT jobs_end_after_start CHECK ((end_time > start_time)),
    CONSTRAINT jobs_in_progress_is_complete CHECK (((status <> 'in_progress'::public.job_status) OR ((guard_id IS NOT NULL) AND (matched_at IS NOT NULL) AND (started_at IS NOT NULL) AND (check_in_proof IS NOT NULL) AND (due_amount_cents IS NULL)))),
    CONSTRAINT jobs_left_post_is_at_work CHECK (((left_post_at IS NULL) OR (status = 'in_progress'::public.job_status))),
    CONSTRAINT jobs_matched_is_complete CHECK (((status <> 'matched'::public.job_status) OR ((guard_id IS NOT NULL) AND (matched_at IS NOT NULL) AND (started_at IS NULL) AND (due_amount_cents IS NULL)))),
    CONSTRAINT jobs_metadata_is_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT jobs_position_is_kept CHECK ((((check_in_proof <> 'position'::public.presence_proof) OR (check_in_location IS NOT NULL)) AND ((check_out_proof <> 'position'::public.presence_proof) OR (check_out_location IS NOT NULL)))),
    CONSTRAINT jobs_price_adds_up CHECK (((platform_fee_cents + guard_payout_cents) = total_amount_cents)),
    CONSTRAINT jobs_promise_is_of_guard CHECK (((promised_travel_seconds IS NULL) OR ((promised_travel_seconds >= 0) AND (guard_id IS NOT NULL)))),
    CONSTRAINT jobs_purchase_order_says_something CHECK ((purchase_order <> ''::text)),
    CONSTRAINT jobs_reopened_after_request CHECK ((reopened_at >= requested_at)),
    CONSTRAINT jobs_requested_is_open CHECK (((status <> 'requested'::public.job_status) OR ((guard_id IS NULL) AND (matched_at IS NULL) AND (started_at IS NULL) AND (check_in_proof IS NULL) AND (arrival_tried_at IS NULL) AND (waits_until IS NULL) AND (due_amount_cents IS NULL)))),
    CONSTRAINT jobs_required_skills_is_array CHECK ((jsonb_typeof(required_skills) = 'array'::text)),
    CONSTRAINT jobs_site_radius_50_to_500 CHECK (((site_radius_meters >= 50) AND (site_radius_meters <= 500))),
    CONSTRAINT jobs_special_requirements_is_array CHECK ((jsonb_typeof(special_requirements) = 'array'::text)),
    CONSTRAINT jobs_version_positive CHECK ((version > 0)),
    CONSTRAINT jobs_worked_minutes_not_negative CHECK ((worked_minutes >= 0)),
    CONSTRAINT jobs_worked_within_life CHECK (((ended_by = 'clock'::public.job_end) OR ((worked_minutes)::numeric <= ceil((EXTRACT(epoch FROM (COALESCE(completed_at, cancelled_at) - started_at)) / (60)::numeric)))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE FUNCTION public.jobs_terms_may_change(before public.jobs, after public.jobs) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
  BEGIN
    IF after.customer_id <> before.customer_id OR after.status <> before.status
       OR after.version <> before.version + 1 OR after.terms_changed_at IS NULL THEN
      RETURN false;
    END IF;
    RETURN before.status = 'requested' OR (before.status = 'matched' AND EXISTS (
      SELECT FROM job_proposals agreed
      WHERE agreed.job_id = after.id AND agreed.guard_id = after.guard_id
        AND agreed.status = 'accepted' AND agreed.applied_at IS NULL
        AND (agreed.start_time, agreed.end_time, agreed.hourly_rate_cents, agreed.total_amount_cents,
             agreed.platform_fee_cents, agreed.guard_payout_cents)
          = (after.start_time, after.end_time, after.hourly_rate_cents, after.total_amount_cents,
             after.platform_fee_cents, after.guard_payout_cents)));
  END $$;

CREATE FUNCTION public.payments_keep_rules() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      DECLARE
        allowed text[];
      BEGIN
        IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
          RAISE EXCEPTION 'a money row is never deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_never_deleted', TABLE = 'payments';
        END IF;
        allowed := CASE OLD.status
          WHEN 'pending' THEN ARRAY['processing', 'authorized', 'succeeded', 'failed', 'cancelled']
          WHEN 'processing' THEN ARRAY['authorized', 'succeeded', 'failed', 'cancelled']
          WHEN 'authorized' THEN ARRAY['processing', 'succeeded', 'failed', 'cancelled']
          WHEN 'succeeded' THEN ARRAY['refunded', 'disputed']
          WHEN 'disputed' THEN ARRAY['succeeded', 'refunded']
          ELSE ARRAY[]::text[]
        END;
        IF NEW.status <> OLD.status AND NOT NEW.status::text = ANY (allowed) THEN
          RAISE EXCEPTION 'a payment cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_status_transition', TABLE = 'payments';
        END IF;
        IF (OLD.status NOT IN ('pending', 'processing', 'authorized')
            AND (NEW.amount_cents, NEW.platform_fee_cents, NEW.guard_payout_cents, NEW.authorized_cents,
                 NEW.succeeded_at, NEW.failed_at)
                IS DISTINCT FROM
                (OLD.amount_cents, OLD.platform_fee_cents, OLD.guard_payout_cents, OLD.authorized_cents,
                 OLD.succeeded_at, OLD.failed_at))
           OR (OLD.stripe_fee_cents IS NOT NULL AND NEW.stripe_fee_cents IS DISTINCT FROM OLD.stripe_fee_cents)
           OR (NEW.job_id, NEW.payer_id, NEW.payee_id, NEW.payment_type, NEW.refund_of, NEW.created_at)
              IS DISTINCT FROM
              (OLD.job_id, OLD.payer_id, OLD.payee_id, OLD.payment_type, OLD.refund_of, OLD.created_at) THEN
          RAISE EXCEPTION 'the money and time columns of a settled payment do not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_settled_is_fixed', TABLE = 'payments';
        END IF;
        RETURN NEW;
      END $$;

CREATE FUNCTION public.payments_refunds_within_charge() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      DECLARE
        charge payments;
        refunded bigint;
      BEGIN
        SELECT * INTO charge FROM payments WHERE id = NEW.refund_of FOR NO KEY UPDATE;
        SELECT COALESCE(sum(amount_cents), 0) INTO refunded FROM payments
        WHERE refund_of = NEW.refund_of AND id <> NEW.id AND status NOT IN ('failed', 'cancelled');
        IF charge.payment_type <> 'charge' OR charge.job_id <> NEW.job_id
           OR charge.status NOT IN ('succeeded', 'refunded', 'disputed')
           OR refunded + NEW.amount_cents > charge.amount_cents THEN
          RAISE EXCEPTION 'refunds of % cents and % more exceed the charge', refunded, NEW.amount_cents
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_refunds_within_charge', TABLE = 'payments';
        END IF;
        RETURN NEW;
      END $$;

CREATE FUNCTION public.payments_returned_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
      RAISE EXCEPTION 'a refund comes back once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_returned_once', TABLE = 'payments';
    END $$;

CREATE FUNCTION public.receipt_entries_are_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        RAISE EXCEPTION 'entries of receipts are append-only'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_entries_are_append_only', TABLE = 'receipt_entries';
      END $$;

CREATE FUNCTION public.skill_keys(skills jsonb) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT COALESCE(array_agg(DISTINCT key ORDER BY key), '{}')
        FROM (
          SELECT ('x' || substr(md5(skill), 1, 8))::bit(32)::integer AS key
          FROM jsonb_array_elements_text(CASE jsonb_typeof(skills) WHEN 'array' THEN skills ELSE '[]' END) AS skill
        ) AS keys
      $$;

CREATE FUNCTION public.timeline_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND
           (NEW.id, NEW.job_id, NEW.user_id, NEW.type, NEW.actor_id, NEW.actor_role, NEW.from_status, NEW.to_status,
            NEW.occurred_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.job_id, OLD.user_id, OLD.type, OLD.actor_id, OLD.actor_role, OLD.from_status, OLD.to_status,
            OLD.occurred_at) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the timeline is append-only'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'timeline_is_append_only', TABLE = 'timeline';
      END $$;

CREATE FUNCTION public.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        NEW.updated_at := now();
        RETURN NEW;
      END $$;

CREATE FUNCTION public.works_within(guard uuid, job uuid, starts timestamp with time zone, ends timestamp with time zone, hours integer, most_hours integer) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
        DECLARE
          span CONSTANT interval := make_interval(hours => hours);
        BEGIN
          RETURN NOT EXISTS (
            WITH work AS (
              SELECT works_within.starts AS from_time, works_within.ends AS to_time
              UNION ALL
              SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
              FROM jobs w
              WHERE w.guard_id = guard AND w.id IS DISTINCT FROM job AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
                AND w.start_time > works_within.starts - span - interval '72 hours'
                AND w.start_time < works_within.ends + span
            ), windows AS (
              SELECT from_time AS opens FROM work UNION SELECT to_time - span FROM work
            )
            SELECT FROM windows JOIN work ON work.from_time < opens + span AND work.to_time > opens
            WHERE opens < works_within.ends AND opens + span > works_within.starts
            GROUP BY opens
            HAVING sum(least(work.to_time, opens + span) - greatest(work.from_time, opens)) > make_interval(hours => most_hours));
        END $$;

CREATE TABLE public.account_tokens (
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    purpose public.account_token_purpose NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    email public.citext,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_tokens_confirm_an_address CHECK (((email IS NOT NULL) = (purpose = ANY (ARRAY['verify_email'::public.account_token_purpose, 'change_email'::public.account_token_purpose])))),
    CONSTRAINT account_tokens_expire_after_creation CHECK ((expires_at > created_at)),
    CONSTRAINT account_tokens_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);

CREATE TABLE public.alarms (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    raised_by uuid NOT NULL,
    client_id uuid NOT NULL,
    state public.alarm_state DEFAULT 'held'::public.alarm_state NOT NULL,
    pressed_at timestamp with time zone NOT NULL,
    goes_out_at timestamp with time zone NOT NULL,
    location public.geography(Point,4326),
    accuracy_meters real,
    acknowledged_by uuid,
    acknowledged_at timestamp with time zone,
    ended_at timestamp with time zone,
    resolution text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT alarms_accuracy_not_negative CHECK ((accuracy_meters >= (0)::double precision)),
    CONSTRAINT alarms_ended_has_time CHECK (((state = ANY (ARRAY['resolved'::public.alarm_state, 'withdrawn'::public.alarm_state])) = (ended_at IS NOT NULL))),
    CONSTRAINT alarms_resolved_has_words CHECK (((state = 'resolved'::public.alarm_state) = (resolution IS NOT NULL)))
);

CREATE TABLE public.audit_log (
    "position" bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    action text NOT NULL,
    actor_id uuid,
    actor_role public.actor_role NOT NULL,
    subject_id uuid,
    request_id text,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_log_facts_is_object CHECK ((jsonb_typeof(facts) = 'object'::text)),
    CONSTRAINT audit_log_from_one CHECK (("position" > 0)),
    CONSTRAINT audit_log_hashes_are_sha256 CHECK (((octet_length(hash) = 32) AND (octet_length(previous_hash) = 32)))
);

CREATE TABLE public.bounced_payouts (
    stripe_payout_id text NOT NULL,
    guard_id uuid NOT NULL,
    amount_cents integer NOT NULL,
    failure_code text,
    bounced_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bounced_payouts_amount_positive CHECK ((amount_cents > 0))
);

CREATE TABLE public.calendar_feeds (
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT calendar_feeds_token_is_sha256 CHECK ((length(token_hash) = 32))
);

CREATE TABLE public.carried_balances (
    until timestamp with time zone NOT NULL,
    ours_cents bigint NOT NULL,
    beside_jobs_cents bigint NOT NULL,
    carried_at timestamp with time zone NOT NULL,
    CONSTRAINT carried_balances_of_the_past CHECK ((until < carried_at))
);

CREATE TABLE public.corrections (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    kind public.correction_kind NOT NULL,
    status public.correction_status DEFAULT 'asked'::public.correction_status NOT NULL,
    from_minutes integer NOT NULL,
    to_minutes integer NOT NULL,
    from_cents integer NOT NULL,
    to_cents integer NOT NULL,
    reason text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer_by timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer_reason text,
    decided_at timestamp with time zone,
    decided_by uuid,
    decided_minutes integer,
    decided_cents integer,
    decision_reason text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT corrections_agreed_was_answered CHECK (((status <> 'agreed'::public.correction_status) OR (answered_at IS NOT NULL))),
    CONSTRAINT corrections_answer_after_question CHECK ((answer_by > asked_at)),
    CONSTRAINT corrections_cents_not_negative CHECK (((from_cents >= 0) AND (to_cents >= 0) AND (decided_cents >= 0))),
    CONSTRAINT corrections_change_something CHECK (((from_minutes >= 0) AND (to_minutes >= 0) AND ((to_minutes <> from_minutes) OR (to_cents <> from_cents)))),
    CONSTRAINT corrections_decided_is_complete CHECK ((((status = 'decided'::public.correction_status) = (decided_at IS NOT NULL)) AND ((decided_at IS NULL) = (decided_minutes IS NULL)) AND ((decided_at IS NULL) = (decided_cents IS NULL)) AND ((decided_at IS NULL) = (decision_reason IS NULL)) AND ((decided_at IS NOT NULL) OR (decided_by IS NULL))))
);

CREATE TABLE public.credits (
    id uuid NOT NULL,
    customer_id uuid NOT NULL,
    job_id uuid,
    amount_cents integer NOT NULL,
    used_cents integer DEFAULT 0 NOT NULL,
    withdrawn_cents integer DEFAULT 0 NOT NULL,
    reason text NOT NULL,
    given_by uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT credits_amount_positive CHECK ((amount_cents > 0)),
    CONSTRAINT credits_within_amount CHECK (((used_cents >= 0) AND (withdrawn_cents >= 0) AND ((used_cents + withdrawn_cents) <= amount_cents)))
);

CREATE TABLE public.customer_places (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    label text NOT NULL,
    address text NOT NULL,
    location public.geography(Point,4326) NOT NULL,
    site_radius_meters integer NOT NULL,
    notes text,
    contact_name text,
    contact_phone text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_places_contact_has_name CHECK (((contact_phone IS NULL) OR (contact_name IS NOT NULL))),
    CONSTRAINT customer_places_site_radius_50_to_500 CHECK (((site_radius_meters >= 50) AND (site_radius_meters <= 500)))
);

CREATE TABLE public.deadlines (
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT deadlines_attempts_not_negative CHECK ((attempts >= 0))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE TABLE public.disputes (
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    stripe_dispute_id text NOT NULL,
    status public.dispute_status NOT NULL,
    is_inquiry boolean NOT NULL,
    amount_cents integer NOT NULL,
    reason text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    answer_by timestamp with time zone,
    answered_at timestamp with time zone,
    answered_by uuid,
    closed_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT disputes_amount_positive CHECK ((amount_cents > 0)),
    CONSTRAINT disputes_answerer_has_answered CHECK (((answered_by IS NULL) OR (answered_at IS NOT NULL))),
    CONSTRAINT disputes_closed_has_time CHECK (((status = ANY (ARRAY['won'::public.dispute_status, 'lost'::public.dispute_status])) = (closed_at IS NOT NULL)))
);

CREATE TABLE public.export_parts (
    request_id uuid NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT export_parts_from_zero CHECK ((part >= 0))
);

CREATE TABLE public.guard_profiles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    license_number text,
    license_state text,
    license_expires_on date,
    license_verified_at timestamp with time zone,
    clearance_level public.clearance_level DEFAULT 'basic'::public.clearance_level NOT NULL,
    skills jsonb DEFAULT '[]'::jsonb NOT NULL,
    skill_keys integer[] GENERATED ALWAYS AS (public.skill_keys(skills)) STORED,
    certifications jsonb DEFAULT '[]'::jsonb NOT NULL,
    availability_status public.availability_status DEFAULT 'offline'::public.availability_status NOT NULL,
    hourly_rate_cents integer,
    total_jobs_completed integer DEFAULT 0 NOT NULL,
    average_rating numeric(3,2),
    total_minutes_worked integer DEFAULT 0 NOT NULL,
    current_location public.geography(Point,4326),
    location_updated_at timestamp with time zone,
    base_location public.geography(Point,4326),
    last_assigned_at timestamp with time zone,
    tax_id_encrypted text,
    background_check_encrypted text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    payouts_ready_at timestamp with time zone,
    back_to public.availability_status,
    papers_version integer DEFAULT 1 NOT NULL,
    license_refused_at timestamp with time zone,
    license_refusal text,
    time_zone text,
    working_week int4multirange,
    days_off datemultirange DEFAULT '{}'::datemultirange NOT NULL,
    rating_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT guard_profiles_back_to_is_while_busy CHECK (((back_to IS NULL) OR ((back_to <> 'busy'::public.availability_status) AND (availability_status = 'busy'::public.availability_status)))),
    CONSTRAINT guard_profiles_certifications_is_array CHECK ((jsonb_typeof(certifications) = 'array'::text)),
    CONSTRAINT guard_profiles_days_off_have_ends CHECK (((NOT lower_inf(days_off)) AND (NOT upper_inf(days_off)))),
    CONSTRAINT guard_profiles_hours_have_zone CHECK (((time_zone IS NOT NULL) OR ((working_week IS NULL) AND isempty(days_off)))),
    CONSTRAINT guard_profiles_license_state_is_code CHECK ((license_state ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT guard_profiles_location_has_time CHECK (((current_location IS NULL) = (location_updated_at IS NULL))),
    CONSTRAINT guard_profiles_metadata_is_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT guard_profiles_rate_positive CHECK ((hourly_rate_cents > 0)),
    CONSTRAINT guard_profiles_rating_0_to_5 CHECK (((average_rating >= (0)::numeric) AND (average_rating <= (5)::numeric))),
    CONSTRAINT guard_profiles_rating_count_not_negative CHECK ((rating_count >= 0)),
    CONSTRAINT guard_profiles_refused_has_reason CHECK (((license_refused_at IS NULL) = (license_refusal IS NULL))),
    CONSTRAINT guard_profiles_refused_is_not_verified CHECK (((license_refused_at IS NULL) OR (license_verified_at IS NULL))),
    CONSTRAINT guard_profiles_skills_is_array CHECK ((jsonb_typeof(skills) = 'array'::text)),
    CONSTRAINT guard_profiles_totals_not_negative CHECK (((total_jobs_completed >= 0) AND (total_minutes_worked >= 0))),
    CONSTRAINT guard_profiles_verified_has_license CHECK (((license_verified_at IS NULL) OR ((license_number IS NOT NULL) AND (license_state IS NOT NULL) AND (license_expires_on IS NOT NULL)))),
    CONSTRAINT guard_profiles_working_week_is_a_week CHECK (((working_week <@ '{[0,10080)}'::int4multirange) AND (NOT isempty(working_week))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE TABLE public.idempotency_keys (
    user_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    answer jsonb,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.invoices (
    number integer NOT NULL,
    job_id uuid NOT NULL,
    seller text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    CONSTRAINT invoices_number_counts_from_one CHECK ((number >= 1)),
    CONSTRAINT invoices_seller_is_named CHECK ((seller <> ''::text))
);

CREATE TABLE public.job_breaks (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    job_id uuid NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_breaks_end_after_begin CHECK ((ends_at > begins_at))
);

CREATE TABLE public.job_messages (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    guard_id uuid NOT NULL,
    author_id uuid NOT NULL,
    client_id uuid NOT NULL,
    words text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_messages_words_have_length CHECK (((length(words) >= 1) AND (length(words) <= 1000)))
);

CREATE TABLE public.payments (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    job_id uuid NOT NULL,
    payer_id uuid,
    payee_id uuid,
    refund_of uuid,
    payment_type public.payment_type NOT NULL,
    status public.payment_status DEFAULT 'pending'::public.payment_status NOT NULL,
    amount_cents integer NOT NULL,
    platform_fee_cents integer NOT NULL,
    guard_payout_cents integer NOT NULL,
    authorized_cents integer,
    stripe_fee_cents integer,
    stripe_payment_intent_id text,
    stripe_charge_id text,
    stripe_transfer_id text,
    stripe_refund_id text,
    failure_code text,
    failure_message text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    succeeded_at timestamp with time zone,
    failed_at timestamp with time zone,
    is_current boolean DEFAULT true NOT NULL,
    returned_at timestamp with time zone,
    stripe_customer_id text,
    stripe_payment_method_id text,
    stripe_account_id text,
    capture_before timestamp with time zone,
    stands_in_for uuid,
    extend_to timestamp with time zone,
    mend_by timestamp with time zone,
    retry_at timestamp with time zone,
    checked_at timestamp with time zone,
    awaits_account boolean DEFAULT false NOT NULL,
    reason text,
    to_reverse_cents integer DEFAULT 0 NOT NULL,
    reversed_cents integer DEFAULT 0 NOT NULL,
    stripe_reversal_id text,
    purpose public.payment_purpose DEFAULT 'booking'::public.payment_purpose NOT NULL,
    paid_out_of uuid,
    for_proposal uuid,
    dispute_id uuid,
    on_session boolean DEFAULT false NOT NULL,
    stripe_key_number integer DEFAULT 0 NOT NULL,
    is_guarantee boolean DEFAULT false NOT NULL,
    recovered_cents integer DEFAULT 0 NOT NULL,
    reversed_at timestamp with time zone,
    card_last4 text,
    CONSTRAINT payments_account_of_payouts CHECK (((payment_type = 'payout'::public.payment_type) OR ((stripe_account_id IS NULL) AND (NOT awaits_account)))),
    CONSTRAINT payments_amounts_positive CHECK (((amount_cents > 0) AND (platform_fee_cents >= 0) AND (guard_payout_cents >= 0) AND (stripe_fee_cents >= 0))),
    CONSTRAINT payments_awaiting_account_is_pending CHECK (((NOT awaits_account) OR (status = 'pending'::public.payment_status))),
    CONSTRAINT payments_capture_within_hold CHECK ((amount_cents <= authorized_cents)),
    CONSTRAINT payments_card_digits_of_charges CHECK (((card_last4 IS NULL) OR ((payment_type = 'charge'::public.payment_type) AND (card_last4 ~ '^[0-9]{4}$'::text)))),
    CONSTRAINT payments_credit_asks_no_card CHECK (((purpose <> 'credit'::public.payment_purpose) OR ((stripe_payment_intent_id IS NULL) AND (stripe_charge_id IS NULL) AND (stripe_refund_id IS NULL) AND (stripe_customer_id IS NULL) AND (authorized_cents IS NULL)))),
    CONSTRAINT payments_dispute_of_refunds CHECK (((payment_type = 'refund'::public.payment_type) OR (dispute_id IS NULL))),
    CONSTRAINT payments_extension_stands_in CHECK (((extend_to IS NULL) OR (stands_in_for IS NOT NULL))),
    CONSTRAINT payments_failed_has_time CHECK (((status <> 'failed'::public.payment_status) OR (failed_at IS NOT NULL))),
    CONSTRAINT payments_guarantee_is_payout CHECK (((NOT is_guarantee) OR (payment_type = 'payout'::public.payment_type))),
    CONSTRAINT payments_hold_facts_of_charges CHECK (((payment_type = 'charge'::public.payment_type) OR ((stripe_customer_id IS NULL) AND (stripe_payment_method_id IS NULL) AND (capture_before IS NULL) AND (stands_in_for IS NULL) AND (extend_to IS NULL) AND (mend_by IS NULL)))),
    CONSTRAINT payments_key_number_not_negative CHECK ((stripe_key_number >= 0)),
    CONSTRAINT payments_mend_by_of_failed CHECK (((mend_by IS NULL) OR (status = 'failed'::public.payment_status))),
    CONSTRAINT payments_metadata_is_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT payments_on_session_of_charges CHECK (((payment_type = 'charge'::public.payment_type) OR (NOT on_session))),
    CONSTRAINT payments_only_refunds_return CHECK (((returned_at IS NULL) OR ((payment_type = 'refund'::public.payment_type) AND (status = 'succeeded'::public.payment_status)))),
    CONSTRAINT payments_parties_by_type CHECK (
CASE payment_type
    WHEN 'charge'::public.payment_type THEN ((payer_id IS NOT NULL) AND (refund_of IS NULL))
    WHEN 'payout'::public.payment_type THEN ((payee_id IS NOT NULL) AND (refund_of IS NULL))
    WHEN 'refund'::public.payment_type THEN ((payee_id IS NOT NULL) AND (refund_of IS NOT NULL))
    ELSE NULL::boolean
END),
    CONSTRAINT payments_payout_names_charge CHECK (((payment_type = 'payout'::public.payment_type) = (paid_out_of IS NOT NULL))),
    CONSTRAINT payments_proposal_stands_in CHECK (((for_proposal IS NULL) OR ((stands_in_for IS NOT NULL) AND (extend_to IS NULL)))),
    CONSTRAINT payments_reason_of_refunds CHECK (((payment_type = 'refund'::public.payment_type) OR (reason IS NULL))),
    CONSTRAINT payments_recovered_by_charges CHECK (((recovered_cents = 0) OR ((payment_type = 'charge'::public.payment_type) AND (recovered_cents > 0) AND (recovered_cents <= platform_fee_cents)))),
    CONSTRAINT payments_retry_of_waiting CHECK (((retry_at IS NULL) OR (status = ANY (ARRAY['pending'::public.payment_status, 'failed'::public.payment_status])))),
    CONSTRAINT payments_reversal_has_id CHECK (((reversed_cents = 0) OR (stripe_reversal_id IS NOT NULL))),
    CONSTRAINT payments_reversal_of_given_refund CHECK ((((to_reverse_cents + reversed_cents) = 0) OR (status = 'succeeded'::public.payment_status))),
    CONSTRAINT payments_reversal_of_refunds CHECK (((payment_type = 'refund'::public.payment_type) OR ((to_reverse_cents = 0) AND (reversed_cents = 0) AND (stripe_reversal_id IS NULL)))),
    CONSTRAINT payments_reversal_within_part CHECK (((to_reverse_cents >= 0) AND (reversed_cents >= 0) AND ((to_reverse_cents + reversed_cents) <= guard_payout_cents))),
    CONSTRAINT payments_reversed_has_time CHECK (((reversed_cents > 0) = (reversed_at IS NOT NULL))),
    CONSTRAINT payments_settled_has_time CHECK (((status <> ALL (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])) OR (succeeded_at IS NOT NULL))),
    CONSTRAINT payments_split_adds_up CHECK (((platform_fee_cents + guard_payout_cents) = amount_cents)),
    CONSTRAINT payments_stand_in_takes_no_money CHECK ((is_current OR ((payment_type = 'charge'::public.payment_type) AND (status = ANY (ARRAY['pending'::public.payment_status, 'authorized'::public.payment_status, 'failed'::public.payment_status, 'cancelled'::public.payment_status]))))),
    CONSTRAINT payments_tip_is_the_guards CHECK (((purpose <> 'tip'::public.payment_purpose) OR (platform_fee_cents = 0)))
);

CREATE VIEW public.job_money AS
 SELECT money.job_id,
    money.captured_cents,
    money.refunded_cents,
    money.credited_cents,
    money.platform_cents,
    money.guard_paid_cents,
    money.guard_owed_cents,
    money.guaranteed_cents,
    money.recovered_cents,
    money.held_cents,
    money.returned_cents,
    money.stripe_fee_cents,
    money.is_under_way,
    money.changed_at,
    ((((money.captured_cents + money.credited_cents) - money.refunded_cents) = (((money.platform_cents - money.guaranteed_cents) + money.guard_paid_cents) + money.guard_owed_cents)) AND (money.recovered_cents <= money.guaranteed_cents)) AS adds_up
   FROM ( SELECT payments.job_id,
            COALESCE(sum(payments.amount_cents) FILTER (WHERE ((payments.payment_type = 'charge'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])) AND (payments.purpose <> 'credit'::public.payment_purpose))), (0)::bigint) AS captured_cents,
            COALESCE(sum(payments.amount_cents) FILTER (WHERE ((payments.payment_type = 'refund'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])) AND (payments.purpose <> 'credit'::public.payment_purpose))), (0)::bigint) AS refunded_cents,
            (COALESCE(sum(payments.amount_cents) FILTER (WHERE ((payments.payment_type = 'charge'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])) AND (payments.purpose = 'credit'::public.payment_purpose))), (0)::bigint) - COALESCE(sum(payments.amount_cents) FILTER (WHERE ((payments.payment_type = 'refund'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])) AND (payments.purpose = 'credit'::public.payment_purpose))), (0)::bigint)) AS credited_cents,
            (COALESCE(sum(payments.platform_fee_cents) FILTER (WHERE ((payments.payment_type = 'charge'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])))), (0)::bigint) - COALESCE(sum(payments.platform_fee_cents) FILTER (WHERE ((payments.payment_type = 'refund'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])))), (0)::bigint)) AS platform_cents,
            (COALESCE(sum(payments.amount_cents) FILTER (WHERE ((payments.payment_type = 'payout'::public.payment_type) AND (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status])))), (0)::bigint) - COALESCE(sum(payments.reversed_cents), (0)::bigint)) AS guard_paid_cents,
            (COALESCE(sum(payments.amount_cents) FILTER (WHERE ((payments.payment_type = 'payout'::public.payment_type) AND (payments.status = ANY (ARRAY['pending'::public.payment_status, 'processing'::public.payment_status])))), (0)::bigint) - COALESCE(sum(payments.to_reverse_cents), (0)::bigint)) AS guard_owed_cents,
            COALESCE(sum(payments.amount_cents) FILTER (WHERE (payments.is_guarantee AND (payments.status <> ALL (ARRAY['failed'::public.payment_status, 'cancelled'::public.payment_status])))), (0)::bigint) AS guaranteed_cents,
            COALESCE(sum(payments.recovered_cents) FILTER (WHERE (payments.status = ANY (ARRAY['succeeded'::public.payment_status, 'refunded'::public.payment_status, 'disputed'::public.payment_status]))), (0)::bigint) AS recovered_cents,
            COALESCE(sum(payments.authorized_cents) FILTER (WHERE ((payments.payment_type = 'charge'::public.payment_type) AND (payments.status = ANY (ARRAY['authorized'::public.payment_status, 'processing'::public.payment_status])))), (0)::bigint) AS held_cents,
            COALESCE(sum(payments.amount_cents) FILTER (WHERE (payments.returned_at IS NOT NULL)), (0)::bigint) AS returned_cents,
            COALESCE(sum(payments.stripe_fee_cents), (0)::bigint) AS stripe_fee_cents,
            bool_or(((payments.status = ANY (ARRAY['pending'::public.payment_status, 'processing'::public.payment_status])) OR (payments.to_reverse_cents > 0))) AS is_under_way,
            max(payments.updated_at) AS changed_at
           FROM public.payments
          GROUP BY payments.job_id) money;

CREATE TABLE public.job_proposals (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    guard_id uuid NOT NULL,
    status public.proposal_status DEFAULT 'open'::public.proposal_status NOT NULL,
    changed jsonb NOT NULL,
    job_type public.job_type NOT NULL,
    location_address text NOT NULL,
    location_coordinates public.geography(Point,4326) NOT NULL,
    site_radius_meters integer NOT NULL,
    start_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone NOT NULL,
    required_clearance_level public.clearance_level NOT NULL,
    required_skills jsonb NOT NULL,
    special_requirements jsonb NOT NULL,
    hourly_rate_cents integer NOT NULL,
    total_amount_cents integer NOT NULL,
    platform_fee_cents integer NOT NULL,
    guard_payout_cents integer NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    applied_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_proposals_amounts_positive CHECK (((hourly_rate_cents > 0) AND (total_amount_cents > 0) AND (platform_fee_cents >= 0) AND (guard_payout_cents > 0))),
    CONSTRAINT job_proposals_applied_is_accepted CHECK (((applied_at IS NULL) OR (status = 'accepted'::public.proposal_status))),
    CONSTRAINT job_proposals_change_something CHECK (((jsonb_typeof(changed) = 'array'::text) AND (changed <> '[]'::jsonb))),
    CONSTRAINT job_proposals_end_after_start CHECK ((end_time > start_time)),
    CONSTRAINT job_proposals_expire_after_proposing CHECK ((expires_at > proposed_at)),
    CONSTRAINT job_proposals_price_adds_up CHECK (((platform_fee_cents + guard_payout_cents) = total_amount_cents)),
    CONSTRAINT job_proposals_resolved_has_time CHECK (((status = 'open'::public.proposal_status) = (resolved_at IS NULL))),
    CONSTRAINT job_proposals_site_radius_50_to_500 CHECK (((site_radius_meters >= 50) AND (site_radius_meters <= 500))),
    CONSTRAINT job_proposals_skills_are_arrays CHECK (((jsonb_typeof(required_skills) = 'array'::text) AND (jsonb_typeof(special_requirements) = 'array'::text)))
);

CREATE TABLE public.location_history (
    guard_id uuid NOT NULL,
    job_id uuid NOT NULL,
    location public.geography(Point,4326) NOT NULL,
    accuracy_meters real NOT NULL,
    altitude_meters real,
    speed_mps real,
    heading_degrees real,
    device_type text,
    app_version text,
    recorded_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    is_offline_upload boolean DEFAULT false NOT NULL,
    CONSTRAINT location_history_accuracy_positive CHECK (((accuracy_meters > (0)::double precision) AND (accuracy_meters < 'Infinity'::real))),
    CONSTRAINT location_history_heading_0_to_360 CHECK (((heading_degrees >= (0)::double precision) AND (heading_degrees <= (360)::double precision))),
    CONSTRAINT location_history_speed_not_negative CHECK (((speed_mps >= (0)::double precision) AND (speed_mps < 'Infinity'::real)))
)
PARTITION BY RANGE (recorded_at);

CREATE TABLE public.match_decisions (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    batch_id uuid,
    wave integer NOT NULL,
    step integer NOT NULL,
    reason public.match_reason NOT NULL,
    radius_meters integer NOT NULL,
    inputs jsonb NOT NULL,
    ranking text NOT NULL,
    offered integer NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone NOT NULL,
    CONSTRAINT match_decisions_batch_has_id CHECK (((reason = 'batch'::public.match_reason) = (batch_id IS NOT NULL))),
    CONSTRAINT match_decisions_inputs_is_object CHECK ((jsonb_typeof(inputs) = 'object'::text)),
    CONSTRAINT match_decisions_offered_not_negative CHECK ((offered >= 0)),
    CONSTRAINT match_decisions_radius_positive CHECK ((radius_meters > 0)),
    CONSTRAINT match_decisions_wave_positive CHECK (((wave > 0) AND (step > 0)))
);

CREATE TABLE public.message_deliveries (
    id uuid NOT NULL,
    message_id uuid NOT NULL,
    channel public.delivery_channel NOT NULL,
    target_id uuid NOT NULL,
    state public.delivery_state NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    sent_at timestamp with time zone,
    failure text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT message_deliveries_attempts_not_negative CHECK ((attempts >= 0)),
    CONSTRAINT message_deliveries_failed_says_why CHECK (((state <> 'failed'::public.delivery_state) OR (failure IS NOT NULL))),
    CONSTRAINT message_deliveries_only_push_is_shown CHECK (((state <> 'shown'::public.delivery_state) OR (channel = 'push'::public.delivery_channel))),
    CONSTRAINT message_deliveries_queued_has_time CHECK (((state = 'queued'::public.delivery_state) = (due_at IS NOT NULL))),
    CONSTRAINT message_deliveries_sent_has_time CHECK (((state = ANY (ARRAY['sent'::public.delivery_state, 'shown'::public.delivery_state])) = (sent_at IS NOT NULL)))
);

CREATE TABLE public.messages (
    id uuid NOT NULL,
    cause_id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    job_id uuid,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    topic text,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    replaced_at timestamp with time zone,
    shown_at timestamp with time zone,
    read_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT messages_facts_are_object CHECK ((jsonb_typeof(facts) = 'object'::text)),
    CONSTRAINT messages_read_was_shown CHECK (((read_at IS NULL) OR (shown_at IS NOT NULL)))
);

CREATE TABLE public.notification_settings (
    user_id uuid NOT NULL,
    unsubscribe_token text NOT NULL,
    quiet_from_minute integer,
    quiet_until_minute integer,
    time_zone text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT notification_settings_from_within_a_day CHECK (((quiet_from_minute >= 0) AND (quiet_from_minute <= 1439))),
    CONSTRAINT notification_settings_quiet_hours_whole CHECK ((num_nulls(quiet_from_minute, quiet_until_minute, time_zone) = ANY (ARRAY[0, 3]))),
    CONSTRAINT notification_settings_until_within_a_day CHECK (((quiet_until_minute >= 0) AND (quiet_until_minute <= 1439)))
);

CREATE TABLE public.notification_wishes (
    user_id uuid NOT NULL,
    category text NOT NULL,
    channel public.delivery_channel NOT NULL,
    is_wanted boolean NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.offers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    job_id uuid NOT NULL,
    guard_id uuid NOT NULL,
    status public.offer_status DEFAULT 'offered'::public.offer_status NOT NULL,
    wave integer NOT NULL,
    distance_meters double precision NOT NULL,
    score double precision NOT NULL,
    components jsonb NOT NULL,
    payout_cents integer NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone,
    travel_seconds integer,
    CONSTRAINT offers_components_is_object CHECK ((jsonb_typeof(components) = 'object'::text)),
    CONSTRAINT offers_distance_not_negative CHECK ((distance_meters >= (0)::double precision)),
    CONSTRAINT offers_expire_after_offering CHECK ((expires_at > offered_at)),
    CONSTRAINT offers_payout_positive CHECK ((payout_cents > 0)),
    CONSTRAINT offers_resolved_has_time CHECK (((status = 'offered'::public.offer_status) = (resolved_at IS NULL))),
    CONSTRAINT offers_seen_after_offering CHECK ((seen_at >= offered_at)),
    CONSTRAINT offers_travel_not_negative CHECK ((travel_seconds >= 0)),
    CONSTRAINT offers_wave_positive CHECK ((wave > 0))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE TABLE public.passkey_challenges (
    id uuid NOT NULL,
    challenge text NOT NULL,
    user_id uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenges_expire_after_creation CHECK ((expires_at > created_at))
);

CREATE TABLE public.passkeys (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    transports text[] NOT NULL,
    is_synced boolean NOT NULL,
    is_backed_up boolean NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT passkeys_backed_up_is_synced CHECK ((is_synced OR (NOT is_backed_up))),
    CONSTRAINT passkeys_counter_not_negative CHECK ((counter >= 0)),
    CONSTRAINT passkeys_credential_id_bounded CHECK (((octet_length(credential_id) >= 1) AND (octet_length(credential_id) <= 1023)))
);

CREATE TABLE public.paused_searches (
    job_id uuid NOT NULL,
    paused_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.privacy_requests (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    kind public.privacy_request_kind NOT NULL,
    status public.privacy_request_status DEFAULT 'pending'::public.privacy_request_status NOT NULL,
    format public.export_format,
    cause text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    outcome jsonb DEFAULT '{}'::jsonb NOT NULL,
    steps_done text[] DEFAULT '{}'::text[] NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT privacy_requests_cause_is_known CHECK ((cause = ANY (ARRAY['on_request'::text, 'inactive'::text]))),
    CONSTRAINT privacy_requests_ended_has_time CHECK (((status = 'pending'::public.privacy_request_status) = (finished_at IS NULL))),
    CONSTRAINT privacy_requests_export_has_format CHECK (((kind = 'export'::public.privacy_request_kind) = (format IS NOT NULL))),
    CONSTRAINT privacy_requests_outcome_is_object CHECK ((jsonb_typeof(outcome) = 'object'::text))
);

CREATE TABLE public.push_subscriptions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    endpoint text NOT NULL,
    p256dh text NOT NULL,
    auth text NOT NULL,
    device text,
    created_at timestamp with time zone NOT NULL,
    session_id uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT push_subscriptions_endpoint_is_https CHECK (((endpoint ~~ 'https://%'::text) AND (length(endpoint) <= 1024)))
);

CREATE TABLE public.queue_workers (
    id uuid NOT NULL,
    alive_until timestamp with time zone NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE TABLE public.queued_events (
    id uuid NOT NULL,
    event text NOT NULL,
    consumer text NOT NULL,
    payload jsonb NOT NULL,
    published_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    taken_by uuid,
    failed_at timestamp with time zone,
    CONSTRAINT queued_events_attempts_not_negative CHECK ((attempts >= 0)),
    CONSTRAINT queued_events_failed_is_over CHECK (((failed_at IS NULL) OR (taken_by IS NULL))),
    CONSTRAINT queued_events_payload_is_object CHECK ((jsonb_typeof(payload) = 'object'::text))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE TABLE public.receipt_entries (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    sequence integer NOT NULL,
    kind text NOT NULL,
    party public.actor_role,
    body text NOT NULL,
    hash bytea NOT NULL,
    previous_hash bytea,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT receipt_entries_agreement_has_party CHECK ((((kind = 'agreement'::text) = (party IS NOT NULL)) AND ((party IS NULL) OR (party = ANY (ARRAY['customer'::public.actor_role, 'guard'::public.actor_role]))))),
    CONSTRAINT receipt_entries_are_signed CHECK (((octet_length(hash) = 32) AND (octet_length(signature) = 64))),
    CONSTRAINT receipt_entries_first_follows_none CHECK (((sequence >= 1) AND ((sequence = 1) = (previous_hash IS NULL)))),
    CONSTRAINT receipt_entries_kind_is_known CHECK ((kind = ANY (ARRAY['hours'::text, 'agreement'::text])))
);

CREATE TABLE public.receipt_keys (
    id text NOT NULL,
    public_key bytea NOT NULL,
    private_key_encrypted text,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT receipt_keys_are_of_ed25519 CHECK ((octet_length(public_key) = 32)),
    CONSTRAINT receipt_keys_retired_sign_nothing CHECK (((retired_at IS NULL) = (private_key_encrypted IS NOT NULL)))
);

CREATE TABLE public.receipt_salts (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    person_id uuid NOT NULL,
    label text NOT NULL,
    salt bytea NOT NULL,
    commitment bytea NOT NULL,
    CONSTRAINT receipt_salts_are_256_bits CHECK (((octet_length(salt) = 32) AND (octet_length(commitment) = 32)))
);

CREATE TABLE public.reconciliations (
    id uuid NOT NULL,
    asked_by uuid,
    days integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    movements_read integer DEFAULT 0 NOT NULL,
    period_from timestamp with time zone,
    period_until timestamp with time zone,
    compared integer,
    ours_cents bigint,
    beside_jobs_cents bigint,
    stripe_cents bigint,
    difference_count integer,
    differences jsonb DEFAULT '[]'::jsonb NOT NULL,
    failure text,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT reconciliations_days_are_days CHECK (((days >= 1) AND (days <= 3660))),
    CONSTRAINT reconciliations_differences_is_array CHECK ((jsonb_typeof(differences) = 'array'::text)),
    CONSTRAINT reconciliations_ends_in_one_way CHECK ((((ended_at IS NOT NULL) = (num_nonnulls(failure, difference_count) = 1)) AND (num_nonnulls(failure, difference_count) < 2))),
    CONSTRAINT reconciliations_failure_is_known CHECK ((failure = ANY (ARRAY['provider_unreachable'::text, 'provider_refuses'::text, 'broken'::text]))),
    CONSTRAINT reconciliations_result_is_whole CHECK ((num_nulls(period_from, period_until, compared, ours_cents, beside_jobs_cents, stripe_cents, difference_count) = ANY (ARRAY[0, 7])))
);

CREATE TABLE public.scheduled_holds (
    job_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE public.scheduled_runs (
    task text NOT NULL,
    slot timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    outcome jsonb
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02');

CREATE TABLE public.sessions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    device text,
    ip inet,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_active_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    is_for_rights boolean DEFAULT false NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sessions_expire_after_creation CHECK ((expires_at > created_at)),
    CONSTRAINT sessions_token_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);

CREATE TABLE public.share_links (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    job_id uuid NOT NULL,
    guard_id uuid NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT share_links_token_is_sha256 CHECK ((length(token_hash) = 32))
);

CREATE TABLE public.sign_in_failures (
    key bytea NOT NULL,
    failures integer NOT NULL,
    first_failed_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sign_in_failures_positive CHECK ((failures > 0))
);

CREATE TABLE public.silent_jobs (
    job_id uuid NOT NULL,
    last_heard_at timestamp with time zone NOT NULL,
    noticed_at timestamp with time zone NOT NULL,
    CONSTRAINT silent_jobs_noticed_after_last_heard CHECK ((noticed_at >= last_heard_at))
);

CREATE TABLE public.stripe_events (
    id text NOT NULL,
    type text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);

CREATE TABLE public.timeline (
    id bigint NOT NULL,
    job_id uuid,
    user_id uuid,
    type text NOT NULL,
    actor_id uuid,
    actor_role public.actor_role NOT NULL,
    from_status text,
    to_status text,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    CONSTRAINT timeline_details_is_object CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT timeline_has_subject CHECK ((num_nonnulls(job_id, user_id) = 1)),
    CONSTRAINT timeline_system_has_no_actor CHECK (((actor_role = 'system'::public.actor_role) = (actor_id IS NULL)))
);

ALTER TABLE public.timeline ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.timeline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.user_files (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind public.user_file_kind NOT NULL,
    content bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_files_has_extent CHECK (((width > 0) AND (height > 0))),
    CONSTRAINT user_files_size_bounded CHECK (((octet_length(content) >= 1) AND (octet_length(content) <= 4194304)))
);

CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email public.citext NOT NULL,
    password_hash text NOT NULL,
    phone text,
    first_name text NOT NULL,
    last_name text NOT NULL,
    role public.user_role NOT NULL,
    status public.user_status DEFAULT 'pending_verification'::public.user_status NOT NULL,
    stripe_customer_id text,
    stripe_account_id text,
    email_verified_at timestamp with time zone,
    identity_verified_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    last_login_at timestamp with time zone,
    deleted_at timestamp with time zone,
    totp_secret_encrypted text,
    totp_last_step bigint,
    inactivity_warned_at timestamp with time zone,
    erasure_due_at timestamp with time zone,
    erased_at timestamp with time zone,
    status_before_closing public.user_status,
    status_before_suspension public.user_status,
    recovery_hashes bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    company_name text,
    language public.user_language DEFAULT 'en'::public.user_language NOT NULL,
    terms_version text,
    terms_accepted_at timestamp with time zone,
    CONSTRAINT users_closing_is_deleted CHECK (((erasure_due_at IS NULL) OR (deleted_at IS NOT NULL))),
    CONSTRAINT users_company_name_says_something CHECK ((company_name <> ''::text)),
    CONSTRAINT users_erased_is_deleted CHECK (((erased_at IS NULL) OR ((deleted_at IS NOT NULL) AND (erasure_due_at IS NULL)))),
    CONSTRAINT users_metadata_is_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT users_phone_is_e164 CHECK ((phone ~ '^\+[1-9][0-9]{6,14}(;ext=[0-9]{1,7})?$'::text)),
    CONSTRAINT users_recovery_is_of_a_second_factor CHECK (((recovery_hashes = '{}'::bytea[]) OR (totp_secret_encrypted IS NOT NULL))),
    CONSTRAINT users_status_before_closing_of_closed CHECK (((status_before_closing IS NULL) OR (erasure_due_at IS NOT NULL))),
    CONSTRAINT users_status_before_suspension_of_suspended CHECK (((status_before_suspension IS NULL) OR ((status_before_suspension <> 'suspended'::public.user_status) AND ((status = 'suspended'::public.user_status) OR COALESCE((status_before_closing = 'suspended'::public.user_status), false))))),
    CONSTRAINT users_terms_are_accepted_at_a_time CHECK (((terms_version IS NULL) = (terms_accepted_at IS NULL)))
);

CREATE TABLE public.work_intervals (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    job_id uuid NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    kind public.work_kind NOT NULL,
    fixes integer DEFAULT 0 NOT NULL,
    CONSTRAINT work_intervals_end_after_begin CHECK ((ends_at > begins_at)),
    CONSTRAINT work_intervals_fixes_not_negative CHECK ((fixes >= 0))
);

CREATE TABLE public.work_records (
    job_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    worked_minutes integer NOT NULL,
    due_amount_cents integer NOT NULL,
    CONSTRAINT work_records_not_negative CHECK (((worked_minutes >= 0) AND (due_amount_cents >= 0)))
);

ALTER TABLE ONLY public.account_tokens
    ADD CONSTRAINT account_tokens_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_once UNIQUE (raised_by, client_id);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.bounced_payouts
    ADD CONSTRAINT bounced_payouts_pkey PRIMARY KEY (stripe_payout_id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_token_unique UNIQUE (token_hash);

ALTER TABLE ONLY public.carried_balances
    ADD CONSTRAINT carried_balances_pkey PRIMARY KEY (until);

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.credits
    ADD CONSTRAINT credits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customer_places
    ADD CONSTRAINT customer_places_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deadlines
    ADD CONSTRAINT deadlines_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_stripe_dispute_id_unique UNIQUE (stripe_dispute_id);

ALTER TABLE ONLY public.export_parts
    ADD CONSTRAINT export_parts_pkey PRIMARY KEY (request_id, part);

ALTER TABLE ONLY public.guard_profiles
    ADD CONSTRAINT guard_profiles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.guard_profiles
    ADD CONSTRAINT guard_profiles_user_id_unique UNIQUE (user_id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, key);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_one_per_job UNIQUE (job_id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.job_breaks
    ADD CONSTRAINT job_breaks_one_at_a_time EXCLUDE USING gist (job_id WITH =, tstzrange(begins_at, ends_at) WITH &&);

ALTER TABLE ONLY public.job_breaks
    ADD CONSTRAINT job_breaks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_messages
    ADD CONSTRAINT job_messages_once UNIQUE (author_id, client_id);

ALTER TABLE ONLY public.job_messages
    ADD CONSTRAINT job_messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_proposals
    ADD CONSTRAINT job_proposals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_no_overlap_per_guard EXCLUDE USING gist (guard_id WITH =, tstzrange(start_time, end_time) WITH &&) WHERE ((status = ANY (ARRAY['matched'::public.job_status, 'in_progress'::public.job_status])));

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.location_history
    ADD CONSTRAINT location_history_pkey PRIMARY KEY (guard_id, recorded_at);

ALTER TABLE ONLY public.match_decisions
    ADD CONSTRAINT match_decisions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message_deliveries
    ADD CONSTRAINT message_deliveries_once_a_target UNIQUE (message_id, channel, target_id);

ALTER TABLE ONLY public.message_deliveries
    ADD CONSTRAINT message_deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notification_settings
    ADD CONSTRAINT notification_settings_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.notification_settings
    ADD CONSTRAINT notification_settings_token_unique UNIQUE (unsubscribe_token);

ALTER TABLE ONLY public.notification_wishes
    ADD CONSTRAINT notification_wishes_pkey PRIMARY KEY (user_id, category, channel);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_credential_id_unique UNIQUE (credential_id);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.paused_searches
    ADD CONSTRAINT paused_searches_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_stripe_charge_id_unique UNIQUE (stripe_charge_id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_stripe_payment_intent_id_unique UNIQUE (stripe_payment_intent_id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_stripe_refund_id_unique UNIQUE (stripe_refund_id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_stripe_reversal_id_unique UNIQUE (stripe_reversal_id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_stripe_transfer_id_unique UNIQUE (stripe_transfer_id);

ALTER TABLE ONLY public.privacy_requests
    ADD CONSTRAINT privacy_requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_endpoint_unique UNIQUE (endpoint);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.queue_workers
    ADD CONSTRAINT queue_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.queued_events
    ADD CONSTRAINT queued_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_hash_unique UNIQUE (job_id, hash);

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_one_at_a_place UNIQUE (job_id, sequence);

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_one_follows_each UNIQUE (job_id, previous_hash);

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt_keys
    ADD CONSTRAINT receipt_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt_keys
    ADD CONSTRAINT receipt_keys_public_key_unique UNIQUE (public_key);

ALTER TABLE ONLY public.receipt_salts
    ADD CONSTRAINT receipt_salts_one_a_commitment UNIQUE (job_id, label, commitment);

ALTER TABLE ONLY public.receipt_salts
    ADD CONSTRAINT receipt_salts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.scheduled_holds
    ADD CONSTRAINT scheduled_holds_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.scheduled_runs
    ADD CONSTRAINT scheduled_runs_pkey PRIMARY KEY (task, slot);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_unique UNIQUE (token_hash);

ALTER TABLE ONLY public.share_links
    ADD CONSTRAINT share_links_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.share_links
    ADD CONSTRAINT share_links_token_unique UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.silent_jobs
    ADD CONSTRAINT silent_jobs_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.stripe_events
    ADD CONSTRAINT stripe_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT timeline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.user_files
    ADD CONSTRAINT user_files_one_of_a_kind UNIQUE (user_id, kind);

ALTER TABLE ONLY public.user_files
    ADD CONSTRAINT user_files_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_stripe_account_id_unique UNIQUE (stripe_account_id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_stripe_customer_id_unique UNIQUE (stripe_customer_id);

ALTER TABLE ONLY public.work_intervals
    ADD CONSTRAINT work_intervals_apart EXCLUDE USING gist (job_id WITH =, tstzrange(begins_at, ends_at) WITH &&);

ALTER TABLE ONLY public.work_intervals
    ADD CONSTRAINT work_intervals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.work_records
    ADD CONSTRAINT work_records_pkey PRIMARY KEY (job_id);

CREATE INDEX account_tokens_of_user ON public.account_tokens USING btree (user_id, purpose);

CREATE INDEX alarms_acknowledged_by ON public.alarms USING btree (acknowledged_by) WHERE (acknowledged_by IS NOT NULL);

CREATE INDEX alarms_of_job ON public.alarms USING btree (job_id, pressed_at);

CREATE INDEX alarms_of_person ON public.alarms USING btree (raised_by);

CREATE INDEX alarms_open ON public.alarms USING btree (goes_out_at) WHERE (state = ANY (ARRAY['open'::public.alarm_state, 'acknowledged'::public.alarm_state]));

CREATE INDEX audit_log_of_actor ON public.audit_log USING btree (actor_id, "position") WHERE (actor_id IS NOT NULL);

CREATE INDEX audit_log_of_subject ON public.audit_log USING btree (subject_id, "position") WHERE (subject_id IS NOT NULL);

CREATE INDEX bounced_payouts_of_guard ON public.bounced_payouts USING btree (guard_id, settled_at);

CREATE INDEX corrections_by_decider ON public.corrections USING btree (decided_by) WHERE (decided_by IS NOT NULL);

CREATE INDEX corrections_by_person ON public.corrections USING btree (asked_by);

CREATE INDEX corrections_of_job ON public.corrections USING btree (job_id, asked_at);

CREATE UNIQUE INDEX corrections_one_open_per_job ON public.corrections USING btree (job_id) WHERE (status = ANY (ARRAY['asked'::public.correction_status, 'to_decide'::public.correction_status]));

CREATE INDEX corrections_to_decide ON public.corrections USING btree (asked_at) WHERE (status = 'to_decide'::public.correction_status);

CREATE INDEX credits_of_customer ON public.credits USING btree (customer_id, given_at);

CREATE INDEX credits_of_giver ON public.credits USING btree (given_by);

CREATE INDEX credits_of_job ON public.credits USING btree (job_id) WHERE (job_id IS NOT NULL);

CREATE UNIQUE INDEX customer_places_one_of_a_label ON public.customer_places USING btree (user_id, lower(label));

CREATE INDEX deadlines_due ON public.deadlines USING btree (due_at, subject_id);

CREATE INDEX disputes_by_answerer ON public.disputes USING btree (answered_by) WHERE (answered_by IS NOT NULL);

CREATE INDEX disputes_of_payment ON public.disputes USING btree (payment_id);

CREATE INDEX disputes_open ON public.disputes USING btree (answer_by) WHERE (status = ANY (ARRAY['needs_answer'::public.dispute_status, 'answered'::public.dispute_status]));

CREATE INDEX guard_profiles_base_search ON public.guard_profiles USING gist (base_location, skill_keys public.gist__intbig_ops (siglen='16'), clearance_level, hourly_rate_cents) WHERE (license_verified_at IS NOT NULL);

CREATE INDEX guard_profiles_by_license ON public.guard_profiles USING btree (lower(license_number) text_pattern_ops) WHERE (license_number IS NOT NULL);

CREATE INDEX guard_profiles_on_duty_search ON public.guard_profiles USING gist (current_location, skill_keys public.gist__intbig_ops (siglen='16'), clearance_level, hourly_rate_cents) WHERE (availability_status = 'available'::public.availability_status);

CREATE INDEX guard_profiles_skills ON public.guard_profiles USING gin (skills jsonb_path_ops);

CREATE INDEX guard_profiles_wait_for_verification ON public.guard_profiles USING btree (created_at, user_id) WHERE ((license_verified_at IS NULL) AND (license_number IS NOT NULL) AND (license_refused_at IS NULL));

CREATE INDEX job_messages_by_age ON public.job_messages USING btree (written_at);

CREATE INDEX job_messages_of_guard ON public.job_messages USING btree (guard_id);

CREATE INDEX job_messages_of_job ON public.job_messages USING btree (job_id, written_at, id);

CREATE INDEX job_proposals_of_guard ON public.job_proposals USING btree (guard_id);

CREATE INDEX job_proposals_of_job ON public.job_proposals USING btree (job_id, proposed_at);

CREATE UNIQUE INDEX job_proposals_one_live_per_job ON public.job_proposals USING btree (job_id) WHERE ((status = 'open'::public.proposal_status) OR ((status = 'accepted'::public.proposal_status) AND (applied_at IS NULL)));

CREATE INDEX jobs_by_title ON public.jobs USING btree (lower(title) text_pattern_ops);

CREATE INDEX jobs_cancelled_by ON public.jobs USING btree (cancelled_by) WHERE (cancelled_by IS NOT NULL);

CREATE INDEX jobs_due_by_end ON public.jobs USING btree (COALESCE(completed_at, cancelled_at)) WHERE ((status = ANY (ARRAY['completed'::public.job_status, 'cancelled'::public.job_status])) AND (due_amount_cents > 0));

CREATE INDEX jobs_newest ON public.jobs USING btree (requested_at, id) INCLUDE (status, matched_at);

CREATE INDEX jobs_of_customer ON public.jobs USING btree (customer_id, requested_at, id);

CREATE INDEX jobs_of_guard ON public.jobs USING btree (guard_id, requested_at, id);

CREATE UNIQUE INDEX jobs_one_at_work_per_guard ON public.jobs USING btree (guard_id) WHERE (status = 'in_progress'::public.job_status);

CREATE INDEX jobs_open_near ON public.jobs USING gist (location_coordinates) WHERE (status = 'requested'::public.job_status);

CREATE INDEX jobs_required_skills ON public.jobs USING gin (required_skills jsonb_path_ops);

CREATE INDEX jobs_status_start_time ON public.jobs USING btree (status, start_time);

CREATE INDEX jobs_work_of_guard ON public.jobs USING btree (guard_id, start_time) INCLUDE (id, status, end_time, started_at, completed_at, cancelled_at, location_coordinates) WHERE (guard_id IS NOT NULL);

CREATE INDEX location_history_job ON ONLY public.location_history USING btree (job_id);

CREATE INDEX location_history_trail ON ONLY public.location_history USING btree (guard_id, job_id, recorded_at);

CREATE INDEX match_decisions_by_age ON public.match_decisions USING brin (decided_at);

CREATE INDEX match_decisions_of_batch ON public.match_decisions USING btree (batch_id, job_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX match_decisions_of_job ON public.match_decisions USING btree (job_id, id);

CREATE INDEX match_decisions_of_ranked ON public.match_decisions USING gin (jsonb_path_query_array(inputs, '$."candidates"[*]."guardId"'::jsonpath) jsonb_path_ops);

CREATE INDEX messages_by_age ON public.messages USING btree (created_at);

CREATE INDEX messages_of_job ON public.messages USING btree (job_id) WHERE (job_id IS NOT NULL);

CREATE INDEX messages_of_person ON public.messages USING btree (user_id, created_at DESC, id DESC);

CREATE UNIQUE INDEX messages_once_a_person_and_cause ON public.messages USING btree (cause_id, user_id);

CREATE INDEX messages_unread ON public.messages USING btree (user_id, topic) WHERE ((read_at IS NULL) AND (replaced_at IS NULL));

CREATE INDEX offers_exact ON public.offers USING btree (offered_at) WHERE (components ? 'proximity'::text);

CREATE INDEX offers_of_guard ON public.offers USING btree (guard_id, offered_at) INCLUDE (status, seen_at);

CREATE INDEX offers_of_job ON public.offers USING btree (job_id, guard_id);

CREATE UNIQUE INDEX offers_one_accepted_per_job ON public.offers USING btree (job_id) WHERE (status = 'accepted'::public.offer_status);

CREATE UNIQUE INDEX offers_one_live_per_job_and_guard ON public.offers USING btree (job_id, guard_id) WHERE (status = 'offered'::public.offer_status);

CREATE INDEX passkey_challenges_of_user ON public.passkey_challenges USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX passkeys_of_user ON public.passkeys USING btree (user_id, created_at);

CREATE INDEX payments_disputed ON public.payments USING btree (updated_at) WHERE (status = 'disputed'::public.payment_status);

CREATE INDEX payments_failed ON public.payments USING btree (failed_at) WHERE (status = 'failed'::public.payment_status);

CREATE INDEX payments_fee_unknown ON public.payments USING btree (succeeded_at) WHERE ((payment_type = 'charge'::public.payment_type) AND (purpose <> 'credit'::public.payment_purpose) AND (stripe_fee_cents IS NULL) AND (succeeded_at IS NOT NULL));

CREATE INDEX payments_moved ON public.payments USING btree (succeeded_at) INCLUDE (payment_type, purpose, amount_cents, returned_at) WHERE (succeeded_at IS NOT NULL);

CREATE INDEX payments_newest ON public.payments USING btree (created_at, id);

CREATE INDEX payments_of_credit ON public.payments USING btree (job_id) WHERE ((purpose = 'credit'::public.payment_purpose) AND (payment_type <> 'payout'::public.payment_type));

CREATE INDEX payments_of_job ON public.payments USING btree (job_id, created_at);

CREATE INDEX payments_of_payee ON public.payments USING btree (payee_id, created_at);

CREATE INDEX payments_of_payer ON public.payments USING btree (payer_id);

CREATE INDEX payments_of_proposal ON public.payments USING btree (for_proposal) WHERE (for_proposal IS NOT NULL);

CREATE UNIQUE INDEX payments_one_credit_per_job ON public.payments USING btree (job_id) WHERE ((payment_type = 'charge'::public.payment_type) AND (purpose = 'credit'::public.payment_purpose));

CREATE UNIQUE INDEX payments_one_guarantee_per_job ON public.payments USING btree (job_id) WHERE (is_guarantee AND (status <> ALL (ARRAY['failed'::public.payment_status, 'cancelled'::public.payment_status])));

CREATE UNIQUE INDEX payments_one_hours_charge_under_way ON public.payments USING btree (job_id) WHERE ((payment_type = 'charge'::public.payment_type) AND (purpose = 'hours'::public.payment_purpose) AND (status = ANY (ARRAY['pending'::public.payment_status, 'processing'::public.payment_status, 'authorized'::public.payment_status])));

CREATE UNIQUE INDEX payments_one_live_charge_per_job ON public.payments USING btree (job_id) WHERE ((payment_type = 'charge'::public.payment_type) AND (purpose = 'booking'::public.payment_purpose) AND is_current AND (status <> ALL (ARRAY['failed'::public.payment_status, 'cancelled'::public.payment_status])));

CREATE UNIQUE INDEX payments_one_live_payout_per_charge ON public.payments USING btree (paid_out_of) WHERE ((payment_type = 'payout'::public.payment_type) AND (status <> ALL (ARRAY['failed'::public.payment_status, 'cancelled'::public.payment_status])));

CREATE UNIQUE INDEX payments_one_loss_per_dispute ON public.payments USING btree (dispute_id) WHERE (dispute_id IS NOT NULL);

CREATE INDEX payments_paid_out_of ON public.payments USING btree (paid_out_of) WHERE (paid_out_of IS NOT NULL);

CREATE INDEX payments_refunds_of_charge ON public.payments USING btree (refund_of) WHERE (refund_of IS NOT NULL);

CREATE INDEX payments_returned ON public.payments USING btree (returned_at) WHERE (returned_at IS NOT NULL);

CREATE INDEX payments_reversal_owed ON public.payments USING btree (job_id) WHERE ((payment_type = 'refund'::public.payment_type) AND (to_reverse_cents > 0));

CREATE INDEX payments_reversed ON public.payments USING btree (reversed_at) WHERE (reversed_at IS NOT NULL);

CREATE INDEX payments_standing_in ON public.payments USING btree (stands_in_for) WHERE (stands_in_for IS NOT NULL);

CREATE INDEX payments_unsettled ON public.payments USING btree (updated_at) WHERE (status = ANY (ARRAY['pending'::public.payment_status, 'processing'::public.payment_status, 'authorized'::public.payment_status]));

CREATE INDEX privacy_requests_due ON public.privacy_requests USING btree (kind, due_at) WHERE (status = 'pending'::public.privacy_request_status);

CREATE INDEX privacy_requests_newest ON public.privacy_requests USING btree (requested_at, id);

CREATE INDEX privacy_requests_of_user ON public.privacy_requests USING btree (user_id, requested_at);

CREATE UNIQUE INDEX privacy_requests_one_erasure ON public.privacy_requests USING btree (user_id) WHERE ((kind = 'erasure'::public.privacy_request_kind) AND (status = 'pending'::public.privacy_request_status));

CREATE INDEX push_subscriptions_of_person ON public.push_subscriptions USING btree (user_id, created_at DESC);

CREATE INDEX push_subscriptions_of_session ON public.push_subscriptions USING btree (session_id) WHERE (session_id IS NOT NULL);

CREATE INDEX queued_events_failed ON public.queued_events USING btree (failed_at) WHERE (failed_at IS NOT NULL);

CREATE INDEX queued_events_waiting ON public.queued_events USING btree (due_at, id) WHERE ((taken_by IS NULL) AND (failed_at IS NULL));

CREATE INDEX receipt_entries_of_key ON public.receipt_entries USING btree (key_id);

CREATE UNIQUE INDEX receipt_keys_one_signs ON public.receipt_keys USING btree (((retired_at IS NULL))) WHERE (retired_at IS NULL);

CREATE INDEX receipt_salts_of_person ON public.receipt_salts USING btree (person_id);

CREATE INDEX reconciliations_by_asker ON public.reconciliations USING btree (asked_by) WHERE (asked_by IS NOT NULL);

CREATE INDEX reconciliations_newest ON public.reconciliations USING btree (asked_at DESC);

CREATE UNIQUE INDEX reconciliations_one_under_way ON public.reconciliations USING btree ((true)) WHERE (ended_at IS NULL);

CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id, created_at);

CREATE INDEX share_links_by_age ON public.share_links USING btree (made_at);

CREATE INDEX share_links_of_guard ON public.share_links USING btree (guard_id);

CREATE INDEX share_links_of_job ON public.share_links USING btree (job_id, made_at);

CREATE INDEX share_links_of_person ON public.share_links USING btree (made_by);

CREATE INDEX timeline_of_actor ON public.timeline USING btree (actor_id, id) WHERE (actor_id IS NOT NULL);

CREATE INDEX timeline_of_job ON public.timeline USING btree (job_id, id) WHERE (job_id IS NOT NULL);

CREATE INDEX timeline_of_user ON public.timeline USING btree (user_id, id) WHERE (user_id IS NOT NULL);

CREATE INDEX users_admins ON public.users USING btree (id) WHERE ((role = 'admin'::public.user_role) AND (deleted_at IS NULL));

CREATE INDEX users_by_email ON public.users USING btree (lower((email)::text) text_pattern_ops) WHERE ((deleted_at IS NULL) OR (erasure_due_at IS NOT NULL));

CREATE INDEX users_by_last_name ON public.users USING btree (lower(last_name) text_pattern_ops) WHERE ((deleted_at IS NULL) OR (erasure_due_at IS NOT NULL));

CREATE INDEX users_by_name ON public.users USING btree (lower(btrim(((first_name || ' '::text) || last_name))) text_pattern_ops) WHERE ((deleted_at IS NULL) OR (erasure_due_at IS NOT NULL));

CREATE INDEX users_by_phone ON public.users USING btree (phone text_pattern_ops) WHERE ((phone IS NOT NULL) AND ((deleted_at IS NULL) OR (erasure_due_at IS NOT NULL)));

CREATE INDEX users_closing ON public.users USING btree (email) WHERE (erasure_due_at IS NOT NULL);

CREATE UNIQUE INDEX users_email_unique_among_living ON public.users USING btree (email) WHERE (deleted_at IS NULL);

CREATE INDEX users_newest ON public.users USING btree (created_at, id) WHERE ((deleted_at IS NULL) OR (erasure_due_at IS NOT NULL));

CREATE TRIGGER account_tokens_touch_updated_at BEFORE UPDATE ON public.account_tokens FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER alarms_touch_updated_at BEFORE UPDATE ON public.alarms FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER audit_log_keep BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION public.audit_log_is_append_only();

CREATE TRIGGER audit_log_keep_all BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION public.audit_log_is_append_only();

CREATE TRIGGER bounced_payouts_touch_updated_at BEFORE UPDATE ON public.bounced_payouts FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER calendar_feeds_touch_updated_at BEFORE UPDATE ON public.calendar_feeds FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER corrections_touch_updated_at BEFORE UPDATE ON public.corrections FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER credits_touch_updated_at BEFORE UPDATE ON public.credits FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER customer_places_touch_updated_at BEFORE UPDATE ON public.customer_places FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER deadlines_touch_updated_at BEFORE UPDATE ON public.deadlines FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER disputes_keep_rules BEFORE DELETE OR UPDATE ON public.disputes FOR EACH ROW EXECUTE FUNCTION public.disputes_keep_rules();

CREATE TRIGGER disputes_touch_updated_at BEFORE UPDATE ON public.disputes FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER export_parts_touch_updated_at BEFORE UPDATE ON public.export_parts FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER guard_profiles_count_papers BEFORE UPDATE OF license_number, license_state, license_expires_on, clearance_level, skills, certifications ON public.guard_profiles FOR EACH ROW EXECUTE FUNCTION public.guard_profiles_count_papers();

CREATE TRIGGER guard_profiles_touch_updated_at BEFORE UPDATE ON public.guard_profiles FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER idempotency_keys_touch_updated_at BEFORE UPDATE ON public.idempotency_keys FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER job_breaks_touch_updated_at BEFORE UPDATE ON public.job_breaks FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER job_messages_touch_updated_at BEFORE UPDATE ON public.job_messages FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER job_proposals_touch_updated_at BEFORE UPDATE ON public.job_proposals FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER jobs_keep_status_rules BEFORE INSERT OR UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.jobs_keep_status_rules();

CREATE TRIGGER jobs_parties_may_act BEFORE INSERT OR UPDATE OF status ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.jobs_parties_may_act();

CREATE TRIGGER jobs_touch_updated_at BEFORE UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER message_deliveries_touch_updated_at BEFORE UPDATE ON public.message_deliveries FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER messages_touch_updated_at BEFORE UPDATE ON public.messages FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER notification_settings_touch_updated_at BEFORE UPDATE ON public.notification_settings FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER notification_wishes_touch_updated_at BEFORE UPDATE ON public.notification_wishes FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER offers_touch_updated_at BEFORE UPDATE ON public.offers FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER passkeys_touch_updated_at BEFORE UPDATE ON public.passkeys FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER paused_searches_touch_updated_at BEFORE UPDATE ON public.paused_searches FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER payments_keep_rules BEFORE DELETE OR UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION public.payments_keep_rules();

CREATE TRIGGER payments_never_emptied BEFORE TRUNCATE ON public.payments FOR EACH STATEMENT EXECUTE FUNCTION public.payments_keep_rules();

CREATE TRIGGER payments_refunds_within_charge BEFORE INSERT OR UPDATE OF amount_cents, status ON public.payments FOR EACH ROW WHEN (((new.payment_type = 'refund'::public.payment_type) AND (new.status <> ALL (ARRAY['failed'::public.payment_status, 'cancelled'::public.payment_status])))) EXECUTE FUNCTION public.payments_refunds_within_charge();

CREATE TRIGGER payments_returned_once BEFORE UPDATE OF returned_at ON public.payments FOR EACH ROW WHEN (((old.returned_at IS NOT NULL) AND (new.returned_at IS DISTINCT FROM old.returned_at))) EXECUTE FUNCTION public.payments_returned_once();

CREATE TRIGGER payments_touch_updated_at BEFORE UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER privacy_requests_touch_updated_at BEFORE UPDATE ON public.privacy_requests FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER push_subscriptions_touch_updated_at BEFORE UPDATE ON public.push_subscriptions FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER receipt_entries_are_append_only BEFORE DELETE OR UPDATE ON public.receipt_entries FOR EACH ROW EXECUTE FUNCTION public.receipt_entries_are_append_only();

CREATE TRIGGER receipt_entries_are_never_emptied BEFORE TRUNCATE ON public.receipt_entries FOR EACH STATEMENT EXECUTE FUNCTION public.receipt_entries_are_append_only();

CREATE TRIGGER receipt_keys_touch_updated_at BEFORE UPDATE ON public.receipt_keys FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER reconciliations_touch_updated_at BEFORE UPDATE ON public.reconciliations FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER sessions_touch_updated_at BEFORE UPDATE ON public.sessions FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER share_links_touch_updated_at BEFORE UPDATE ON public.share_links FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER sign_in_failures_touch_updated_at BEFORE UPDATE ON public.sign_in_failures FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER timeline_is_append_only BEFORE DELETE OR UPDATE ON public.timeline FOR EACH ROW EXECUTE FUNCTION public.timeline_is_append_only();

CREATE TRIGGER timeline_is_never_emptied BEFORE TRUNCATE ON public.timeline FOR EACH STATEMENT EXECUTE FUNCTION public.timeline_is_append_only();

CREATE TRIGGER user_files_touch_updated_at BEFORE UPDATE ON public.user_files FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER users_touch_updated_at BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

ALTER TABLE ONLY public.account_tokens
    ADD CONSTRAINT account_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bounced_payouts
    ADD CONSTRAINT bounced_payouts_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.work_records(job_id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.credits
    ADD CONSTRAINT credits_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.credits
    ADD CONSTRAINT credits_given_by_fkey FOREIGN KEY (given_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.credits
    ADD CONSTRAINT credits_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.customer_places
    ADD CONSTRAINT customer_places_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.export_parts
    ADD CONSTRAINT export_parts_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.privacy_requests(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.guard_profiles
    ADD CONSTRAINT guard_profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.job_breaks
    ADD CONSTRAINT job_breaks_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.job_messages
    ADD CONSTRAINT job_messages_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_messages
    ADD CONSTRAINT job_messages_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_messages
    ADD CONSTRAINT job_messages_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_proposals
    ADD CONSTRAINT job_proposals_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.job_proposals
    ADD CONSTRAINT job_proposals_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_cancelled_by_fkey FOREIGN KEY (cancelled_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.location_history
    ADD CONSTRAINT location_history_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE public.location_history
    ADD CONSTRAINT location_history_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match_decisions
    ADD CONSTRAINT match_decisions_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.message_deliveries
    ADD CONSTRAINT message_deliveries_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_settings
    ADD CONSTRAINT notification_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_wishes
    ADD CONSTRAINT notification_wishes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.paused_searches
    ADD CONSTRAINT paused_searches_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.disputes(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_for_proposal_fkey FOREIGN KEY (for_proposal) REFERENCES public.job_proposals(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_paid_out_of_fkey FOREIGN KEY (paid_out_of) REFERENCES public.payments(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_payee_id_fkey FOREIGN KEY (payee_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_payer_id_fkey FOREIGN KEY (payer_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_refund_of_fkey FOREIGN KEY (refund_of) REFERENCES public.payments(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_stands_in_for_fkey FOREIGN KEY (stands_in_for) REFERENCES public.payments(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.privacy_requests
    ADD CONSTRAINT privacy_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_follow_one FOREIGN KEY (job_id, previous_hash) REFERENCES public.receipt_entries(job_id, hash);

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.receipt_entries
    ADD CONSTRAINT receipt_entries_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.receipt_keys(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.receipt_salts
    ADD CONSTRAINT receipt_salts_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.receipt_salts
    ADD CONSTRAINT receipt_salts_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.scheduled_holds
    ADD CONSTRAINT scheduled_holds_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.share_links
    ADD CONSTRAINT share_links_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.share_links
    ADD CONSTRAINT share_links_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.share_links
    ADD CONSTRAINT share_links_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.silent_jobs
    ADD CONSTRAINT silent_jobs_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT timeline_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT timeline_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT timeline_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.user_files
    ADD CONSTRAINT user_files_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.work_intervals
    ADD CONSTRAINT work_intervals_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.work_records(job_id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.work_records
    ADD CONSTRAINT work_records_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE RESTRICT;
