// One vehicle against one stop line: where its ends were, when it came over, whether it stood, how far it ran on.
import { along, distance, height, lerp, median, signedDistance, width, type Point, type Segment } from '../../../domain/geometry.ts';
import type { Track, TrackPoint } from '../../../domain/sighting.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import { isBroken, type Sample } from './broken.ts';
import { metreAt } from './footprint.ts';
import { LENGTH_M, normal, TALL_M, WIDTH_M, type Scale } from './scale.ts';
import { pace, standsAt, wentBy } from './standing-sights.ts';
import { isWhole, newSize, upper, type Size } from './whole.ts';

/** Since when it stood there, how far past the line its ground point was, and the first sight at which that had lasted long enough to be a stop. */
export type Stop = { readonly from: number; past: number; ms: number; point: TrackPoint | null };

/** All distances are pixels across the line, positive beyond it. */
export type Passage = {
  readonly line: Segment;
  readonly n: Point;
  first: Sample | null;
  last: Sample | null;
  behind: number;
  /** Latest sight with the whole vehicle, by its greatest usual length, before the line. */
  clear: Sample | null;
  /** Latest sight with the ground point surely before the line. */
  before: Sample | null;
  /** Earliest moment at which the front may have passed the line. */
  frontAt: number | null;
  /** When the ground point passed the line, and where. */
  crossedAt: number | null;
  crossing: Point | null;
  /** Pixels of a metre across the line where it came over, as its own size there tells. */
  crossMetre: number;
  /** Where the upper edge was at the crossing. */
  crossTop: Point | null;
  readonly size: Size;
  over: number;
  /** First sight surely past the line. */
  past: Sample | null;
  cameFromBeyond: boolean;
  /** Since when the vehicle stands, if it does. */
  standsFrom: number;
  stoodMs: number;
  /** Where it stood past the line, oldest first. */
  readonly stops: Stop[];
  /** The passage as it was when the vehicle, having stopped past the line, was seen wholly before it again: it went back, or the track went over to who waits behind it. */
  left: Passage | null;
  /** Latest sight of it standing at the line, its front by its mean usual length not past it. */
  waited: Sample | null;
  /** Whether it stood with its front past the line by its least usual length. */
  stoppedPast: boolean;
  /** Sights in a row on its way there, the first at which it had run on far enough, and the distance asked. */
  onWay: number;
  ranOn: Sample | null;
  needed: number;
  brokenAt: number | null;
  /** The kind whose usual length told where the front was, and the sights to tell it again by when the kind turns out to be another. */
  kind: VehicleKind | null;
  readonly approach: Sample[];
};

/** Sights of the approach that are kept: longer than any vehicle takes to pass over a line. */
const APPROACH = 80;

/** Half of the jitter of a detector's lower edge, as a part of the box's height (measured on the real clips: about 2–3 %). */
const JITTER = 0.04;
const margin = (point: TrackPoint): number => Math.max(2, JITTER * height(point.box));
/** Sights asked for on each side of the line. */
export const SIDE_SIGHTS = 2;
/** Standing shorter than this is slow riding; only the longer one is a stop that may be charged. */
const STOP_MS = 1000;
const STOOD_MS = 2000;
/** Who stands moves by no more than this, and who stopped is no faster: slower riding cannot be told from standing. */
const STANDS_WITHIN_M = 0.4;
const STOPPED_M_S = 0.25;
/** Who waits at the line has its front no farther past it than this, by its mean usual length: usual lengths differ by half a metre and more. */
const AT_LINE_M = 0.25;
/** Stops that are kept: who creeps stops often. */
const STOPS = 8;
/** How far the upper edge moves while the ground point moves by one: less for what is tall under a camera of 6 m. */
const TOP_SHARE = { tall: 0.3, low: 0.45 };
/** One who stopped past the line must leave the junction's mouth to count as running on. */
const AFTER_STOP = 2.5;

