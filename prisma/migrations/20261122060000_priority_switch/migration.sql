-- An operator may tell that priority vehicles on duty pass: nobody is accused there meanwhile.

ALTER TABLE camera_switch
  DROP CONSTRAINT camera_switch_kind,
  ADD CONSTRAINT camera_switch_kind CHECK (kind IN ('officer_directing', 'signal_fault', 'priority_passing'));
