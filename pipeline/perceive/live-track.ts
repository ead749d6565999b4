// One vehicle being followed: how its state moves on with each sight of it, or without one.
import { area, distance, ground, height, intersectionArea, medianPoint, top, width, type Box, type Point } from '../../domain/geometry.ts';
import type { Distrust, Track, TrackPoint } from '../../domain/sighting.ts';
import { mediaMs, type MediaMs, type TrackId } from '../../domain/units.ts';
import { familyOf, VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';
import { boxOf, correctMotion, keepSize, misplacement, predictMotion, slowed, startMotion, showFoot, cutHead, velocityOf, type Motion } from './motion.ts';

/** One detection as the tracker handles it; `cut`: it meets the picture's edge, so a part of the vehicle is outside; `footCut`, `headCut`: that part is its foot, its head. */
export type Seen = { readonly index: number; readonly box: Box; readonly score: number; readonly kind: VehicleKind; readonly cut: boolean; readonly footCut: boolean; readonly headCut: boolean; readonly colours: Float32Array | null };

export type LiveTrack = {
  readonly id: TrackId;
  readonly motion: Motion;
  readonly kind: VehicleKind;
  /** Votes by kind, weighted by score and by how large the vehicle was seen, fading slowly. */
  readonly votes: readonly number[];
  readonly hits: number;
  readonly strongHits: number;
  readonly confirmed: boolean;
  readonly firstAt: MediaMs;
  readonly at: MediaMs;
  readonly seenAt: MediaMs;
  /** Last time it was seen with its own foot. */
  readonly wholeAt: MediaMs;
  /** Where the middle of its upper edge was then. */
  readonly wholeTop: Point;
  /** Last time a strong detection said so. */
  readonly strongAt: MediaMs;
  readonly path: readonly TrackPoint[];
  /** The mean of its colours over the last sights, newest most. */
  readonly colours: Float32Array | null;
  /** False while the picture's edge cuts its foot off. */
  readonly footInView: boolean;
  /** When it last seemed to leap, where nothing has confirmed or refuted that yet. */
  readonly oddAt: MediaMs | null;
  /** Seen in one place for a while: whoever reappears there is still the same. */
  readonly stands: boolean;
  /** Last time it was seen to, not just after a while out of sight. */
  readonly stoodAt: MediaMs | null;
  /** The vehicle whose other side it may be: it was born where that one's box had lost it. */
  readonly sideOf: TrackId | null;
  /** When each doubt was last raised. */
  readonly doubts: Readonly<Partial<Record<Distrust, MediaMs>>>;
};

/** One seen this short a time ago is surely where it is expected. */
export const JUST_NOW_MS = 350;
/** Paths keep this much; longer stays are the business of rules with state of their own. */
const PATH_MS = 12_000;
/** A doubt is shown this long after it was raised; rules remember its moments. */
const DOUBT_MS = 300;
const VOTE_HALF_LIFE_MS = 8_000;
const CONFIRM_HITS = 3;
/** Weak sights may begin a track, but only strong ones make it a vehicle. */
const CONFIRM_STRONG = 2;
const BRIEF_MS = 400;
const BRIEF_HITS = 4;
const GAP_MS = 1_000;
/** Place that far from the prediction (squared standard deviations), or a height that changed by this factor, is no smooth motion. */
const JUMP_SURPRISE = 14;
const JUMP_GROWTH = 1.5;
/** A second leap within this time is no slip. */
const ODD_MS = 500;

export function begin(id: TrackId, seen: Seen, at: MediaMs, strong: boolean): LiveTrack {
  const motion = startMotion(seen.box, seen.kind);
  const votes = VEHICLE_KINDS.map((kind) => (kind === seen.kind ? worth(seen) : 0));
  const point = { at, box: seen.box, ground: ground(seen.box), score: seen.score, observed: true };
  return { id, motion, kind: seen.kind, votes, hits: 1, strongHits: strong ? 1 : 0, confirmed: false, firstAt: at, at, seenAt: at, wholeAt: at, wholeTop: top(seen.box), strongAt: at, path: [point], colours: seen.colours, footInView: !seen.footCut, oddAt: null, stands: false, stoodAt: null, sideOf: null, doubts: {} };
}

/** The track carried forward to `at` by its own motion, not yet knowing what is seen there. */
export function advance(track: LiveTrack, at: MediaMs): LiveTrack {
  const motion = track.stands ? slowed(track.motion, STANDING_PACE) : track.motion;
  return { ...track, motion: predictMotion(motion, (at - track.at) / 1000, track.kind), at };
}

/** What is left, from look to look, of the pace of one that stands: one slip of its box is no start. */
const STANDING_PACE = 0.3;

/**
 * The advanced track after it was seen. One box that fits no smooth motion is a slip of the detector, and counts as not seen, unless the next
 * sight does not fit either: then the vehicle is another one, or another box of it. `found`: what was detected, where a hidden foot was put back.
 */
export function observe(track: LiveTrack, seen: Seen, strong: boolean, found = seen): LiveTrack {
  const odd = !seen.cut && track.footInView && track.hits >= CONFIRM_HITS && isOdd(track, seen);
  const again = track.oddAt !== null && track.at - track.oddAt <= ODD_MS;
  if (odd && !again && track.confirmed) return { ...coast(track), oddAt: track.at };
  const since = track.at - track.seenAt;
  const known = !seen.footCut && !track.footInView ? showFoot(track.motion, seen.box, track.kind) : seen.headCut ? cutHead(track.motion, seen.box, track.kind) : track.motion;
  const motion = correctMotion(known, seen.box, !seen.footCut);
  const votes = vote(track.votes, seen, since);
  const box = seen.footCut ? { ...boxOf(motion), y1: motion.top.value, y2: seen.box.y2 } : boxOf(motion);
  const strongHits = track.strongHits + (strong ? 1 : 0);
  const path = lengthen(track, { at: track.at, box, ground: ground(box), score: seen.score, observed: true, detected: found.box, footGuessed: found !== seen });
  const stands = stoodStill(path, track.at, motion.h.value);
  return {
    ...track,
    motion,
    votes,
    kind: VEHICLE_KINDS[votes.indexOf(Math.max(...votes))] ?? track.kind,
    hits: track.hits + 1,
    strongHits,
    confirmed: track.confirmed || (track.hits + 1 >= CONFIRM_HITS && strongHits >= CONFIRM_STRONG),
    seenAt: track.at,
    ...(found === seen || (track.stands && stayed(track, seen.box)) ? { wholeAt: track.at } : {}),
    ...(found === seen ? { wholeTop: top(seen.box) } : {}),
    strongAt: strong ? track.at : track.strongAt,
    path,
    colours: mixed(track.colours, seen.colours, 1 - Math.exp(-Math.min(since, 1000) / COLOURS_MS)),
    footInView: !seen.footCut,
    stands,
    stoodAt: stands ? track.at : track.stoodAt,
    oddAt: null,
    doubts: { ...track.doubts, ...(odd ? { jumped: track.oddAt ?? track.at } : {}), ...(since > GAP_MS ? { gap: track.at } : {}) },
  };
}

/** What was seen whole in this place is no taller now: this part of its height for the trembling of the box. */
const STAYED = 0.15;
const stayed = ({ motion, wholeTop }: LiveTrack, box: Box): boolean => distance(top(box), wholeTop) <= STAYED * motion.h.value;

const isOdd = ({ motion }: LiveTrack, { box }: Seen): boolean => misplacement(motion, box) > JUMP_SURPRISE || growth(height(box), motion.h.value) > JUMP_GROWTH;

/** Colours are remembered for about so long. */
const COLOURS_MS = 800;

const mixed = (old: Float32Array | null, seen: Float32Array | null, share: number): Float32Array | null => (old === null || seen === null ? (seen ?? old) : old.map((value, k) => value + share * ((seen[k] ?? value) - value)));

/** Standing: this long within this part of its own height. */
const STOOD_MS = 2_000;
const STOOD_WITHIN = 0.08;

/** Told by most of its sights: a box that somebody half hides trembles. */
const STOOD_SHARE = 0.75;

function stoodStill(path: readonly TrackPoint[], at: MediaMs, tall: number): boolean {
  const lately: TrackPoint[] = [];
  for (let i = path.length - 1; i >= 0; i -= 1) {
    const point = path[i];
    if (point === undefined || at - point.at > STOOD_MS) break;
    if (point.observed) lately.push(point);
  }
  const [first, last] = [lately.at(-1), lately[0]];
  if (first === undefined || last === undefined || last.at - first.at < 0.75 * STOOD_MS) return false;
  const place = medianPoint(lately.map((point) => point.ground));
  const near = lately.filter((point) => distance(point.ground, place) <= STOOD_WITHIN * tall);
  return near.length >= STOOD_SHARE * lately.length && !setsOff(lately, place, tall);
}

/** Two sights in a row so much of its height from where it stood, the later one farther: it has set off, though most of the time it stood. */
const SET_OFF = 0.15;

function setsOff(latestFirst: readonly TrackPoint[], place: Point, tall: number): boolean {
  const [last, before] = latestFirst.flatMap(({ detected, footGuessed }) => (detected === undefined || footGuessed === true ? [] : [ground(detected)]));
  if (last === undefined || before === undefined) return false;
  const [u, v] = [before, last].map((point) => ({ x: point.x - place.x, y: point.y - place.y }));
  if (u === undefined || v === undefined) return false;
  const [from, to] = [Math.hypot(u.x, u.y), Math.hypot(v.x, v.y)];
  return from > SET_OFF * tall && to > from && u.x * v.x + u.y * v.y > 0.7 * from * to;
}

/** The advanced track when nothing was seen of it. */
export function coast(track: LiveTrack): LiveTrack {
  const motion = keepSize(track.motion);
  const box = boxOf(motion);
  return { ...track, motion, path: lengthen(track, { at: track.at, box, ground: ground(box), score: 0, observed: false }) };
}

export const doubt = (track: LiveTrack, why: Distrust): LiveTrack => ({ ...track, doubts: { ...track.doubts, [why]: track.at } });

/** What the rest of the pipeline is told. */
export function toTrack(track: LiveTrack, ended: boolean): Track {
  const total = track.votes.reduce((sum, part) => sum + part, 0);
  const kindShare = total === 0 ? 0 : (track.votes[VEHICLE_KINDS.indexOf(track.kind)] ?? 0) / total;
  const state = ended ? 'ended' : !track.confirmed ? 'tentative' : track.seenAt < track.at ? 'lost' : 'confirmed';
  return { id: track.id, kind: track.kind, kindShare, state, firstAt: track.firstAt, lastAt: track.seenAt, path: track.path, velocity: velocityOf(track.motion), distrust: distrustOf(track, kindShare, total), doubtedAt: track.doubts, ...(track.sideOf === null ? {} : { sideOf: track.sideOf }) };
}

function distrustOf(track: LiveTrack, kindShare: number, total: number): readonly Distrust[] {
  const raised: readonly Distrust[] = (['merged', 'split', 'jumped', 'gap'] as const).filter((why) => {
    const when = track.doubts[why];
    return when !== undefined && track.at - when <= DOUBT_MS;
  });
  const brief = track.hits < BRIEF_HITS || track.seenAt - track.firstAt < BRIEF_MS;
  const family = track.votes.reduce((sum, part, i) => sum + (familyOf(VEHICLE_KINDS[i] ?? 'person') === familyOf(track.kind) ? part : 0), 0);
  const unclear = kindShare < 0.5 || family / Math.max(total, 1e-9) < 0.7;
  return [...raised, ...(brief ? (['too_brief'] as const) : []), ...(unclear ? (['kind_unclear'] as const) : [])];
}

function vote(votes: readonly number[], seen: Seen, sinceMs: number): readonly number[] {
  const keep = 0.5 ** (sinceMs / VOTE_HALF_LIFE_MS);
  return votes.map((part, i) => part * keep + (VEHICLE_KINDS[i] === seen.kind ? worth(seen) : 0));
}

/** A near view tells the kind better than a far one. */
const worth = (seen: Seen): number => seen.score * height(seen.box);

function lengthen(track: LiveTrack, point: TrackPoint): readonly TrackPoint[] {
  const from = mediaMs(track.at - PATH_MS);
  const head = track.path[0];
  return head !== undefined && head.at < from ? [...track.path.filter(({ at }) => at >= from), point] : [...track.path, point];
}

/** A time out of sight this long, not longer ago than that. */
const HIDDEN_MS = 250;
const LATELY_MS = 1_500;

/** Where it was before it was last out of sight for a while; null where it was not, or that is long ago. */
export function beforeGap({ path, at }: LiveTrack): Box | null {
  let later = at;
  for (let i = path.length - 1; i >= 0; i -= 1) {
    const point = path[i];
    if (point === undefined || at - point.at > LATELY_MS) return null;
    if (!point.observed) continue;
    if (later - point.at >= HIDDEN_MS && later < at) return point.box;
    later = point.at;
  }
  return null;
}

/** Wide for its height within this time, and narrower than this part of that now. */
const NARROWED_MS = 1_000;
const NARROWED = 0.75;

/** Whether its box has lately lost much of its width, and not of its height. */
export function lostSide({ path, at }: LiveTrack): boolean {
  const shapes = path.filter((point) => point.observed && at - point.at <= NARROWED_MS).map(({ box }) => width(box) / Math.max(1, height(box)));
  return (shapes.at(-1) ?? 0) < NARROWED * Math.max(...shapes);
}

const growth = (a: number, b: number): number => Math.max(a, b) / Math.max(1, Math.min(a, b));

/** Share of box `a` that lies inside `b`. */
export const within = (a: Box, b: Box): number => intersectionArea(a, b) / Math.max(1, area(a));