export function newPassage(line: Segment, point: TrackPoint): Passage {
  return {
    line, n: normal(line), first: null, last: null, behind: 0, clear: null, before: null, frontAt: null, crossedAt: null, crossing: null, crossMetre: 0, crossTop: null, size: newSize(), over: 0, past: null,
    cameFromBeyond: false, standsFrom: point.at, stoodMs: 0, stops: [], left: null, waited: null, stoppedPast: false, onWay: 0, ranOn: null, needed: 0, brokenAt: null, kind: null, approach: [],
  };
}

/** How far the front may reach beyond the ground point (the box's lower middle), at most and at least, in pixels across the line. */
export function reach(passage: Passage, track: Track, point: TrackPoint, scale: Scale): readonly [number, number] {
  const { n } = passage;
  const sideways = Math.abs(n.x) * (width(point.box) / 2);
  // A vehicle that comes down the picture shows its front at the lower edge; one that goes up shows its rear there.
  if (n.y >= -0.1) return [sideways, 0];
  const [shortest, longest] = LENGTH_M[track.kind];
  const metre = metreAt(track, point, n, scale) * Math.abs(n.y);
  if (scale.homography !== null) return [sideways + longest * metre, shortest * metre];
  const most = Math.min(longest * metre, Math.abs(n.y) * frontBelow(track, point));
  return [sideways + most, Math.min(0.6 * shortest * metre, most / 2)];
}

/** Whatever its length, a vehicle's front stands on the road below its box's upper edge by the height of a wheel there: no front end is lower. Pixels up from the ground point. */
const FRONT_TALL_M = 0.6;
/** Of the size of a metre at its rear, what is at least left of it at its front: a car 5 m from the camera. */
const FARTHER = 0.5;
function frontBelow({ kind }: Track, { box }: TrackPoint): number {
  const metre = Math.min(width(box) / WIDTH_M[kind], height(box) / TALL_M[kind][0]);
  return height(box) - FRONT_TALL_M * FARTHER * metre;
}

/** Takes in one observed point. */
export function advance(passage: Passage, track: Track, point: TrackPoint, scale: Scale, runOn_m: number): void {
  if (!isWhole(passage.size, point, track.kind, passage.n, scale)) return;
  const s = signedDistance(passage.line, point.ground);
  const sample = { s, point };
  const m = margin(point);
  const last = passage.last;
  passage.first ??= sample;
  const metre = metreAt(track, point, passage.n, scale);
  if (last !== null && isBroken(last.point, point, metre, passage.approach)) passage.brokenAt = point.at;
  if (s <= -m) isBehind(passage, sample);
  if (passage.kind !== track.kind) tellAgain(passage, track, scale);
  whereFront(passage, track, last, sample, scale);
  passage.approach.push(sample);
  if (passage.approach.length > APPROACH) passage.approach.shift();
  if (s > 0 && passage.before !== null && passage.crossedAt === null && last !== null) cross(passage, track, last, sample, scale);
  if (s >= m) isPast(passage, sample, asked(passage, track, metre, runOn_m, scale), scale);
  const [most, least] = reach(passage, track, point, scale);
  stand(passage, sample, { slack: 0.02 * height(point.box), metre }, { past: s + least > m, waits: s + (most + least) / 2 <= AT_LINE_M * metre });
  passage.last = sample;
}

function whereFront(passage: Passage, track: Track, last: Sample | null, sample: Sample, scale: Scale): void {
  const [reachMax] = reach(passage, track, sample.point, scale);
  if (sample.s + reachMax <= -margin(sample.point)) {
    if (passage.stops.some(({ point }) => point !== null)) passage.left = { ...passage, stops: [...passage.stops] };
    Object.assign(passage, { clear: sample, frontAt: null, stoodMs: 0, stoppedPast: false });
    passage.stops.length = 0;
  } else if (passage.clear !== null && passage.frontAt === null && last !== null) passage.frontAt = when(last, sample, -reachMax);
}

