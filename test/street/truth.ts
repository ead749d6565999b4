// What each simulated vehicle is guilty of, told from its exact movement alone: never from what it meant to do.
import type { Offence } from '../../domain/violation.ts';
import { offenceOf } from '../../pipeline/judge/speed.ts';
import { nearest, type Plan } from './plan.ts';
import type { Programme, Shown } from './signal-programme.ts';
import { poseOf, type Vehicle } from './vehicle.ts';

/** `yes` must be found; `marginal` may be found or not: its measure lies within the stated band about the limit. */
export type Guilt = { readonly offence: Offence; readonly grade: 'yes' | 'marginal'; readonly difficulty: string; readonly at: number };

type Watch = {
  frontAt: number | null; frontShown: Shown | null; ranOnAt: number | null; arrowLit: boolean;
  stoodFrom: number | null; stoodPast: number; longestPast: number; deepest: number;
  lastFront: number; lastRear: number; sides: Map<string, { side: number; min: number; max: number; wholeMin: number; wholeMax: number; changedAt: number | null }>;
  wrong: number; wrongAt: number; lanes: Map<string, { ms: number; m: number; best: number; far: number; at: number }>;
  banned: { ms: number; m: number; at: number }; turned: number; heading: number | null; turns: Map<string, number>;
  stand: { from: number; x: number; y: number; best: number } | null; standBest: number; partFrom: number | null; partBest: number; speedFrom: number | null; speed: number | null; speedAt: number;
};

const RAN_ON_M = 3;

export type Judged = { readonly guilt: readonly Guilt[]; readonly kmh: number | null };
export type Truth = { readonly see: (vehicle: Vehicle, t: number, dt: number) => void; readonly end: (vehicle: Vehicle) => Judged };

export function createTruth(plan: Plan, lights: Programme | null): Truth {
  const watches = new Map<number, Watch>();
  const near = nearest(plan.pole) + 1;
  return {
    see: (vehicle, t, dt) => {
      const watch = watches.get(vehicle.id) ?? fresh();
      watches.set(vehicle.id, watch);
      const pose = poseOf(vehicle);
      atLine(plan, lights, vehicle, watch, pose, t);
      if (pose.y < near || pose.y > SEEN_TO) return;
      besideLines(plan, watch, pose, t);
      inAreas(plan, vehicle, watch, pose, t, dt);
    },
    end: (vehicle) => {
      const watch = watches.get(vehicle.id) ?? fresh();
      watches.delete(vehicle.id);
      return { guilt: guiltOf(plan, lights, vehicle, watch), kmh: watch.speed };
    },
  };
}

/** Acts farther away than this are no camera's business. */
const SEEN_TO = 55;

const fresh = (): Watch => ({
  frontAt: null, frontShown: null, ranOnAt: null, arrowLit: false, stoodFrom: null, stoodPast: 0, longestPast: 0, deepest: 0, lastFront: NaN, lastRear: NaN, sides: new Map(),
  wrong: 0, wrongAt: 0, lanes: new Map(), banned: { ms: 0, m: 0, at: 0 }, turned: 0, heading: null, turns: new Map(), stand: null, standBest: 0, partFrom: null, partBest: 0, speedFrom: null, speed: null, speedAt: 0,
});

type Pose = ReturnType<typeof poseOf>;

function atLine(plan: Plan, lights: Programme | null, vehicle: Vehicle, watch: Watch, { front, rear }: Pose, t: number): void {
  const line = plan.stop_line;
  if (line === undefined || lights === null || vehicle.lineS === null) return;
  const sign = line.dir === 'away' ? 1 : -1;
  const f = (front.y - line.y) * sign;
  const r = (rear.y - line.y) * sign;
  if (watch.lastFront < 0 && f >= 0) {
    watch.frontAt = t - 50 * (f / Math.max(1e-6, f - watch.lastFront));
    watch.frontShown = lights.main(watch.frontAt);
  }
  if (watch.frontAt !== null && watch.ranOnAt === null && f < RAN_ON_M && lights.arrow(t)) watch.arrowLit = true;
  // A vehicle that turns right has run on when its rear has left the mouth sideways.
  const aside = Math.abs(rear.x - (line.x[0] + line.x[1]) / 2) > (line.x[1] - line.x[0]) / 2 + 1;
  if (watch.frontAt !== null && watch.ranOnAt === null && (r >= RAN_ON_M || (aside && f > 0))) watch.ranOnAt = t;
  standPast(watch, vehicle, lights, f, t);
  watch.lastFront = f;
  watch.lastRear = r;
}

