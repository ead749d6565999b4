// The scripted driver: vehicles that come, follow each other, obey or disobey the signal, and leave, in steps of 50 ms.
import type { Plan } from './plan.ts';
import { chance, type Chance } from './random.ts';
import { programme, type Programme } from './signal-programme.ts';
import { spawner } from './spawn.ts';
import { bodyOf, type Vehicle } from './vehicle.ts';

export const STEP_MS = 50;
const MAX_BRAKE = 7;
const COMFORT_BRAKE = 3.2;

export type Street = { readonly lights: Programme | null; readonly random: Chance; readonly step: (t: number) => { readonly live: readonly Vehicle[]; readonly left: readonly Vehicle[] } ; readonly done: () => boolean };

/** A street of the plan with so many vehicles; every call of `step` moves all of them by 50 ms to media time `t`. `body` makes their bodies. */
export function street(plan: Plan, vehicles: number, body: typeof bodyOf = bodyOf): Street {
  const random = chance(plan.seed);
  const lights = programme(plan);
  const spawn = spawner(plan, lights, random, vehicles, body);
  let live: Vehicle[] = [];
  return {
    lights,
    random,
    step: (t) => {
      live.push(...spawn.at(t, live));
      const lastOf = new Map<string, Vehicle>();
      // Earlier vehicles of a slot drive ahead: the list keeps the order of entry.
      for (const vehicle of live) {
        const leader = lastOf.get(vehicle.slot);
        drive(vehicle, leader === undefined || leader.s > leader.leavesS ? null : leader, lights, t);
        lastOf.set(vehicle.slot, vehicle);
      }
      const left = live.filter(({ s, way, body }) => s - body.length > way.length);
      if (left.length > 0) live = live.filter((vehicle) => !left.includes(vehicle));
      return { live, left };
    },
    done: () => spawn.done() && live.length === 0,
  };
}

function drive(vehicle: Vehicle, leader: Vehicle | null, lights: Programme | null, t: number): void {
  const dt = STEP_MS / 1000;
  const gaps: [number, number][] = [];
  if (leader !== null) gaps.push([leader.s - leader.body.length - vehicle.s, leader.v]);
  const target = stopTarget(vehicle, lights, t, leader);
  if (target !== null) gaps.push([target - vehicle.s + 1.0, 0]);
  const held = holdTarget(vehicle, t);
  if (held !== null) gaps.push([held - vehicle.s + 1.0, 0]);
  let accel = vehicle.accel * (1 - (vehicle.v / vehicle.v0) ** 4);
  for (const [gap, speed] of gaps) {
    const wanted = 1.0 + Math.max(0, vehicle.v * 0.9 + (vehicle.v * (vehicle.v - speed)) / (2 * Math.sqrt(vehicle.accel * COMFORT_BRAKE)));
    accel = Math.min(accel, vehicle.accel * (1 - (vehicle.v / vehicle.v0) ** 4 - (wanted / Math.max(0.05, gap)) ** 2));
  }
  vehicle.v = Math.max(0, vehicle.v + Math.max(-MAX_BRAKE, accel) * dt);
  if (vehicle.v < 0.03) vehicle.v = 0;
  vehicle.s += vehicle.v * dt;
  if (vehicle.v < 0.1) vehicle.stoodSince ??= t;
  else vehicle.stoodSince = null;
}

function holdTarget(vehicle: Vehicle, t: number): number | null {
  const { hold } = vehicle;
  if (hold === null) return null;
  if (vehicle.heldSince === null && vehicle.v < 0.1 && Math.abs(hold.s - vehicle.s) < 1.5) vehicle.heldSince = t;
  return vehicle.heldSince !== null && t - vehicle.heldSince > hold.ms ? null : vehicle.s > hold.s + 2 ? null : hold.s;
}

/** Where the signal makes it stand, or null when it goes. */
function stopTarget(vehicle: Vehicle, lights: Programme | null, t: number, leader: Vehicle | null): number | null {
  const { lineS, obeys } = vehicle;
  if (lights === null || lineS === null || obeys === 'never' || vehicle.released) return null;
  const target = lineS + vehicle.standsAt;
  if (vehicle.s > Math.max(lineS, target) + 0.2) return null;
  const shown = lights.main(t);
  if (shown.colour === 'green' || (obeys === 'arrow' && lights.arrow(t))) {
    vehicle.committed = false;
    return null;
  }
  if (vehicle.committed || (shown.colour === 'amber' && obeys === 'amber_as_green')) return null;
  const room = target - vehicle.s;
  const brake = shown.colour === 'amber' ? COMFORT_BRAKE : MAX_BRAKE * 0.8;
  if (vehicle.v > 3 && room < (vehicle.v * vehicle.v) / (2 * brake)) {
    vehicle.committed = true;
    return null;
  }
  if (goesOnRed(vehicle, shown, t, leader)) vehicle.released = true;
  return vehicle.released ? null : target;
}

function goesOnRed(vehicle: Vehicle, shown: { readonly colour: string; readonly until: number }, t: number, leader: Vehicle | null): boolean {
  if (shown.colour !== 'red' || vehicle.stoodSince === null) return false;
  const free = leader === null || leader.s - leader.body.length - vehicle.s > 12;
  if (vehicle.obeys === 'jumps') return free && t - vehicle.stoodSince >= vehicle.goes && shown.until - t > 5000;
  return vehicle.obeys === 'starts_early' && shown.until - t <= vehicle.goes;
}