/** A motorcycle first taken for a car was given a car's length: its front is reckoned anew. */
function tellAgain(passage: Passage, track: Track, scale: Scale): void {
  passage.kind = track.kind;
  passage.clear = null;
  passage.frontAt = null;
  passage.approach.forEach((sample, i) => {
    whereFront(passage, track, passage.approach[i - 1] ?? null, sample, scale);
  });
}

function isBehind(passage: Passage, sample: Sample): void {
  passage.behind += 1;
  passage.over = 0;
  passage.before = sample;
  if (passage.ranOn === null) {
    passage.crossedAt = null;
    passage.crossing = null;
    passage.past = null;
  }
}

/** How far it must run on, pixels; a metre shrinks or grows on the way there. Who comes nearer shows its front: the rear must follow. */
function asked({ n, crossing, crossMetre }: Passage, { kind }: Track, metre: number, runOn_m: number, scale: Scale): number {
  const onWay = crossing === null ? metre : scale.homography === null ? crossMetre : (metre + scale.pxPerMetre(crossing, n)) / 2;
  return (runOn_m + (n.y >= -0.1 ? 0.6 * LENGTH_M[kind][0] : 0)) * onWay;
}

function isPast(passage: Passage, sample: Sample, runOn: number, scale: Scale): void {
  if (passage.before === null) {
    passage.cameFromBeyond = true;
    return;
  }
  passage.over += 1;
  passage.past ??= sample;
  passage.needed = runOn * (passage.stoppedPast ? AFTER_STOP : 1);
  const gone = goneOn(passage, sample, scale);
  // One sight far away may be a box that leapt: the one before must have been half the way at least.
  passage.onWay = gone >= passage.needed / 2 && topCameAlong(passage, sample) ? passage.onWay + 1 : 0;
  if (gone >= passage.needed && passage.onWay >= SIDE_SIGHTS) passage.ranOn ??= { s: gone, point: sample.point };
}

/** A lower edge that somebody in front lets go of seems to run on: the upper edge must have come along since the crossing. */
function topCameAlong({ crossing, crossTop, kind }: Passage, { point }: Sample): boolean {
  if (crossing === null || crossTop === null) return true;
  const share = kind === 'bus' || kind === 'truck' ? TOP_SHARE.tall : TOP_SHARE.low;
  return distance(upper(point), crossTop) >= share * distance(point.ground, crossing);
}

/** A detector's heights are no better than this: the shrinking of a vehicle is believed only so far. */
const SHRINK = { most: 3, least: 1 / 3 };

/**
 * How far it went since it came over the line, along its way and not only across the line, in pixels as they are at the line.
 * Without calibration the vehicle itself is the measure: on flat ground a distance D beyond the line shows as D · (height there / height
 * at the line), so what was seen is divided by that ratio.
 */
function goneOn(passage: Passage, sample: Sample, scale: Scale): number {
  const { n, crossing, before } = passage;
  if (crossing === null || before === null) return sample.s;
  const t = { x: -n.y, y: n.x };
  const sideways = (sample.point.ground.x - crossing.x) * t.x + (sample.point.ground.y - crossing.y) * t.y;
  const alike = scale.pxPerMetre(crossing, n) / scale.pxPerMetre(crossing, t);
  const seen = Math.hypot(sample.s, sideways * alike);
  const ratio = scale.homography === null ? height(sample.point.box) / Math.max(1, height(before.point.box)) : 1;
  return seen / Math.min(SHRINK.most, Math.max(SHRINK.least, ratio));
}

/** Sights whose sizes tell how large a metre is at the line. */
const SIZES = 5;

function cross(passage: Passage, track: Track, last: Sample, sample: Sample, scale: Scale): void {
  passage.crossedAt = when(last, sample, 0);
  passage.crossMetre = median(passage.approach.slice(-SIZES).map(({ point }) => metreAt(track, point, passage.n, scale)));
  const t = last.s === sample.s ? 1 : -last.s / (sample.s - last.s);
  const share = Math.min(1, Math.max(0, t));
  passage.crossTop = lerp(upper(last.point), upper(sample.point), share);
  passage.crossing = lerp(last.point.ground, sample.point.ground, share);
}

