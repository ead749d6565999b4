// Which detection is which track: costs by place, overlap, size and kind, and whether the answer is beyond doubt.
import { distance, ground, height, iou, type Box } from '../../domain/geometry.ts';
import { familyOf } from '../../domain/vehicle.ts';
import { assign } from './assignment.ts';
import { colourDistance } from './colours.ts';
import { withFoot } from './foot.ts';
import { JUST_NOW_MS, within, type LiveTrack, type Seen } from './live-track.ts';
import { boxOf, misplacement } from './motion.ts';

/** `as`: the detection as the track takes it, its own or with the foot that others hide. */
export type Match = { readonly track: LiveTrack; readonly seen: Seen; readonly as: Seen; readonly cost: number };

/** Beyond this (squared standard deviations, two axes) a detection is somebody else. */
const GATE = 20;
const GATE_WEAK = 9;
/** A track that is well known and was seen just now does not leap: its own box trembles by a tenth of its height at most, a neighbour stands further off. */
const GATE_KNOWN = 14;
const WELL_KNOWN_HITS = 8;
/** Who reappears after this long is the same only where it fills nearly the same place. */
const AWAY_MS = 700;
const SAME_PLACE = 0.35;
const SAME_SIZE = 1.45;
const SIZE_RATIO = 1.9;
/** Another answer that costs less than this much more is as good: nobody may be accused on it. */
const DOUBT_MARGIN = 0.12;
/** One not seen for a while yields to one just seen: cost a second, and at most. */
const STALE_S = 0.25;
const STALE_MOST = 0.3;
/** A rival worth doubting for has been followed this long, was surely seen not long ago, and is no second box on the same vehicle. */
const KNOWN_HITS = 5;
const SURE_MS = 1_000;
const NESTED = 0.75;

/** A pairing that costs more than this is no better than none. */
const UNPAIRED = 0.9;
/** What colours of another kind cost, and the distance (colours.ts) from which they are as other as can be. */
const OTHER_COLOURS = 0.8;
const COLOURS_FAR = 20;

const unlike = (track: LiveTrack, seen: Seen): number => (track.colours === null || seen.colours === null ? 0 : OTHER_COLOURS * Math.min(1, colourDistance(track.colours, seen.colours) / COLOURS_FAR));

/** The cheapest pairing. `strict` is for weak detections: they may only continue what is already there. */
export function associate(tracks: readonly LiveTrack[], seen: readonly Seen[], strict: boolean): readonly Match[] {
  const fits = tracks.map((track) => seen.map((one) => fit(track, one, strict)));
  const costs = Float64Array.from(fits.flat(), ({ cost }) => cost);
  return assign(costs, tracks.length, seen.length, UNPAIRED).flatMap(({ row, column, cost }) => {
    const [track, one, fitting] = [tracks[row], seen[column], fits[row]?.[column]];
    return track === undefined || one === undefined || fitting === undefined ? [] : [{ track, seen: one, as: fitting.as, cost }];
  });
}

/** What it costs to put a foot back. The colours of what is left are not asked: they are those of a part. */
const HIDDEN_FOOT = 0.3;

/** The detection as it fits the track best, as it is or with the foot that others hide, and what that costs. */
function fit(track: LiveTrack, seen: Seen, strict: boolean): { readonly cost: number; readonly as: Seen } {
  const cost = costOf(track, seen, strict);
  const whole = cost <= HIDDEN_FOOT ? null : withFoot(track, seen);
  if (whole === null) return { cost, as: seen };
  const guessed = costOf(track, { ...whole, colours: null }, true) + HIDDEN_FOOT;
  return guessed < cost ? { cost: guessed, as: whole } : { cost, as: seen };
}

const pairCost = (track: LiveTrack, seen: Seen, strict: boolean): number => fit(track, seen, strict).cost;

