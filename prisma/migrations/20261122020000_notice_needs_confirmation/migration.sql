-- Below all code: no notice without an officer's final confirmation of this very plate and owner, and no change of either afterwards.

CREATE FUNCTION notice_is_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM decision d JOIN case_file c ON c.id = d.final_of
    WHERE d.final_of = NEW.case_id AND d.outcome = 'confirm' AND d.plate = c.plate AND c.owner_id = NEW.owner_id
  ) THEN
    RAISE EXCEPTION 'notice %: case % has no final confirmation of its plate and owner', NEW.id, NEW.case_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_is_confirmed BEFORE INSERT OR UPDATE OF case_id, owner_id ON notice FOR EACH ROW EXECUTE FUNCTION notice_is_confirmed();

CREATE FUNCTION case_file_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('open', 'in_review', 'second_review')
     AND (OLD.plate, OLD.owner_id, OLD.vehicle_id, OLD.match) IS DISTINCT FROM (NEW.plate, NEW.owner_id, NEW.vehicle_id, NEW.match) THEN
    RAISE EXCEPTION 'case_file %: plate and owner stand once the case is %', OLD.id, OLD.state;
  END IF;
  IF (OLD.id, OLD.number, OLD.violation_id, OLD.opened_at) IS DISTINCT FROM (NEW.id, NEW.number, NEW.violation_id, NEW.opened_at) THEN
    RAISE EXCEPTION 'case_file %: what a case is about never changes', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_file_is_decided BEFORE UPDATE ON case_file FOR EACH ROW EXECUTE FUNCTION case_file_is_decided();