function standPast(watch: Watch, vehicle: Vehicle, lights: Programme, f: number, t: number): void {
  const red = lights.main(t).colour === 'red' && watch.frontShown !== null && lights.main(t).since === watch.frontShown.since;
  if (f > 0 && vehicle.v < 0.15 && red && watch.ranOnAt === null) {
    watch.stoodFrom ??= t;
    watch.longestPast = Math.max(watch.longestPast, t - watch.stoodFrom);
    watch.deepest = Math.max(watch.deepest, f);
  } else watch.stoodFrom = null;
}

function besideLines(plan: Plan, watch: Watch, { x, y, front, rear }: Pose, t: number): void {
  for (const line of plan.solid_lines) {
    if (y < line.y[0] || y > line.y[1]) continue;
    const side = x - line.x;
    const known = watch.sides.get(line.id) ?? { side, min: side, max: side, wholeMin: 0, wholeMax: 0, changedAt: null };
    if (known.changedAt === null && Math.sign(side) !== Math.sign(known.side) && known.side !== 0) known.changedAt = t;
    const whole = Math.min(front.y, rear.y) >= line.y[0] && Math.max(front.y, rear.y) <= line.y[1] ? side : 0;
    watch.sides.set(line.id, { ...known, min: Math.min(known.min, side), max: Math.max(known.max, side), wholeMin: Math.min(known.wholeMin, whole), wholeMax: Math.max(known.wholeMax, whole) });
  }
}

function inAreas(plan: Plan, vehicle: Vehicle, watch: Watch, pose: Pose, t: number, dt: number): void {
  const moved = (vehicle.v * dt) / 1000;
  const { x, y } = pose;
  const inside = (area: { readonly x: readonly [number, number]; readonly y: readonly [number, number] }): boolean => x > area.x[0] && x < area.x[1] && y > area.y[0] && y < area.y[1];
  for (const zone of plan.one_way) {
    if (!inside(zone)) continue;
    const against = -(zone.dir === 'away' ? 1 : -1) * Math.cos(pose.heading) * moved;
    if (against > 0 && watch.wrong === 0) watch.wrongAt = t;
    watch.wrong += against;
  }
  for (const zone of plan.prohibited) if (zone.kinds.includes(vehicle.kind) && inside(zone)) watch.banned = { ms: watch.banned.ms + dt, m: watch.banned.m + moved, at: watch.banned.at || t };
  for (const lane of plan.lanes) {
    if (lane.allowed === undefined || lane.allowed.includes(vehicle.kind)) continue;
    const edge = Math.abs(x - lane.x) - lane.width_m / 2;
    const held = watch.lanes.get(lane.id) ?? { ms: 0, m: 0, best: 0, far: 0, at: t };
    const along = Math.cos(pose.heading) * (lane.dir === 'away' ? 1 : -1);
    watch.lanes.set(lane.id, edge < 0 && along > 0.5 ? { ms: held.ms + dt, m: held.m + moved, best: Math.max(held.best, held.ms + dt), far: Math.max(held.far, held.m + moved), at: held.at } : { ...held, ms: 0, m: 0 });
  }
  turning(plan, watch, pose, t);
  const { rear, front } = pose;
  standing(plan, vehicle, watch, (area) => inside(area) && rear.y > area.y[0] + 0.5, t);
  partly(plan, vehicle, watch, (area) => inside(area) || (x > area.x[0] && x < area.x[1] && front.y > area.y[0] && rear.y < area.y[1]), t);
  speeding(plan, watch, pose, t);
}

