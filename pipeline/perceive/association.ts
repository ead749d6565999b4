// Which detection is which track: costs by place, overlap, size and kind, and whether the answer is beyond doubt.
import { height, iou } from '../../domain/geometry.ts';
import { assign, type Pair } from './assignment.ts';
import { familyOf, within, type LiveTrack, type Seen } from './live-track.ts';
import { boxOf, misplacement } from './motion.ts';

export type Association = { readonly pairs: readonly Pair[]; /** Rows whose identity could as well be another's. */ readonly doubtful: ReadonlySet<number> };

/** Beyond this (squared standard deviations, two axes) a detection is somebody else. */
const GATE = 20;
const GATE_WEAK = 9;
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

/** `strict` is for weak detections: they may only continue what is already there. */
export function associate(tracks: readonly LiveTrack[], seen: readonly Seen[], strict: boolean): Association {
  const cost = new Float64Array(tracks.length * seen.length).fill(Infinity);
  tracks.forEach((track, row) => {
    const box = boxOf(track.motion);
    seen.forEach((one, column) => {
      cost[row * seen.length + column] = pairCost(track, one, iou(box, one.box), strict);
    });
  });
  const pairs = assign(cost, tracks.length, seen.length);
  return { pairs, doubtful: doubts(cost, tracks, seen.length, pairs) };
}

function pairCost(track: LiveTrack, seen: Seen, overlap: number, strict: boolean): number {
  const off = misplacement(track.motion, seen.box);
  const h = Math.max(1, track.motion.h.value);
  const ratio = Math.max(h / height(seen.box), height(seen.box) / h);
  const touching = overlap > 0.5;
  if (off > (strict ? GATE_WEAK : GATE) && !touching) return Infinity;
  if (ratio > SIZE_RATIO && !touching) return Infinity;
  if (strict && overlap < 0.2) return Infinity;
  const stranger = familyOf(track.kind) !== familyOf(seen.kind);
  if (stranger && overlap < 0.3) return Infinity;
  return 0.45 * (1 - overlap) + 0.35 * Math.min(1, off / GATE) + 0.2 * Math.min(1, ratio - 1) + (stranger ? 0.3 : 0) + (track.confirmed ? 0 : 0.1) + Math.min(STALE_MOST, (STALE_S * (track.at - track.seenAt)) / 1000);
}

/** A second box on one vehicle: the one was born inside the other and lies there still. Two that came from apart and met are two. */
function sameThing(a: LiveTrack | undefined, b: LiveTrack): boolean {
  if (a === undefined) return true;
  if (a.doubts.split === undefined && b.doubts.split === undefined) return false;
  const boxA = boxOf(a.motion);
  const boxB = boxOf(b.motion);
  return within(boxA, boxB) > NESTED || within(boxB, boxA) > NESTED;
}

/** Tracks whose pairing could be swapped with another's, or taken over by an unpaired one, at almost no extra cost. */
function doubts(cost: Float64Array, tracks: readonly LiveTrack[], columns: number, pairs: readonly Pair[]): ReadonlySet<number> {
  const columnOf = new Map(pairs.map(({ row, column }) => [row, column]));
  const doubtful = new Set<number>();
  const at = (row: number, column: number): number => cost[row * columns + column] ?? Infinity;
  for (const { row, column, cost: paid } of pairs) {
    tracks.forEach((other, rival) => {
      if (rival === row || other.hits < KNOWN_HITS || other.at - other.strongAt > SURE_MS || sameThing(tracks[row], other)) return;
      const theirs = columnOf.get(rival);
      const extra = theirs === undefined ? at(rival, column) - paid : at(row, theirs) + at(rival, column) - paid - at(rival, theirs);
      if (extra < DOUBT_MARGIN) doubtful.add(row).add(rival);
    });
  }
  return doubtful;
}
