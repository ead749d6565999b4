-- Two cameras of one site: why they show one vehicle. What an operator must see to: faults beside a camera's state.

ALTER TABLE "violation" ADD COLUMN "pairing" JSONB;
ALTER TABLE violation ADD CONSTRAINT violation_pairing_is_an_object CHECK (pairing IS NULL OR jsonb_typeof(pairing) = 'object');

ALTER TABLE "camera_status" ADD COLUMN "faults" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE camera_status ADD CONSTRAINT camera_status_faults_are_a_list CHECK (jsonb_typeof(faults) = 'array');
