// Who enters the street, when, and with what in mind: shares by lane, arrivals aimed where an act needs a colour.
import { isVehicleKind, type VehicleKind } from '../../domain/vehicle.ts';
import { laneWay, reachY, turnWay, type Path } from './path.ts';
import type { Plan, PlanLane } from './plan.ts';
import type { Chance } from './random.ts';
import type { Programme } from './signal-programme.ts';
import { bodyOf, type Obeys, type Vehicle } from './vehicle.ts';

export type Spawner = { readonly at: (t: number, live: readonly Vehicle[]) => readonly Vehicle[]; readonly done: () => boolean };
type Waiting = { readonly vehicle: Vehicle; readonly aim: readonly [number, number] | null; readonly since: number };

export function spawner(plan: Plan, lights: Programme | null, random: Chance, total: number, makeBody: typeof bodyOf): Spawner {
  let made = 0;
  const next = new Map(plan.lanes.map((lane) => [lane.id, (-Math.log(1 - random.next()) * 3_600_000) / lane.flow_per_h]));
  let waiting: Waiting[] = [];
  const tail = new Map<string, Vehicle>();
  return {
    at: (t) => {
      for (const lane of plan.lanes) {
        if (made >= total || (next.get(lane.id) ?? 0) > t) continue;
        next.set(lane.id, t - (Math.log(1 - random.next()) * 3_600_000) / lane.flow_per_h);
        made += 1;
        waiting.push({ ...newVehicle(plan, lane, made, random, makeBody), since: t });
      }
      const entered: Vehicle[] = [];
      waiting = waiting.filter((one) => {
        const { vehicle } = one;
        const last = tail.get(vehicle.slot);
        if (last !== undefined && last.s < last.leavesS && last.s - last.body.length < 4 + vehicle.v0 * 0.8) return true;
        if (!aimed(one, lights, t)) return true;
        tail.set(vehicle.slot, vehicle);
        entered.push(vehicle);
        return false;
      });
      return entered;
    },
    done: () => made >= total && waiting.length === 0,
  };
}

/** Whether one who means to meet a colour would meet it when it enters now; nobody waits longer than two cycles. */
function aimed({ vehicle, aim, since }: Waiting, lights: Programme | null, t: number): boolean {
  if (aim === null || lights === null || vehicle.lineS === null || t - since > 180_000) return true;
  const arrives = t + (vehicle.lineS / vehicle.v0) * 1000;
  const red = lights.main(arrives);
  const into = red.colour === 'red' ? arrives - red.since : red.colour === 'amber' ? arrives - red.until : NaN;
  return into >= aim[0] && into <= aim[1];
}

const TWO: readonly VehicleKind[] = ['motorcycle', 'bicycle', 'person'];

function newVehicle(plan: Plan, lane: PlanLane, id: number, random: Chance, makeBody: typeof bodyOf): Omit<Waiting, 'since'> {
  const kinds = Object.entries(lane.kinds).flatMap(([kind, weight]) => (isVehicleKind(kind) ? [[kind, weight] as const] : []));
  const kind = random.pick(kinds);
  const left = 1 - Object.values(lane.acts).reduce((sum, share) => sum + share, 0);
  const act = random.pick([...Object.entries(lane.acts), ['lawful', left] as const]);
  const offset = slotOffset(lane, kind, random);
  const body = makeBody(kind, random);
  const script = scripted(plan, lane, act, { x: lane.x + offset + random.normal(0, 0.08), kind, width: body.width }, random);
  const v0 = (random.between(...lane.speed_kmh) * (script.pace ?? 1)) / 3.6;
  const lineS = plan.stop_line !== undefined && plan.stop_line.dir === lane.dir && script.slot === undefined ? finite(reachY(script.way, plan.stop_line.y)) : null;
  const vehicle: Vehicle = {
    id, lane: lane.id, slot: script.slot ?? `${lane.id}:${offset.toFixed(1)}`, kind, act, body, way: script.way, obeys: script.obeys ?? 'law', lineS,
    standsAt: script.standsAt ?? -random.between(0.3, 1.8), goes: script.goes ?? 0, hold: script.hold ?? null, leavesS: script.leavesS ?? Infinity,
    v0, accel: TWO.includes(kind) ? 2.6 : kind === 'car' ? 2.2 : 1.3, s: 0, v: v0 * 0.95, stoodSince: null, heldSince: null, released: false, committed: false,
  };
  return { vehicle, aim: script.aim ?? null };
}

const finite = (s: number): number | null => (Number.isFinite(s) ? s : null);

/** Two-wheelers share a lane's edges or, alone in it, three files. */
function slotOffset(lane: PlanLane, kind: VehicleKind, random: Chance): number {
  if (!TWO.includes(kind)) return 0;
  const alone = Object.keys(lane.kinds).every((each) => isVehicleKind(each) && TWO.includes(each));
  if (alone) return random.pick([[-0.9, 1], [0, 1], [0.9, 1]]);
  return random.pick([[-(lane.width_m / 2 - 0.45), 1], [lane.width_m / 2 - 0.45, 1]]);
}

type Script = {
  readonly way: Path;
  readonly obeys?: Obeys;
  readonly standsAt?: number;
  readonly goes?: number;
  readonly hold?: { readonly s: number; readonly ms: number };
  readonly aim?: readonly [number, number];
  readonly slot?: string;
  readonly leavesS?: number;
  readonly pace?: number;
};
type Who = { readonly x: number; readonly kind: VehicleKind; readonly width: number };