function costOf(track: LiveTrack, seen: Seen, strict: boolean): number {
  // Where the picture's edge cuts the foot off, the upper edge tells the place.
  const whole = track.footInView && !seen.footCut;
  const box = whole ? boxOf(track.motion) : { ...boxOf(track.motion), y1: track.motion.top.value, y2: Math.max(seen.box.y2, track.motion.top.value + 2) };
  if (farApart(box, seen.box)) return Infinity;
  const overlap = iou(box, seen.box);
  const off = misplacement(track.motion, seen.box, whole ? 'foot' : 'top');
  const h = Math.max(1, track.motion.h.value);
  const ratio = whole ? Math.max(h / height(seen.box), height(seen.box) / h) : 1;
  const touching = overlap > 0.5;
  const away = track.at - track.seenAt;
  const known = track.hits >= WELL_KNOWN_HITS && away <= JUST_NOW_MS;
  if (track.stands && whole && leaps(track, seen.box)) return Infinity;
  if (off > (strict ? GATE_WEAK : known ? GATE_KNOWN : GATE) && !touching) return Infinity;
  if (ratio > SIZE_RATIO && !touching) return Infinity;
  if (away > AWAY_MS && track.confirmed && (overlap < SAME_PLACE || ratio > SAME_SIZE)) return Infinity;
  if (strict && overlap < 0.2) return Infinity;
  const stranger = familyOf(track.kind) !== familyOf(seen.kind);
  if (stranger && overlap < 0.3) return Infinity;
  return unlike(track, seen) + 0.45 * (1 - overlap) + 0.35 * Math.min(1, off / GATE) + 0.2 * Math.min(1, ratio - 1) + (stranger ? 0.3 : 0) + (track.confirmed ? 0 : 0.1) + Math.min(STALE_MOST, (STALE_S * away) / 1000);
}

/** A second box on one vehicle: the one was born inside the other and lies there still. Two that came from apart and met are two. */
function sameThing(a: LiveTrack, b: LiveTrack): boolean {
  if (a.doubts.split === undefined && b.doubts.split === undefined) return false;
  const boxA = boxOf(a.motion);
  const boxB = boxOf(b.motion);
  return within(boxA, boxB) > NESTED || within(boxB, boxA) > NESTED;
}

/** One that stood cannot be elsewhere at once: so many of its heights for the trembling of a box, and what a start at full throttle makes of the time unseen. */
const STANDS_WITHIN = 0.22;
const STARTS_HEIGHTS_S2 = 1.6;

function leaps({ motion, at, seenAt, path }: LiveTrack, box: Box): boolean {
  const seconds = (at - seenAt) / 1000;
  const most = (STANDS_WITHIN + (STARTS_HEIGHTS_S2 / 2) * seconds * seconds) * Math.max(8, motion.h.value);
  // The damped pace of one that stands lags behind its first metres: what was last seen of it is as good a place.
  const last = path.findLast(({ observed }) => observed);
  const seen = last?.detected === undefined || last.footGuessed === true ? null : ground(last.detected);
  const place = ground(box);
  return distance(place, { x: motion.x.value, y: motion.y.value }) > most && (seen === null || distance(place, seen) > most);
}

/** Nothing that moves on a road gets this far between two looks. */
const FAR = 3;
const farApart = (a: Box, b: Box): boolean => Math.abs(a.y2 - b.y2) > FAR * (height(a) + height(b)) || Math.abs(a.x1 + a.x2 - b.x1 - b.x2) > 2 * FAR * (height(a) + height(b));

/**
 * Tracks whose identity could as well be another's: their pairings could be swapped, or taken over by one that found nothing, at almost no
 * extra cost. Asked after strong and weak detections are both dealt out: who found his own weak one is no rival for another's strong one.
 */
export function doubtful(matches: readonly Match[], idle: readonly LiveTrack[]): ReadonlySet<LiveTrack> {
  const found = new Set<LiveTrack>();
  const doubt = (a: LiveTrack, b: LiveTrack): void => {
    found.add(a).add(b);
  };
  matches.forEach((one, i) => {
    for (const other of matches.slice(i + 1)) {
      if (farApart(one.seen.box, other.seen.box) || (!worthy(one.track) && !worthy(other.track)) || sameThing(one.track, other.track)) continue;
      const swapped = pairCost(one.track, other.seen, false) + pairCost(other.track, one.seen, false);
      if (swapped - own(one) - own(other) < DOUBT_MARGIN) doubt(one.track, other.track);
    }
    for (const rival of idle) {
      if (!worthy(rival) || farApart(one.seen.box, boxOf(rival.motion)) || sameThing(one.track, rival)) continue;
      if (pairCost(rival, one.seen, false) - own(one) < DOUBT_MARGIN) doubt(one.track, rival);
    }
  });
  return found;
}

const own = ({ track, seen, cost }: Match): number => Math.min(cost, pairCost(track, seen, false));

/** One newly seen is no rival for a vehicle that is known. */
const worthy = ({ hits, at, strongAt }: LiveTrack): boolean => hits >= KNOWN_HITS && at - strongAt <= SURE_MS;