/** Moment between two samples at which `s` passed `level`; the later one where it moved the other way. */
function when(a: Sample, b: Sample, level: number): number {
  const share = b.s === a.s ? 1 : (level - a.s) / (b.s - a.s);
  return a.point.at + (b.point.at - a.point.at) * Math.min(1, Math.max(0, share));
}

/** Standing counts only while the front may be past the line; it is over as soon as the vehicle has moved by more than a box trembles. */
function stand(passage: Passage, sample: Sample, { slack, metre }: { readonly slack: number; readonly metre: number }, { past, waits }: { readonly past: boolean; readonly waits: boolean }): void {
  const { standsFrom, approach } = passage;
  const { at } = sample.point;
  const here = approach.filter(({ point }) => point.at >= standsFrom);
  if (wentBy(here, at) - slack > STANDS_WITHIN_M * metre) {
    passage.standsFrom = at;
    return;
  }
  const stood = at - standsFrom;
  if (stood < STOP_MS || pace(here, slack) > STOPPED_M_S * metre) return;
  if (waits) passage.waited = sample;
  const from = passage.frontAt ?? passage.crossedAt;
  if (from === null || at < from + STOP_MS || passage.ranOn !== null) return;
  if (past) passage.stoppedPast = true;
  let stop = passage.stops.at(-1);
  if (stop?.from !== standsFrom) {
    stop = { from: standsFrom, past: sample.s, ms: 0, point: null };
    passage.stops.push(stop);
    if (passage.stops.length > STOPS) passage.stops.shift();
  }
  stop.ms = stood;
  if (stop.point === null) stop.past = standsAt(here, approach, (place) => signedDistance(passage.line, place));
  passage.stoodMs = Math.max(passage.stoodMs, stood);
  if (stood >= STOOD_MS) stop.point ??= sample.point;
}

/** Its front came over when it moved off from where it waited, however long it is: until then it stood. */
export const movedOffAt = ({ waited, crossedAt }: Passage): number | null => (waited === null || crossedAt === null || waited.point.at > crossedAt ? null : waited.point.at);

/** Earliest moment at which the front may have passed; null where it was never seen to be before the line nor can be reckoned back. */
export function frontPassedAt(passage: Passage, track: Track, scale: Scale): number | null {
  if (passage.clear !== null) return passage.frontAt;
  const { first, crossedAt } = passage;
  if (first === null || crossedAt === null || passage.stoodMs > 0) return null;
  const elapsed = crossedAt - first.point.at;
  if (elapsed <= 0) return null;
  const speed = -first.s / elapsed;
  const metre = scale.pxPerMetre(first.point.ground, passage.n);
  // Slower than 1.5 m/s it may have stood there before it was first seen.
  if (speed * 1000 < 1.5 * metre) return null;
  return crossedAt - reach(passage, track, first.point, scale)[0] / speed;
}

/** Ends of lines are drawn by hand, and who swings round one on red runs it all the same: so far beyond it is still over it. */
const ROUND_M = 0.4;

/** Whether the crossing lies between the line's two ends, allowing half a vehicle's width and `ROUND_M`. */
export function withinEnds(passage: Passage, track: Track, scale: Scale): boolean {
  const { line, crossing, before } = passage;
  if (crossing === null || before === null) return false;
  const length = distance(line.a, line.b);
  const level = { x: (line.b.x - line.a.x) / length, y: (line.b.y - line.a.y) / length };
  const slack = (width(before.point.box) / 2 + ROUND_M * metreAt(track, before.point, level, scale)) / length;
  const place = along(line, crossing);
  return place >= -slack && place <= 1 + slack;
}