/** The way and the manners of each act; what it is guilty of is told by geometry afterwards, not by this name. */
function scripted(plan: Plan, lane: PlanLane, act: string, who: Who, random: Chance): Script {
  const [near, far] = plan.range_m;
  const [from, to] = lane.dir === 'away' ? [near, far] : [far, near];
  const way = laneWay(who.x, from, to, []);
  switch (act) {
    case 'red_run':
      return { way, obeys: 'never', aim: [300, 9000] };
    case 'red_edge':
      return { way, obeys: 'never', aim: [-600, 1600] };
    case 'amber_run':
      return { way, obeys: 'amber_as_green', aim: [-2500, -100] };
    case 'red_jump':
      return { way, obeys: 'jumps', goes: random.between(2000, 12_000), aim: [-1000, 9000] };
    case 'early_start':
      return { way, obeys: 'starts_early', goes: random.between(300, 2500), aim: [-1000, 15_000] };
    case 'overrun':
      return { way, standsAt: random.between(0.8, 3.2) + (who.kind === 'motorcycle' ? 0.3 : 1), aim: [300, 12_000] };
    case 'astride':
      return { way, standsAt: random.between(0.05, 0.4), aim: [-500, 12_000] };
    case 'right':
    case 'right_red': {
      const y = plan.stop_line?.y ?? 0;
      const sign = lane.dir === 'away' ? 1 : -1;
      return { way: turnWay(who.x, from, y + sign * 3, 4.5, 90, 14), obeys: act === 'right' ? 'arrow' : 'never', leavesS: Math.abs(y + sign * 3 - from), ...(act === 'right' ? {} : { aim: [600, 1600] }) };
    }
    case 'wrong_way':
      return { way: laneWay(who.x + random.between(-0.5, 0.5), to, from, []), obeys: 'never', slot: `wrong:${lane.id}`, pace: 0.7 };
    case 'uturn': {
      const zone = plan.no_turn.find(({ movement }) => movement === 'uturn');
      const y = zone === undefined ? (near + far) / 2 : random.between(zone.y[0] + 3, zone.y[1] - 5);
      return { way: turnWay(who.x, from, y, random.between(2.6, 3.6), lane.dir === 'away' ? -180 : -180, 40), obeys: 'never', leavesS: Math.abs(y - from), pace: 0.45 };
    }
    case 'turn_left':
    case 'turn_right':
    case 'turn_right_beyond': {
      const movement = act === 'turn_left' ? 'left' : 'right';
      const zone = plan.no_turn.find((each) => each.movement === movement);
      if (zone === undefined) throw new Error(`lane ${lane.id}: expected a no_turn zone of movement ${movement} for "${act}"`);
      const y = act === 'turn_right_beyond' ? zone.y[1] + random.between(2, 5) : random.between(zone.y[0] + 2, zone.y[1] - 9);
      return { way: turnWay(who.x, from, y, movement === 'left' ? random.between(6, 8) : random.between(4, 6), movement === 'left' ? -90 : 90, 25), obeys: 'never', leavesS: Math.abs(y - from), pace: 0.5 };
    }
    case 'cross':
    case 'touch':
    case 'straddle':
      return { way: overLine(plan, lane, act, who, random, from, to), leavesS: Infinity, pace: 0.8 };
    case 'stop':
    case 'stop_brief': {
      const zone = plan.no_stopping[0];
      const y = zone === undefined ? (near + far) / 2 : random.between(zone.y[0] + 3, zone.y[1] - 3);
      return { way, hold: { s: reachY(way, y), ms: act === 'stop' ? random.between(22_000, 45_000) : random.between(2000, 8000) } };
    }
    case 'fast':
      return { way, pace: random.between(1.3, 1.9) };
    case 'slow':
      return { way, pace: 0.5 };
    case 'lawful':
      return { way };
    default:
      throw new Error(`lane ${lane.id}: expected a known act, got "${act}"`);
  }
}

/** Over the nearest solid line for good, with a wheel on it, or astride it for a while. */
function overLine(plan: Plan, lane: PlanLane, act: string, who: Who, random: Chance, from: number, to: number): Path {
  const line = [...plan.solid_lines].sort((a, b) => Math.abs(a.x - who.x) - Math.abs(b.x - who.x))[0];
  if (line === undefined) return laneWay(who.x, from, to, []);
  const side = Math.sign(line.x - who.x);
  const length = who.kind === 'motorcycle' ? random.between(7, 11) : random.between(10, 15);
  const sign = lane.dir === 'away' ? 1 : -1;
  const [low, high] = line.y;
  const start = sign > 0 ? random.between(low + 3, Math.max(low + 3.5, high - length - 6)) : random.between(Math.min(high - 3.5, low + length + 6), high - 3);
  const toLine = line.x - who.x;
  if (act === 'cross') return laneWay(who.x, from, to, [[start, start + sign * length, toLine + side * random.between(1.1, 1.6)]]);
  const shift = act === 'touch' ? toLine - side * (who.width / 2 - random.between(-0.1, 0.15)) : toLine;
  return laneWay(who.x, from, to, [[start, start + sign * length * 0.6, shift], [start + sign * length, start + sign * length * 1.6, -shift]]);
}