function turning(plan: Plan, watch: Watch, { heading, y, x }: Pose, t: number): void {
  if (watch.heading !== null) {
    const step = Math.atan2(Math.sin(heading - watch.heading), Math.cos(heading - watch.heading));
    watch.turned += step;
    for (const { id, x: [left, right], y: [from, to] } of plan.no_turn) if (Math.abs(step) > 0.01 && !watch.turns.has(id) && x > left && x < right && y > from && y < to) watch.turns.set(id, t);
  }
  watch.heading = heading;
}

function standing(plan: Plan, vehicle: Vehicle, watch: Watch, inside: (area: { readonly x: readonly [number, number]; readonly y: readonly [number, number] }) => boolean, t: number): void {
  for (const zone of plan.no_stopping) {
    if (!inside(zone) || vehicle.v > 0.1) {
      watch.stand = null;
      continue;
    }
    watch.stand ??= { from: t, x: 0, y: 0, best: 0 };
    watch.standBest = Math.max(watch.standBest, t - watch.stand.from);
  }
}

/** Radians turned, right positive: a quarter of a circle within 20° is a turn, half of one a U-turn; a few degrees more or less can be argued either way. */
function turnGuilt(plan: Plan, { turned, turns }: Watch): readonly Guilt[] {
  const size = Math.abs(turned);
  return plan.no_turn.flatMap(({ id, movement }): readonly Guilt[] => {
    const at = turns.get(id);
    if (at === undefined) return [];
    if (movement === 'uturn') return size > 2.4 ? [{ offence: 'uturn_or_turn_forbidden', grade: size > 2.9 ? 'yes' : 'marginal', difficulty: 'U-turn', at }] : [];
    if (turned > 0 !== (movement === 'right') || size < 0.9 || size > 2.3) return [];
    return [{ offence: 'uturn_or_turn_forbidden', grade: size > 1.2 && size < 1.95 ? 'yes' : 'marginal', difficulty: `${movement} turn`, at }];
  });
}

/** With a part of it in the zone: whether that is standing in it can be argued either way. */
function partly(plan: Plan, vehicle: Vehicle, watch: Watch, touches: (area: Plan['no_stopping'][number]) => boolean, t: number): void {
  if (vehicle.v > 0.1 || !plan.no_stopping.some(touches)) {
    watch.partFrom = null;
    return;
  }
  watch.partFrom ??= t;
  watch.partBest = Math.max(watch.partBest, t - watch.partFrom);
}

function speeding({ speed }: Plan, watch: Watch, { y }: Pose, t: number): void {
  if (speed === undefined) return;
  const [a, b] = speed.y;
  if (watch.speedFrom === null && y > a && y < b) watch.speedFrom = t;
  if (watch.speedFrom !== null && watch.speed === null && (y <= a || y >= b) && t > watch.speedFrom) {
    watch.speed = ((b - a) / (t - watch.speedFrom)) * 3600;
    watch.speedAt = t;
  }
}

function guiltOf(plan: Plan, lights: Programme | null, vehicle: Vehicle, watch: Watch): readonly Guilt[] {
  if (vehicle.kind === 'person') return [];
  const found = [...signalGuilt(plan, lights, vehicle, watch), ...areaGuilt(plan, vehicle, watch), ...lineGuilt(vehicle, watch)];
  return vehicle.kind === 'bicycle' ? found.filter(({ offence }) => offence === 'red_light' || offence === 'wrong_way') : found;
}

function signalGuilt(plan: Plan, lights: Programme | null, vehicle: Vehicle, { frontAt, frontShown, ranOnAt, arrowLit, longestPast, deepest }: Watch): readonly Guilt[] {
  const grace = plan.stop_line?.grace_ms ?? 500;
  if (frontAt === null || frontShown === null || frontShown.colour !== 'red' || frontAt - frontShown.since < grace) return [];
  const late = frontAt - frontShown.since - grace;
  if (ranOnAt !== null && ranOnAt < frontShown.until) {
    // Lit when the front came over: permitted. Lit only afterwards: either reading can be defended.
    if (arrowLit && vehicle.act.startsWith('right')) return lights?.arrow(frontAt) === true ? [] : [{ offence: 'red_light', grade: 'marginal', difficulty: 'arrow lit late', at: frontAt }];
    const difficulty = longestPast >= 1000 ? 'after stopping past the line' : late < 1000 ? 'within 1 s of the grace' : vehicle.obeys === 'jumps' ? 'from standing' : 'moving';
    // The lamp's change is known to a frame, the front's crossing to another.
    return [{ offence: 'red_light', grade: late < 2 * plan.frame_ms ? 'marginal' : 'yes', difficulty, at: frontAt }];
  }
  if (longestPast < 1500 || deepest < 0.3) return [];
  const plain = deepest >= 0.5 + vehicle.body.length / 2 && longestPast >= 3000;
  return [{ offence: 'stop_line_or_marking', grade: plain ? 'yes' : 'marginal', difficulty: plain ? 'half past the line' : 'shallow or short', at: frontAt }];
}

