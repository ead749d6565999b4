-- One act is punished once (Law 15/2012/QH13, Art. 3.1.d): an officer dismisses the second case of a vehicle whose track broke.

ALTER TABLE decision
  DROP CONSTRAINT decision_reason,
  ADD CONSTRAINT decision_reason CHECK (reason IN (
    'not_an_offence', 'wrong_vehicle', 'plate_unreadable', 'plate_not_registered', 'suspected_false_plate', 'priority_vehicle',
    'officer_directing', 'signal_fault', 'evidence_insufficient', 'already_charged', 'other'));
