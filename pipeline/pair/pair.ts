// Finds the same vehicle in two cameras of one site by place on the road, time, kind, colour and order; a doubtful pairing is none.
import type { Point } from '../../domain/geometry.ts';
import type { EpochMs, TrackId } from '../../domain/units.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';

/** One vehicle as one camera saw it, on the site's common road plane (metres), by that camera's own clock. */
export type RoadTrack = {
  readonly track: TrackId;
  readonly kind: VehicleKind;
  /** Body colour by the camera's own naming; null where it cannot be told (night, infra-red). */
  readonly colour: string | null;
  readonly path: readonly { readonly at: EpochMs; readonly road: Point }[];
};
export type View = { readonly camera: string; readonly clockErrorMs: number; readonly tracks: readonly RoadTrack[] };

/** Why these two are one vehicle; kept with the evidence. */
export type Reasons = {
  /** Mean distance on the road at equal times, metres, after the best shift of the clocks within their bounds. */
  readonly place_m: number;
  readonly shift_ms: number;
  /** Times at which both were compared, and how far apart in time the two cameras saw it (0 where the views overlap). */
  readonly compared: number;
  readonly apart_ms: number;
  readonly kind: 'same' | 'similar';
  readonly colour: 'same' | 'unknown' | 'differs';
  readonly cost: number;
  /** Cost of the next best answer for either of the two; null where there was none. */
  readonly runner_up: number | null;
};
export type Pairing =
  | { readonly kind: 'paired'; readonly overview: TrackId; readonly plate: TrackId; readonly reasons: Reasons }
  | { readonly kind: 'void'; readonly overview: TrackId; readonly why: 'nobody_near' | 'not_mutual' | 'runner_up_close' | 'out_of_order' | 'cameras_disagree'; readonly detail: string };

/** Standard deviation of a vehicle's place: bias of either calibration and of the ground point of a box. */
const PLACE_SD_M = 0.6;
/** How much worse a place is known per second without sight: braking, swerving. */
const DRIFT_SD_M_PER_S = 1.2;
/** Longest time between leaving one view and entering the other. */
export const LONGEST_APART_MS = 4000;
/** Costs are squared standard deviations, so a difference is twice the log of the odds: 18.4 is one in 10 000. */
const GATE = 12;
export const MARGIN = 18.4;
/** Within one standard deviation, of one kind and no other colour. */
const EXACT = 1;
const OTHER_KIND = 4;
const OTHER_COLOUR = 3;
/** Places at which two paths are compared. */
const COMPARED = 8;
const SHIFTS = 5;

type Candidate = { readonly overview: number; readonly plate: number; readonly reasons: Omit<Reasons, 'runner_up'> };

/** For every vehicle of the overview the one of the plate camera, or why none. */
export function pairTracks(overview: View, plate: View): readonly Pairing[] {
  const bound = overview.clockErrorMs + plate.clockErrorMs;
  const near = byTime(plate.tracks, bound + LONGEST_APART_MS);
  const candidates = overview.tracks.flatMap((track, index) => near(track).flatMap((other): readonly Candidate[] => {
    const twin = plate.tracks[other];
    const reasons = twin === undefined ? null : compare(track, twin, bound);
    return reasons === null ? [] : [{ overview: index, plate: other, reasons }];
  }));
  const ofOverview = group(candidates, ({ overview: index }) => index);
  const ofPlate = group(candidates, ({ plate: index }) => index);
  const first = overview.tracks.map((track, index) => choose(track, ofOverview.get(index) ?? [], ofPlate, overview, plate));
  const typical = median(candidates.filter((each) => ofOverview.get(each.overview)?.[0] === each && ofPlate.get(each.plate)?.[0] === each).map(({ reasons }) => reasons.place_m));
  if (typical !== null && typical > TYPICAL_M) {
    const detail = `pairs lie ${typical.toFixed(2)} m apart by the median: a clock or a calibration is wrong`;
    return overview.tracks.map(({ track }) => ({ kind: 'void', overview: track, why: 'cameras_disagree', detail }));
  }
  return inOrder(first, overview, plate);
}

/** Half of all pairs farther apart than this are no pairs but neighbours: the clocks are farther out of step than they state. */
const TYPICAL_M = 1;

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

