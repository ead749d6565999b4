-- The states that a camera's loop reports.

ALTER TABLE camera_status
  DROP CONSTRAINT camera_status_state,
  ADD CONSTRAINT camera_status_state CHECK (state IN ('watching', 'no_frames', 'stopped', 'moved', 'faulty'));
