// The fictional registers: every vehicle of a scene with its owners over time, and a crowd of others.
import { appearanceOf } from './appearance.ts';
import type { Scene, VehicleKind } from './description.ts';
import { organisationOf, personOf, type Owner } from './people.ts';
import { plateFor } from './plate-number.ts';
import { seededRandom, type Random } from './random.ts';

export type Registers = { readonly vehicles: readonly Ownership[]; readonly population: readonly Owner[] };
export type Ownership = {
  /** Canonical: capital letters and digits only. */
  readonly plate: string;
  readonly plate_colour: string;
  readonly vehicle_kind: VehicleKind;
  readonly brand: string;
  readonly colour: string;
  readonly owner_id: string;
  readonly owned_from: string;
  /** First moment at which it is no longer theirs; empty: still is. */
  readonly owned_to: string;
};
type Vehicle = Omit<Ownership, 'owner_id' | 'owned_from' | 'owned_to'>;

const OTHER_VEHICLES = 200;
const OTHER_KINDS = ['motorcycle', 'motorcycle', 'motorcycle', 'car', 'car', 'truck'] as const;
/** Sold the evening before the clip: whoever looks up the owner without the time finds the wrong one. */
const SOLD_BEFORE = { track: 'runner-3', at: '2026-11-19T17:30:00+07:00' };
/** Sold some days after it. */
const SOLD_AFTER = { track: 'runner-4', at: '2026-11-24T09:00:00+07:00' };
const COMPANY_CAR = 'runner-1';

export function fillRegisters(scene: Scene, seed: number): Registers {
  const random = seededRandom(seed);
  const population: Owner[] = [];
  const vehicles: Ownership[] = [];
  const settle = (owner: Owner): string => {
    population.push(owner);
    return owner.owner_id;
  };
  const person = (): string => settle(personOf(random, population.length + 1));
  for (const { id, kind, brand, colour, plate } of scene.vehicles) {
    const vehicle = { plate: canonicalPlate(plate.text), plate_colour: plate.background, vehicle_kind: kind, brand, colour };
    const commercial = id === COMPANY_CAR || plate.background === 'yellow';
    const owner = commercial ? settle(organisationOf(random, population.length + 1)) : reachable(settle, random, population.length + 1);
    const sale = [SOLD_BEFORE, SOLD_AFTER].find(({ track }) => track === id);
    vehicles.push(...ownerships(vehicle, owner, sale === undefined ? null : { at: sale.at, to: person() }, random));
  }
  const taken = new Set(vehicles.map(({ plate }) => plate));
  while (vehicles.length < scene.vehicles.length + OTHER_VEHICLES) {
    const vehicle = otherVehicle(random, taken);
    taken.add(vehicle.plate);
    const owner = random.chance(0.06) ? settle(organisationOf(random, population.length + 1)) : person();
    const sale = random.chance(0.1) ? { at: '2026-03-02T10:00:00+07:00', to: person() } : null;
    vehicles.push(...ownerships(vehicle, owner, sale, random));
  }
  return { vehicles, population };
}

/** An owner of the clip has an account, so that the whole way to the inbox can be walked. */
function reachable(settle: (owner: Owner) => string, random: Random, number: number): string {
  const owner = personOf(random, number);
  return settle({ ...owner, vneid_account: owner.owner_id });
}

function ownerships(vehicle: Vehicle, owner_id: string, sale: { readonly at: string; readonly to: string } | null, random: Random): Ownership[] {
  const owned_from = `${random.integer(2012, 2024)}-0${random.integer(1, 9)}-${random.integer(10, 28)}T09:00:00+07:00`;
  if (sale === null) return [{ ...vehicle, owner_id, owned_from, owned_to: '' }];
  return [
    { ...vehicle, owner_id, owned_from, owned_to: sale.at },
    { ...vehicle, owner_id: sale.to, owned_from: sale.at, owned_to: '' },
  ];
}

function otherVehicle(random: Random, taken: ReadonlySet<string>): Vehicle {
  const vehicle_kind = random.pick(OTHER_KINDS);
  const { brand, colour } = appearanceOf(vehicle_kind, random, false);
  let plate = plateFor(vehicle_kind, random, vehicle_kind === 'truck');
  while (taken.has(canonicalPlate(plate.text))) plate = plateFor(vehicle_kind, random, vehicle_kind === 'truck');
  return { plate: canonicalPlate(plate.text), plate_colour: plate.background, vehicle_kind, brand, colour };
}

export function canonicalPlate(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

export function toCsv(rows: readonly Readonly<Record<string, string>>[]): string {
  const [first] = rows;
  if (first === undefined) throw new Error('a register needs at least one row');
  const columns = Object.keys(first);
  const cell = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}