function choose(track: RoadTrack, own: readonly Candidate[], ofPlate: ReadonlyMap<number, readonly Candidate[]>, overview: View, plate: View): Pairing {
  const refuse = (why: Extract<Pairing, { kind: 'void' }>['why'], detail: string): Pairing => ({ kind: 'void', overview: track.track, why, detail });
  const [best] = own;
  if (best === undefined || best.reasons.cost > GATE) return refuse('nobody_near', best === undefined ? 'no vehicle at this place and time' : `the nearest costs ${best.reasons.cost.toFixed(1)}, at most ${GATE} is believed`);
  const others = ofPlate.get(best.plate) ?? [];
  if (others[0]?.overview !== best.overview) return refuse('not_mutual', 'that vehicle fits another one better');
  const costs = [
    ...own.filter((each) => each !== best && isRival(best, each, plate.tracks[best.plate], plate.tracks[each.plate])),
    ...others.filter((each) => each !== best && isRival(best, each, track, overview.tracks[each.overview])),
  ].map(({ reasons }) => reasons.cost);
  const runner_up = costs.length === 0 ? null : Math.min(...costs);
  if (runner_up !== null && runner_up - best.reasons.cost < MARGIN) return refuse('runner_up_close', `cost ${best.reasons.cost.toFixed(1)}, the next ${runner_up.toFixed(1)}: less than ${MARGIN} apart`);
  const twin = plate.tracks[best.plate];
  return twin === undefined ? refuse('nobody_near', 'no vehicle') : { kind: 'paired', overview: track.track, plate: twin.track, reasons: { ...best.reasons, runner_up } };
}

/**
 * Whether another answer could be the right one instead of the best. Two bodies cannot be in one place at once: where both cameras saw the best at the
 * same time and in the same place, nobody who had left the other view before then is meant, and a track that ends before the best begins there, or begins
 * after it ends, and lies as exactly on the path, is a further piece of the same vehicle's.
 */
function isRival(best: Candidate, other: Candidate, of: RoadTrack | undefined, piece: RoadTrack | undefined): boolean {
  if (best.reasons.apart_ms > 0 || best.reasons.cost > EXACT) return true;
  if (other.reasons.apart_ms > 0) return false;
  const apart = of !== undefined && piece !== undefined && (lastAt(of) < firstAt(piece) || lastAt(piece) < firstAt(of));
  return !(apart && other.reasons.cost <= EXACT);
}

/** Squared standard deviations between two paths; null beyond every doubt. */
function compare(a: RoadTrack, b: RoadTrack, bound: number): Omit<Reasons, 'runner_up'> | null {
  if (family(a.kind) !== family(b.kind)) return null;
  const [from, to] = common(a, b);
  const apart_ms = Math.max(0, from - to - bound);
  if (apart_ms > LONGEST_APART_MS || a.path.length < 3 || b.path.length < 3) return null;
  const times = Array.from({ length: COMPARED }, (_, i) => Math.min(from, to) + (Math.abs(to - from) * i) / (COMPARED - 1));
  let best: { readonly place: number; readonly shift: number } | null = null;
  for (let i = -SHIFTS; i <= SHIFTS; i += 1) {
    const shift = (bound * i) / SHIFTS;
    // The bias of either camera moves the whole path: the mean place differs by it, the shape does not.
    const offs = times.map((at) => {
      const p = placeAt(a, at);
      const q = placeAt(b, at + shift);
      return { x: p.x - q.x, y: p.y - q.y };
    });
    const place = Math.sqrt(offs.reduce((sum, { x, y }) => sum + x * x + y * y, 0) / offs.length);
    if (best === null || place < best.place) best = { place, shift };
  }
  if (best === null) return null;
  const sd = PLACE_SD_M + (DRIFT_SD_M_PER_S * apart_ms) / 1000;
  const kind = a.kind === b.kind ? 'same' : 'similar';
  const colour = a.colour === null || b.colour === null ? 'unknown' : a.colour === b.colour ? 'same' : 'differs';
  const cost = (best.place / sd) ** 2 + (kind === 'same' ? 0 : OTHER_KIND) + (colour === 'differs' ? OTHER_COLOUR : 0);
  return cost > GATE + MARGIN ? null : { place_m: best.place, shift_ms: best.shift, compared: times.length, apart_ms, kind, colour, cost };
}

