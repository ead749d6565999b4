// One steady drive through the sights of a vehicle on a measured road: its speed, the error of it, and whether there is one at all.
import type { Point } from '../../../domain/geometry.ts';

/** `road`: metres; `at`: ms; `row_m`: how much of the road one row of the picture shows there. */
export type Sight = { readonly road: Point; readonly at: number; readonly row_m: number };

export type Measured = { readonly kmh: number; readonly check_kmh: number; readonly error_kmh: number; readonly baseline_m: number; readonly elapsed_ms: number };

/** Fewer sights of a vehicle on the base line measure nothing. */
export const SIGHTS = 5;
/** Bound of a frame's own time stamp: one frame's exposure and the rounding of a container's clock. */
const STAMP_MS = 5;
/** A verified meter without a stated error: what OIML R 91 allows, ±3 km/h up to 100 and ±3 % above. */
export const allowed = (kmh: number): number => Math.max(3, 0.03 * kmh);

/**
 * Least squares of the way along the chord against time; the error adds the scale's, the clock's and the scatter's.
 * The check is what a person recomputes: last place minus first place, by the time between.
 */
export function measure(sights: readonly Sight[], speedError: number): Measured | null {
  const first = sights[0];
  const last = sights.at(-1);
  if (first === undefined || last === undefined) return null;
  const baseline_m = Math.hypot(last.road.x - first.road.x, last.road.y - first.road.y);
  const elapsed_ms = last.at - first.at;
  if (baseline_m <= 0 || elapsed_ms <= 0) return null;
  const u = { x: (last.road.x - first.road.x) / baseline_m, y: (last.road.y - first.road.y) / baseline_m };
  const way = fitted(sights, ({ road }) => (road.x - first.road.x) * u.x + (road.y - first.road.y) * u.y);
  const kmh = way.slope * 3.6;
  const error_kmh = kmh * speedError + kmh * ((2 * STAMP_MS) / elapsed_ms) + 2 * way.slopeError * 3.6;
  return { kmh, check_kmh: (baseline_m / elapsed_ms) * 3600, error_kmh, baseline_m, elapsed_ms };
}

/** A sight that lies so far off the line of the others, in metres and in their usual distances from it, is a slip of the detector. */
const SLIP_M = 0.5;
const SLIP_TIMES = 4;
/** At most this part of the sights may be slips: more is another vehicle. */
const SLIPS = 0.15;
/** Who slides onto a neighbour does it at an end: without these many sights at both the speed must be the same. */
const ENDS = 2;
/** Who gains or loses speed faster than this brakes for his life, or is hidden from below more and more: there is no one speed. A street vehicle gains 3 m/s² at most at 50 km/h. */
const HARDEST_M_S2 = 4;

/** The sights that one steady drive explains; null where too many do not fit it, the ends tell of another speed than the middle, or the speed changes as no vehicle's does. */
export function steady<S extends Sight>(sights: readonly S[], speedError: number): readonly S[] | null {
  const [x, y] = [fitted(sights, ({ road }) => road.x), fitted(sights, ({ road }) => road.y)];
  const off = sights.map((_, i) => Math.hypot(x.rest[i] ?? 0, y.rest[i] ?? 0));
  const usual = [...off].sort((a, b) => a - b)[off.length >> 1] ?? 0;
  const kept = sights.filter((_, i) => (off[i] ?? 0) <= Math.max(SLIP_M, SLIP_TIMES * usual));
  if (kept.length < (1 - SLIPS) * sights.length || hardest(kept) > HARDEST_M_S2) return null;
  const whole = measure(kept, speedError);
  const middle = kept.length < SIGHTS + 2 * ENDS ? whole : measure(kept.slice(ENDS, -ENDS), speedError);
  return whole !== null && middle !== null && Math.abs(whole.kmh - middle.kmh) <= Math.max(whole.error_kmh, middle.error_kmh, allowed(whole.kmh)) ? kept : null;
}

type Line = { readonly slope: number; readonly slopeError: number; /** What the line leaves of each sight. */ readonly rest: readonly number[] };

/**
 * The least-squares line of a length in metres against seconds. A foot slips by a share of its vehicle's height, so in metres by as much as the square root of what
 * a row of the picture shows: far sights weigh less, by that square.
 */
function fitted(sights: readonly Sight[], length: (sight: Sight) => number): Line {
  const mean = meansOf(sights);
  const middle = mean(({ at }) => at) / 1000;
  const time = ({ at }: Sight): number => at / 1000 - middle;
  const spread = mean((sight) => time(sight) ** 2) || 1;
  const level = mean(length);
  const slope = mean((sight) => time(sight) * (length(sight) - level)) / spread;
  const rest = (sight: Sight): number => length(sight) - level - slope * time(sight);
  return { slope, slopeError: Math.sqrt(mean((sight) => rest(sight) ** 2) / Math.max(1, sights.length - 2) / spread), rest: sights.map(rest) };
}

/** How fast the speed changes, m/s², by the best parabola of place against time: what is left of place goes with what is left of the time's square, once both lines are taken off. */
function hardest(sights: readonly Sight[]): number {
  const mean = meansOf(sights);
  const from = sights[0]?.at ?? 0;
  const bent = fitted(sights, ({ at }) => ((at - from) / 1000) ** 2).rest;
  const bend = (place: (sight: Sight) => number): number => {
    const { rest } = fitted(sights, place);
    return (2 * mean((_, i) => (rest[i] ?? 0) * (bent[i] ?? 0))) / (mean((_, i) => (bent[i] ?? 0) ** 2) || 1);
  };
  return Math.hypot(bend(({ road }) => road.x), bend(({ road }) => road.y));
}

type Mean = (of: (sight: Sight, i: number) => number) => number;

/** Means over the sights, near ones weighing more. */
function meansOf(sights: readonly Sight[]): Mean {
  const whole = sights.reduce((sum, { row_m }) => sum + 1 / row_m, 0) || 1;
  return (of) => sights.reduce((sum, sight, i) => sum + of(sight, i) / sight.row_m, 0) / whole;
}
