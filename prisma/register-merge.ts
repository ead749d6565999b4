// The SQL that brings checked rows of a file (table `incoming`) into the registers, and the questions asked before and after.
import type { RegisterKind } from './register-columns.ts';

type Findings = { readonly before: readonly string[]; readonly after: readonly string[] };

/** Each query returns line, column, expected, got of what is wrong. */
export const FINDINGS: Readonly<Record<RegisterKind, Findings>> = {
  population: {
    before: [
      `SELECT line, 'owner_id' AS column, 'each owner once; it stands also on line ' || earlier AS expected, owner_id AS got
         FROM (SELECT line, owner_id, min(line) OVER (PARTITION BY owner_id) AS earlier FROM incoming) AS numbered WHERE line > earlier ORDER BY line`,
      `SELECT line, 'vneid_account' AS column, 'an account of one owner only; it stands also on line ' || earlier AS expected, vneid_account AS got
         FROM (SELECT line, vneid_account, min(line) OVER (PARTITION BY vneid_account) AS earlier FROM incoming WHERE vneid_account IS NOT NULL) AS numbered WHERE line > earlier ORDER BY line`,
      `SELECT line, 'vneid_account' AS column, 'an account that no other owner of the register has' AS expected, i.vneid_account AS got
         FROM incoming i JOIN owner_register o ON o.vneid_account = i.vneid_account AND o.id <> i.owner_id ORDER BY line`,
    ],
    after: [],
  },
  vehicles: {
    before: [
      `SELECT line, 'owner_id' AS column, 'an owner of the population register (load population.csv first)' AS expected, i.owner_id AS got
         FROM incoming i WHERE NOT EXISTS (SELECT FROM owner_register o WHERE o.id = i.owner_id) ORDER BY line`,
      `SELECT line, 'owned_from' AS column, 'one owner from this moment; another stands on line ' || earlier AS expected, owned_from::text AS got
         FROM (SELECT line, owned_from, min(line) OVER (PARTITION BY plate, plate_colour, vehicle_kind, owned_from) AS earlier FROM incoming) AS numbered WHERE line > earlier ORDER BY line`,
    ],
    after: [
      `SELECT DISTINCT i.line, 'owned_from' AS column, 'no owner at the same time as another, who has it from ' || b.owned_from || ' to ' || coalesce(b.owned_to::text, 'now') AS expected,
              i.owned_from || ' to ' || coalesce(i.owned_to::text, 'now') AS got
         FROM incoming i
         JOIN vehicle_register v ON (v.plate, v.plate_colour, v.vehicle_kind) = (i.plate, i.plate_colour, i.vehicle_kind)
         JOIN vehicle_ownership a ON a.vehicle_id = v.id AND a.owned_from = i.owned_from
         JOIN vehicle_ownership b ON b.vehicle_id = v.id AND b.id <> a.id AND tstzrange(a.owned_from, a.owned_to) && tstzrange(b.owned_from, b.owned_to)
        ORDER BY i.line`,
    ],
  },
};

export const MERGE: Readonly<Record<RegisterKind, readonly string[]>> = {
  population: [
    `INSERT INTO owner_register (id, owner_type, name, birth_date, sex, address, ward, province, email, phone, vneid_account)
     SELECT owner_id, owner_type, name, birth_date, sex, address, ward, province, email, phone, vneid_account FROM incoming
     ON CONFLICT (id) DO UPDATE SET owner_type = excluded.owner_type, name = excluded.name, birth_date = excluded.birth_date, sex = excluded.sex, address = excluded.address,
       ward = excluded.ward, province = excluded.province, email = excluded.email, phone = excluded.phone, vneid_account = excluded.vneid_account`,
  ],
  vehicles: [
    `INSERT INTO vehicle_register (plate, plate_colour, vehicle_kind, brand, colour)
     SELECT DISTINCT ON (plate, plate_colour, vehicle_kind) plate, plate_colour, vehicle_kind, brand, colour FROM incoming ORDER BY plate, plate_colour, vehicle_kind, owned_from DESC
     ON CONFLICT (plate, plate_colour, vehicle_kind) DO UPDATE SET brand = excluded.brand, colour = excluded.colour`,
    `INSERT INTO vehicle_ownership (vehicle_id, owner_id, owned_from, owned_to)
     SELECT v.id, i.owner_id, i.owned_from, i.owned_to FROM incoming i JOIN vehicle_register v ON (v.plate, v.plate_colour, v.vehicle_kind) = (i.plate, i.plate_colour, i.vehicle_kind)
     ON CONFLICT (vehicle_id, owned_from) DO UPDATE SET owner_id = excluded.owner_id, owned_to = excluded.owned_to`,
  ],
};