const family = (kind: VehicleKind): string => (kind === 'motorcycle' || kind === 'bicycle' ? 'two' : kind === 'person' ? 'foot' : 'four');

const firstAt = ({ path }: RoadTrack): number => path[0]?.at ?? Infinity;
const lastAt = ({ path }: RoadTrack): number => path.at(-1)?.at ?? -Infinity;

/** The time that both saw it, or, where they did not meet, the gap between. */
const common = (a: RoadTrack, b: RoadTrack): readonly [number, number] => [Math.max(firstAt(a), firstAt(b)), Math.min(lastAt(a), lastAt(b))];

/** Place at a moment, between two sights; outside them as the nearest second of its travel goes on. */
function placeAt({ path }: RoadTrack, at: number): Point {
  let low = 0;
  let high = path.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((path[middle]?.at ?? 0) <= at) low = middle;
    else high = middle;
  }
  const outside = at < (path[low]?.at ?? 0) || at > (path[high]?.at ?? 0);
  const reach = outside ? Math.min(path.length - 1, 8) : 0;
  const a = path[at > (path[high]?.at ?? 0) ? Math.max(0, high - reach) : low];
  const b = path[at < (path[low]?.at ?? 0) ? Math.min(path.length - 1, low + reach) : high];
  if (a === undefined || b === undefined) throw new Error('expected a path of two sights or more');
  const t = b.at === a.at ? 0 : (at - a.at) / (b.at - a.at);
  return { x: a.road.x + (b.road.x - a.road.x) * t, y: a.road.y + (b.road.y - a.road.y) * t };
}

/** Indices of tracks that were in view within `slack` of another's time. */
function byTime(tracks: readonly RoadTrack[], slack: number): (track: RoadTrack) => readonly number[] {
  const order = tracks.map((track, index) => ({ index, from: firstAt(track), to: lastAt(track) })).sort((a, b) => a.from - b.from);
  const longest = order.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  return (track) => {
    const [from, to] = [firstAt(track) - slack, lastAt(track) + slack];
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[middle]?.from ?? 0) < from - longest) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let i = low; i < order.length && (order[i]?.from ?? Infinity) <= to; i += 1) if ((order[i]?.to ?? -Infinity) >= from) found.push(order[i]?.index ?? 0);
    return found;
  };
}

function group(candidates: readonly Candidate[], key: (each: Candidate) => number): ReadonlyMap<number, readonly Candidate[]> {
  const groups = new Map<number, Candidate[]>();
  for (const each of candidates) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  for (const list of groups.values()) list.sort((a, b) => a.reasons.cost - b.reasons.cost);
  return groups;
}

/** Two that follow each other in one file cannot have changed places: where they seem to, neither is believed. */
function inOrder(pairings: readonly Pairing[], overview: View, plate: View): readonly Pairing[] {
  const of = (view: View): ReadonlyMap<string, RoadTrack> => new Map(view.tracks.map((track) => [track.track, track]));
  const [left, right] = [of(overview), of(plate)];
  const paired = pairings.flatMap((each) => {
    const a = left.get(each.overview);
    const b = each.kind === 'paired' ? right.get(each.plate) : undefined;
    return each.kind === 'paired' && a !== undefined && b !== undefined ? [{ each, a, b }] : [];
  }).sort((p, q) => firstAt(p.a) - firstAt(q.a));
  const wrong = new Set<Pairing>();
  paired.forEach((one, i) => {
    for (const two of paired.slice(i + 1, i + 6)) {
      const apart = firstAt(two.a) - firstAt(one.a);
      if (sameFile(one.a, two.a) && apart > 600 && firstAt(two.b) < firstAt(one.b) - 600) wrong.add(one.each).add(two.each);
    }
  });
  return pairings.map((each) => (wrong.has(each) ? { kind: 'void', overview: each.overview, why: 'out_of_order', detail: 'it would have changed places with its neighbour' } : each));
}

const sameFile = (a: RoadTrack, b: RoadTrack): boolean => Math.abs((a.path[0]?.road.x ?? 0) - (b.path[0]?.road.x ?? Infinity)) < 1;