function lineGuilt(vehicle: Vehicle, { sides }: Watch): readonly Guilt[] {
  return [...sides.values()].flatMap(({ min, max, wholeMin, wholeMax, changedAt }): readonly Guilt[] => {
    const over = vehicle.body.width / 2 - Math.min(Math.abs(min), Math.abs(max));
    if (changedAt === null) return over > 0.05 ? [{ offence: 'crosses_solid_line', grade: 'marginal', difficulty: 'wheels over, middle not', at: 0 }] : [];
    // Over the line with its whole length beside it: who leaves it at its end while changing sides is a matter of a metre.
    const depth = Math.min(-wholeMin, wholeMax);
    const plain = depth >= Math.max(0.65, 0.42 * vehicle.body.width);
    return [{ offence: 'crosses_solid_line', grade: plain ? 'yes' : 'marginal', difficulty: plain ? 'crosses' : 'wheels over, middle not clearly, or at an end', at: changedAt }];
  });
}

function areaGuilt(plan: Plan, vehicle: Vehicle, watch: Watch): readonly Guilt[] {
  const found: Guilt[] = [];
  if (watch.wrong > 7) found.push({ offence: 'wrong_way', grade: watch.wrong >= Math.max(14, 2.5 * vehicle.body.length) ? 'yes' : 'marginal', difficulty: vehicle.kind, at: watch.wrongAt });
  if (watch.banned.ms > 1200) found.push({ offence: 'prohibited_road', grade: watch.banned.ms > 2500 && watch.banned.m > 12 ? 'yes' : 'marginal', difficulty: 'plain', at: watch.banned.at });
  for (const lane of watch.lanes.values()) if (lane.best > 1000) found.push({ offence: 'wrong_lane', grade: lane.best > 3000 && lane.far > 14 ? 'yes' : 'marginal', difficulty: 'plain', at: lane.at });
  found.push(...turnGuilt(plan, watch));
  const zone = plan.no_stopping[0];
  if (zone !== undefined && vehicle.act === 'stop' && Math.max(watch.standBest, watch.partBest) > zone.stop_s * 900) found.push({ offence: 'stop_no_stopping_sign', grade: watch.standBest > zone.stop_s * 1250 ? 'yes' : 'marginal', difficulty: 'plain', at: 0 });
  if (plan.speed !== undefined && watch.speed !== null) found.push(...speedGuilt(plan.speed, watch, vehicle));
  return found;
}

/** The band after the certified error is subtracted; within 1.5 km/h of a band's edge the neighbouring band is as right. */
function speedGuilt(speed: NonNullable<Plan['speed']>, { speed: kmh, speedAt }: Watch, vehicle: Vehicle): readonly Guilt[] {
  if (kmh === null || vehicle.kind === 'person') return [];
  const { kind } = vehicle;
  const over = kmh - speed.error_kmh - speed.limit_kmh;
  const bands = new Set([-SPEED_BAND, 0, SPEED_BAND].map((by) => offenceOf(over + by, kind)));
  const sure = bands.size === 1;
  return [...bands].flatMap((offence): readonly Guilt[] => (offence === null ? [] : [{ offence, grade: sure ? 'yes' : 'marginal', difficulty: sure ? 'plain' : 'at a band\'s edge', at: speedAt }]));
}
const SPEED_BAND = 2.5;
