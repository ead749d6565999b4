-- The whole chain, from a camera's session to a receipt. What each table and column is for stands in schema.prisma.

-- CreateTable
CREATE TABLE "camera_session" (
    "id" TEXT NOT NULL,
    "camera" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "judged_to_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "frames_judged" INTEGER NOT NULL DEFAULT 0,
    "frames_skipped" INTEGER NOT NULL DEFAULT 0,
    "scene_sha256" TEXT NOT NULL,
    "synthetic" BOOLEAN NOT NULL,

    CONSTRAINT "camera_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_gap" (
    "id" BIGSERIAL NOT NULL,
    "camera" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "cause" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "stream_gap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "camera_status" (
    "camera" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "last_frame_at" TIMESTAMPTZ(3),
    "clock_error_ms" DOUBLE PRECISION,
    "frames_per_s" DOUBLE PRECISION,
    "note" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "camera_status_pkey" PRIMARY KEY ("camera")
);

-- CreateTable
CREATE TABLE "camera_switch" (
    "id" BIGSERIAL NOT NULL,
    "camera" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "camera_switch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hourly_count" (
    "session_id" TEXT NOT NULL,
    "hour_at" TIMESTAMPTZ(3) NOT NULL,
    "camera" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL,

    CONSTRAINT "hourly_count_pkey" PRIMARY KEY ("session_id","hour_at","what","subject","detail")
);

-- CreateTable
CREATE TABLE "violation" (
    "id" TEXT NOT NULL,
    "camera" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "track" TEXT NOT NULL,
    "offence" TEXT NOT NULL,
    "vehicle_kind" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "media_at_ms" DOUBLE PRECISION NOT NULL,
    "clock_error_ms" DOUBLE PRECISION NOT NULL,
    "facts" JSONB NOT NULL,
    "plate_vote" JSONB,
    "screening_only" BOOLEAN NOT NULL,
    "synthetic" BOOLEAN NOT NULL,
    "scene_sha256" TEXT NOT NULL,
    "models" JSONB NOT NULL,
    "rules_version" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "violation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "violation_id" TEXT NOT NULL,
    "manifest" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("violation_id")
);

-- CreateTable
CREATE TABLE "case_file" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "violation_id" TEXT NOT NULL,
    "screening_only" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "state_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(3),
    "plate" TEXT,
    "plate_source" TEXT NOT NULL DEFAULT 'read',
    "match" JSONB,
    "match_kind" TEXT,
    "matched_at" TIMESTAMPTZ(3),
    "vehicle_id" UUID,
    "owner_id" TEXT,
    "second_why" TEXT,

    CONSTRAINT "case_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" BIGSERIAL NOT NULL,
    "case_id" TEXT NOT NULL,
    "officer_id" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "stage" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "plate" TEXT,
    "reason" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "final_of" TEXT,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicle_register" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "plate" TEXT NOT NULL,
    "plate_colour" TEXT NOT NULL,
    "vehicle_kind" TEXT NOT NULL,
    "brand" TEXT NOT NULL DEFAULT '',
    "colour" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "vehicle_register_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicle_ownership" (
    "id" BIGSERIAL NOT NULL,
    "vehicle_id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "owned_from" TIMESTAMPTZ(3) NOT NULL,
    "owned_to" TIMESTAMPTZ(3),

    CONSTRAINT "vehicle_ownership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner_register" (
    "id" TEXT NOT NULL,
    "owner_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "birth_date" DATE,
    "sex" TEXT,
    "address" TEXT NOT NULL,
    "ward" TEXT NOT NULL,
    "province" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "vneid_account" TEXT,

    CONSTRAINT "owner_register_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registry_import" (
    "id" BIGSERIAL NOT NULL,
    "register" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registry_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "law" JSONB NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "respond_by" TIMESTAMPTZ(3) NOT NULL,
    "pdf_sha256" TEXT NOT NULL,
    "evidence_sha256" TEXT NOT NULL,
    "verify_code" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "notice_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "state_at" TIMESTAMPTZ(3),
    "receipt" TEXT,
    "code" TEXT,
    "final" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("notice_id","channel")
);

-- CreateTable
CREATE TABLE "delivery_attempt" (
    "notice_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "attempted_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "receipt" TEXT,
    "code" TEXT,

    CONSTRAINT "delivery_attempt_pkey" PRIMARY KEY ("notice_id","channel","attempt")
);

-- CreateTable
CREATE TABLE "contest" (
    "id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "notice_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "statement" TEXT NOT NULL DEFAULT '',
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "ruling" TEXT,
    "ruled_by" TEXT,
    "ruled_at" TIMESTAMPTZ(3),
    "ruling_why" TEXT,

    CONSTRAINT "contest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_scrypt" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "token_sha256" TEXT NOT NULL,
    "account_id" TEXT,
    "owner_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("token_sha256")
);

-- CreateTable
CREATE TABLE "oidc_login" (
    "state" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "code_verifier" TEXT NOT NULL,
    "return_to" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oidc_login_pkey" PRIMARY KEY ("state")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "case_id" TEXT,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "single" BOOLEAN NOT NULL DEFAULT true,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("single")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "job" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "relayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "camera_session_camera_started_at_idx" ON "camera_session"("camera", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "stream_gap_camera_from_at_key" ON "stream_gap"("camera", "from_at");

-- CreateIndex
CREATE INDEX "camera_switch_camera_from_at_idx" ON "camera_switch"("camera", "from_at");

-- CreateIndex
CREATE INDEX "hourly_count_camera_hour_at_idx" ON "hourly_count"("camera", "hour_at");

-- CreateIndex
CREATE INDEX "violation_camera_occurred_at_idx" ON "violation"("camera", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "violation_id_screening_only_key" ON "violation"("id", "screening_only");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_sha256_key" ON "evidence"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "case_file_number_key" ON "case_file"("number");

-- CreateIndex
CREATE UNIQUE INDEX "case_file_violation_id_key" ON "case_file"("violation_id");

-- CreateIndex
CREATE INDEX "case_file_state_opened_at_idx" ON "case_file"("state", "opened_at");

-- CreateIndex
CREATE INDEX "case_file_owner_id_idx" ON "case_file"("owner_id");

-- CreateIndex
CREATE INDEX "case_file_plate_idx" ON "case_file"("plate");

-- CreateIndex
CREATE UNIQUE INDEX "case_file_violation_id_screening_only_key" ON "case_file"("violation_id", "screening_only");

-- CreateIndex
CREATE UNIQUE INDEX "decision_final_of_key" ON "decision"("final_of");

-- CreateIndex
CREATE INDEX "decision_case_id_idx" ON "decision"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "vehicle_register_plate_plate_colour_vehicle_kind_key" ON "vehicle_register"("plate", "plate_colour", "vehicle_kind");

-- CreateIndex
CREATE INDEX "vehicle_ownership_owner_id_idx" ON "vehicle_ownership"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "vehicle_ownership_vehicle_id_owned_from_key" ON "vehicle_ownership"("vehicle_id", "owned_from");

-- CreateIndex
CREATE UNIQUE INDEX "owner_register_vneid_account_key" ON "owner_register"("vneid_account");

-- CreateIndex
CREATE UNIQUE INDEX "registry_import_register_sha256_key" ON "registry_import"("register", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "notice_case_id_key" ON "notice"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_number_key" ON "notice"("number");

-- CreateIndex
CREATE UNIQUE INDEX "notice_verify_code_key" ON "notice"("verify_code");

-- CreateIndex
CREATE INDEX "notice_owner_id_idx" ON "notice"("owner_id");

-- CreateIndex
CREATE INDEX "delivery_state_idx" ON "delivery"("state");

-- CreateIndex
CREATE INDEX "contest_case_id_idx" ON "contest"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_login_key" ON "account"("login");

-- CreateIndex
CREATE INDEX "sign_in_expires_at_idx" ON "sign_in"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_hash_key" ON "audit_event"("hash");

-- CreateIndex
CREATE INDEX "audit_event_case_id_idx" ON "audit_event"("case_id");

-- CreateIndex
CREATE INDEX "audit_event_kind_at_idx" ON "audit_event"("kind", "at");

-- CreateIndex
CREATE INDEX "outbox_relayed_at_id_idx" ON "outbox"("relayed_at", "id");

-- AddForeignKey
ALTER TABLE "camera_switch" ADD CONSTRAINT "camera_switch_set_by_fkey" FOREIGN KEY ("set_by") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hourly_count" ADD CONSTRAINT "hourly_count_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "camera_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "violation" ADD CONSTRAINT "violation_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "camera_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_violation_id_fkey" FOREIGN KEY ("violation_id") REFERENCES "violation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_violation_id_screening_only_fkey" FOREIGN KEY ("violation_id", "screening_only") REFERENCES "violation"("id", "screening_only") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_claimed_by_fkey" FOREIGN KEY ("claimed_by") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_vehicle_id_fkey" FOREIGN KEY ("vehicle_id") REFERENCES "vehicle_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicle_ownership" ADD CONSTRAINT "vehicle_ownership_vehicle_id_fkey" FOREIGN KEY ("vehicle_id") REFERENCES "vehicle_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicle_ownership" ADD CONSTRAINT "vehicle_ownership_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_notice_id_channel_fkey" FOREIGN KEY ("notice_id", "channel") REFERENCES "delivery"("notice_id", "channel") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_ruled_by_fkey" FOREIGN KEY ("ruled_by") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner_register"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------------
-- From here on by hand: what schema.prisma cannot say.

-- ---- ranges and closed lists (each list equals one in domain/; test/prisma/lists.test.ts compares them)

ALTER TABLE camera_session
  ADD CONSTRAINT camera_session_ends_after_start CHECK (ended_at >= started_at),
  ADD CONSTRAINT camera_session_counts CHECK (judged_to_ms >= 0 AND frames_judged >= 0 AND frames_skipped >= 0),
  ADD CONSTRAINT camera_session_scene_is_sha256 CHECK (scene_sha256 ~ '^[0-9a-f]{64}$');
ALTER TABLE stream_gap
  ADD CONSTRAINT stream_gap_ends_after_start CHECK (to_at >= from_at),
  ADD CONSTRAINT stream_gap_attempts CHECK (attempts >= 0);
ALTER TABLE camera_status
  ADD CONSTRAINT camera_status_state CHECK (state IN ('running', 'reconnecting', 'stopped', 'moved', 'faulty'));
ALTER TABLE camera_switch
  ADD CONSTRAINT camera_switch_kind CHECK (kind IN ('officer_directing', 'signal_fault')),
  ADD CONSTRAINT camera_switch_ends_after_start CHECK (to_at >= from_at);
ALTER TABLE hourly_count
  ADD CONSTRAINT hourly_count_what CHECK (what IN ('vehicle', 'void', 'screened', 'accused')),
  ADD CONSTRAINT hourly_count_count CHECK (count >= 0),
  ADD CONSTRAINT hourly_count_whole_hour CHECK (hour_at = date_trunc('hour', hour_at, 'UTC'));

ALTER TABLE violation
  ADD CONSTRAINT violation_offence CHECK (offence IN (
    'red_light', 'stop_line_or_marking', 'crosses_solid_line', 'lane_change', 'wrong_lane', 'wrong_way', 'prohibited_road',
    'uturn_or_turn_forbidden', 'speed_05_10', 'speed_10_20', 'speed_20_35', 'speed_35_up', 'speed_20_up',
    'stop_no_stopping_sign', 'park_no_parking_sign')),
  ADD CONSTRAINT violation_vehicle_kind CHECK (vehicle_kind IN ('car', 'motorcycle', 'bus', 'truck', 'bicycle')),
  ADD CONSTRAINT violation_clock_error CHECK (clock_error_ms >= 0),
  ADD CONSTRAINT violation_scene_is_sha256 CHECK (scene_sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT violation_facts_are_an_object CHECK (jsonb_typeof(facts) = 'object'),
  ADD CONSTRAINT violation_models_are_a_list CHECK (jsonb_typeof(models) = 'array');
ALTER TABLE evidence
  ADD CONSTRAINT evidence_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- The database itself refuses a manifest that is not the one hashed.
  ADD CONSTRAINT evidence_hash_is_true CHECK (sha256 = encode(sha256(convert_to(manifest, 'UTF8')), 'hex'));

CREATE SEQUENCE case_number_seq;
CREATE SEQUENCE notice_number_seq;

ALTER TABLE case_file
  ADD CONSTRAINT case_file_state CHECK (state IN (
    'open', 'in_review', 'dismissed', 'second_review', 'confirmed', 'noticed', 'contested', 'settled', 'withdrawn')),
  ADD CONSTRAINT case_file_number CHECK (number ~ '^\d{4}-\d{6,}$'),
  ADD CONSTRAINT case_file_claim_is_whole CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  ADD CONSTRAINT case_file_plate_is_canonical CHECK (plate ~ '^[A-Z0-9]+$'),
  ADD CONSTRAINT case_file_plate_source CHECK (plate_source IN ('read', 'officer')),
  ADD CONSTRAINT case_file_match_kind CHECK (match_kind IN ('matched', 'conflict', 'ambiguous', 'none')),
  ADD CONSTRAINT case_file_match_is_whole CHECK ((match IS NULL) = (match_kind IS NULL) AND (match IS NULL) = (matched_at IS NULL)),
  ADD CONSTRAINT case_file_matched_names_owner CHECK (match_kind IS DISTINCT FROM 'matched' OR (vehicle_id IS NOT NULL AND owner_id IS NOT NULL AND plate IS NOT NULL)),
  -- The two guards against a false notice, below all code: a screening result is never confirmed, nor is a case without an established owner.
  ADD CONSTRAINT case_file_screening_is_never_confirmed CHECK (NOT (screening_only AND state IN ('confirmed', 'noticed', 'contested', 'settled', 'withdrawn'))),
  ADD CONSTRAINT case_file_confirmed_has_owner CHECK (state NOT IN ('confirmed', 'noticed', 'contested', 'settled', 'withdrawn') OR (match_kind IS NOT NULL AND match_kind = 'matched'));
ALTER TABLE decision
  ADD CONSTRAINT decision_stage CHECK (stage IN ('first', 'final')),
  ADD CONSTRAINT decision_outcome CHECK (outcome IN ('confirm', 'dismiss')),
  ADD CONSTRAINT decision_confirms_a_plate CHECK (outcome <> 'confirm' OR plate IS NOT NULL),
  ADD CONSTRAINT decision_dismisses_with_reason CHECK ((outcome = 'dismiss') = (reason IS NOT NULL)),
  ADD CONSTRAINT decision_reason CHECK (reason IN (
    'not_an_offence', 'wrong_vehicle', 'plate_unreadable', 'plate_not_registered', 'suspected_false_plate', 'priority_vehicle',
    'officer_directing', 'signal_fault', 'evidence_insufficient', 'other')),
  ADD CONSTRAINT decision_one_final_a_case CHECK ((stage = 'final') = (final_of IS NOT NULL) AND (final_of IS NULL OR final_of = case_id));

CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE vehicle_register
  ADD CONSTRAINT vehicle_register_plate_is_canonical CHECK (plate ~ '^[A-Z0-9]+$'),
  ADD CONSTRAINT vehicle_register_plate_colour CHECK (plate_colour IN ('white', 'yellow', 'blue', 'red')),
  ADD CONSTRAINT vehicle_register_kind CHECK (vehicle_kind IN ('car', 'motorcycle', 'bus', 'truck', 'bicycle'));
ALTER TABLE vehicle_ownership
  ADD CONSTRAINT vehicle_ownership_ends_after_start CHECK (owned_to > owned_from),
  -- Deferred, so that one import may close one ownership and begin the next in any order.
  ADD CONSTRAINT vehicle_ownership_one_at_a_time EXCLUDE USING gist (vehicle_id WITH =, tstzrange(owned_from, owned_to) WITH &&) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE owner_register
  ADD CONSTRAINT owner_register_type CHECK (owner_type IN ('person', 'organisation')),
  ADD CONSTRAINT owner_register_person_number CHECK (owner_type <> 'person' OR id ~ '^\d{12}$'),
  ADD CONSTRAINT owner_register_sex CHECK (sex IN ('male', 'female')),
  ADD CONSTRAINT owner_register_person_fields CHECK (owner_type = 'person' OR (birth_date IS NULL AND sex IS NULL));
ALTER TABLE registry_import
  ADD CONSTRAINT registry_import_register CHECK (register IN ('vehicles', 'population')),
  ADD CONSTRAINT registry_import_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT registry_import_rows CHECK (rows >= 0);

ALTER TABLE notice
  ADD CONSTRAINT notice_pdf_is_sha256 CHECK (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT notice_evidence_is_sha256 CHECK (evidence_sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT notice_respond_after_issue CHECK (respond_by > issued_at);
ALTER TABLE delivery
  ADD CONSTRAINT delivery_channel CHECK (channel IN ('vneid', 'email', 'paper')),
  ADD CONSTRAINT delivery_state CHECK (state IN ('queued', 'accepted', 'read', 'failed')),
  ADD CONSTRAINT delivery_attempts CHECK (attempts >= 0),
  ADD CONSTRAINT delivery_accepted_has_receipt CHECK (state <> 'accepted' OR receipt IS NOT NULL),
  ADD CONSTRAINT delivery_failed_has_code CHECK ((state = 'failed') = (code IS NOT NULL)),
  ADD CONSTRAINT delivery_final_is_failed CHECK (NOT final OR state = 'failed');
ALTER TABLE delivery_attempt
  ADD CONSTRAINT delivery_attempt_number CHECK (attempt >= 1),
  ADD CONSTRAINT delivery_attempt_outcome CHECK (outcome IN ('accepted', 'failed')),
  ADD CONSTRAINT delivery_attempt_says_what CHECK ((outcome = 'accepted') = (receipt IS NOT NULL) AND (outcome = 'failed') = (code IS NOT NULL));
ALTER TABLE contest
  ADD CONSTRAINT contest_kind CHECK (kind IN ('answer', 'contest')),
  ADD CONSTRAINT contest_reason CHECK (reason IN (
    'accepts', 'names_driver', 'not_driver', 'sold', 'stolen', 'cloned_plate', 'priority_duty', 'wrong_plate', 'signal_fault', 'other')),
  ADD CONSTRAINT contest_ruling CHECK (ruling IN ('uphold', 'withdraw', 'settle')),
  ADD CONSTRAINT contest_ruling_is_whole CHECK ((ruling IS NULL) = (ruled_at IS NULL) AND (ruling IS NULL) = (ruled_by IS NULL));

ALTER TABLE account
  ADD CONSTRAINT account_role CHECK (role IN ('officer', 'operator')),
  ADD CONSTRAINT account_failed_attempts CHECK (failed_attempts >= 0);
ALTER TABLE sign_in
  ADD CONSTRAINT sign_in_token_is_sha256 CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT sign_in_of_one CHECK ((account_id IS NULL) <> (owner_id IS NULL));

-- ---- the audit chain

ALTER TABLE audit_event
  ADD CONSTRAINT audit_event_actor CHECK (actor_kind IN ('system', 'officer', 'operator', 'owner')),
  ADD CONSTRAINT audit_event_is_hashed CHECK (hash ~ '^[0-9a-f]{64}$' AND prev ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT audit_event_seq CHECK (seq >= 1);
ALTER TABLE audit_head ADD CONSTRAINT audit_head_is_one_row CHECK (single);
INSERT INTO audit_head (single, seq, hash) VALUES (true, 0, repeat('0', 64));

-- Whoever appends must continue the chain at its head. Runs with its owner's rights: nobody else may write audit_head.
CREATE FUNCTION audit_event_continues() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE seq = NEW.seq - 1 AND hash = NEW.prev;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'audit_event %: does not continue the chain at its head', NEW.seq;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_event_continues BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_continues();

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- What was seen and sealed does not change either.
CREATE TRIGGER violation_append_only BEFORE UPDATE OR DELETE ON violation FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER delivery_attempt_append_only BEFORE UPDATE OR DELETE ON delivery_attempt FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION append_only();

-- ---- the outbox wakes the relay at commit

CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
-- Only what waits: the index stays small however long the history grows.
CREATE INDEX outbox_waiting ON outbox (id) WHERE relayed_at IS NULL;

-- ---- privileges: the programs work as phatnguoi_app (prisma/client.ts takes that role), which may not touch history

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'phatnguoi_app') THEN
    CREATE ROLE phatnguoi_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this server was migrated at the same moment
END $$;
GRANT phatnguoi_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO phatnguoi_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO phatnguoi_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO phatnguoi_app;
REVOKE UPDATE, DELETE ON audit_event, violation, evidence, decision, delivery_attempt, registry_import FROM phatnguoi_app;
REVOKE INSERT, UPDATE, DELETE ON audit_head FROM phatnguoi_app;
REVOKE DELETE ON case_file, notice, delivery, contest, account, owner_register, vehicle_register, camera_session FROM phatnguoi_app;
