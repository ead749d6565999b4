// Follows vehicles from detection to detection in media time; says honestly when it may have mixed two up.
import { iou, type Box } from '../../domain/geometry.ts';
import { COLOURS, type Detections, type Track } from '../../domain/sighting.ts';
import { trackId, type MediaMs, type TrackId } from '../../domain/units.ts';
import { familyOf, VEHICLE_KINDS } from '../../domain/vehicle.ts';
import { associate, doubtful } from './association.ts';
import { advance, beforeGap, begin, coast, lostSide, doubt, JUST_NOW_MS, observe, toTrack, within, type LiveTrack, type Seen } from './live-track.ts';
import { boxOf } from './motion.ts';

export type TrackerOptions = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The part of the picture that is looked at, where it is not all of it: vehicles are cut off at its edges. */
  readonly view?: Box;
  /** Detections from here on may begin a track; weaker ones only continue one. */
  readonly strongScore: number;
  readonly weakScore: number;
};
export type Step = {
  readonly tracks: readonly Track[];
  readonly ended: readonly Track[];
  /** For each detection the track it became part of, or null. */
  readonly of: readonly (TrackId | null)[];
};
export type Tracker = {
  readonly step: (detections: Detections, at: MediaMs) => Step;
  /** Ends every track that still lives: the stream is over. */
  readonly finish: () => readonly Track[];
};

/** How long a track that is not seen is kept: by how it moved, and not at all once it has left the picture. */
const LOST_MS = 1_200;
const LOST_STANDING_MS = 6_000;
const LOST_TENTATIVE_MS = 350;
/** Weak detections carry a track on over no longer gap than this, and no longer than that without a strong one: noise must not keep a vehicle alive. */
const WEAK_GAP_MS = 360;
const WEAK_ALONE_MS = 3_000;
/** One for whom so many strong detections spoke is no noise: it keeps its track longer; where it stands, whatever shows in its place is itself, after any gap. For WEAK_ALONE_MS after it was seen to stand it is still known to be that one. */
const PROVEN_HITS = 5;
const PROVEN_GAP_MS = 500;
const PROVEN_ALONE_MS = 6_000;
const STANDING_ALONE_MS = 15_000;
/** A detection this strong, as a part of a strong one's score, may begin a track. */
const BIRTH_SHARE = 0.6;
const DUPLICATE_IOU = 0.55;
const INSIDE_ANOTHER = 0.7;

/** State is one list of live tracks; time must not go back. */
export function createTracker(options: TrackerOptions): Tracker {
  let live: readonly LiveTrack[] = [];
  let born = 0;
  const nextId = (): TrackId => trackId(`t${(born += 1)}`);
  return {
    step: (detections, at) => {
      const seen = unpack(detections, options);
      const of = new Map<number, TrackId>();
      const moved = live.map((track) => advance(track, at));
      const { updated, free } = continueTracks(moved, seen, options, of);
      const fresh = free.filter((one) => one.score >= BIRTH_SHARE * options.strongScore && !isDuplicate(one, updated) && !isSlip(one, updated)).map((one) => {
        const track = begin(nextId(), one, at, one.score >= options.strongScore);
        of.set(one.index, track.id);
        const sideOf = updated.find((other) => isOtherSideOf(track, other))?.id ?? null;
        return { ...(updated.some((other) => partOf(track, other)) ? doubt(track, 'split') : track), sideOf };
      });
      const all = dropTwins([...updated.map((track) => (fresh.some((one) => tookPlaceOf(one, track)) ? doubt(track, 'merged') : track)), ...fresh]);
      const gone = all.filter((track) => isOver(track, options));
      live = all.filter((track) => !gone.includes(track));
      return {
        tracks: live.filter(isTold).map((track) => toTrack(track, false)),
        ended: [...gone, ...moved.filter(({ id }) => !all.some((track) => track.id === id))].filter(isTold).map((track) => toTrack(track, true)),
        of: Array.from({ length: detections.count }, (_, i) => told(all, of.get(i))),
      };
    },
    finish: () => {
      const last = live.filter(isTold).map((track) => toTrack(track, true));
      live = [];
      return last;
    },
  };
}

/** Strong detections first, weak ones for what is left; what stays unseen coasts. */
function continueTracks(moved: readonly LiveTrack[], seen: readonly Seen[], { strongScore }: TrackerOptions, of: Map<number, TrackId>) {
  const strong = seen.filter(({ score }) => score >= strongScore);
  const known = moved.filter(isTold);
  const matches = [...associate(known, strong, false)];
  const used = new Set(matches.map((match) => match.seen));
  const paired = new Set(matches.map(({ track }) => track));
  const left = known.filter((track) => !paired.has(track) && heedsWeak(track));
  const taken = [...used];
  for (const match of associate(left, seen.filter((one) => !used.has(one) && !taken.some((other) => isSecondBox(one, other))), true)) {
    matches.push(match);
    used.add(match.seen);
    paired.add(match.track);
  }
  const unsure = doubtful(matches, known.filter((track) => !paired.has(track)));
  // What nobody strong has spoken for yet gets what is left: it may take nothing from a vehicle.
  const hopeful = moved.filter((track) => !isTold(track));
  matches.push(...associate(hopeful, seen.filter((one) => !used.has(one)), false));
  const next = new Map<LiveTrack, LiveTrack>();
  for (const { track, seen: one, as } of matches) {
    const observed = observe(track, as, one.score >= strongScore, one);
    next.set(track, unsure.has(track) && track.confirmed ? doubt(observed, 'merged') : observed);
    used.add(one);
    of.set(one.index, track.id);
  }
  return { updated: moved.map((track) => next.get(track) ?? coast(unsure.has(track) ? doubt(track, 'merged') : track)), free: seen.filter((one) => !used.has(one)) };
}

/** Whether weak detections may carry it on. */
function heedsWeak({ at, seenAt, strongAt, strongHits, stands, stoodAt }: LiveTrack): boolean {
  const [alone, unseen] = [at - strongAt, at - seenAt];
  if (strongHits < PROVEN_HITS) return alone <= WEAK_ALONE_MS && unseen <= WEAK_GAP_MS;
  return stands ? alone <= STANDING_ALONE_MS : (alone <= PROVEN_ALONE_MS || (stoodAt !== null && at - stoodAt <= WEAK_ALONE_MS)) && unseen <= PROVEN_GAP_MS;
}

/** A weak box that is nearly a strong one's is a second one of the same vehicle: it carries no other track on. One mostly inside a larger may well be a rider half hidden. */
const SECOND_IOU = 0.5;
const isSecondBox = (weak: Seen, strong: Seen): boolean => iou(weak.box, strong.box) > SECOND_IOU;

/** A track that only weak detections speak for is nobody's business yet; once a strong one does, its whole path is told. */
const isTold = ({ strongHits }: LiveTrack): boolean => strongHits > 0;

const told = (tracks: readonly LiveTrack[], id: TrackId | undefined): TrackId | null => (tracks.some((track) => track.id === id && isTold(track)) ? (id ?? null) : null);

/** A second box on a vehicle that has one: no track of its own. */
const isDuplicate = (one: Seen, tracks: readonly LiveTrack[]): boolean =>
  tracks.some((track) => track.seenAt === track.at && familyOf(track.kind) === familyOf(one.kind) && iou(boxOf(track.motion), one.box) > DUPLICATE_IOU);

/** A box over a vehicle that was seen just now and not this time may be a slip of its own: it begins no track. If it is another's, the next looks show it again. */
const SLIP_IOU = 0.2;
const isSlip = (one: Seen, tracks: readonly LiveTrack[]): boolean =>
  tracks.some((track) => track.confirmed && track.seenAt < track.at && track.at - track.seenAt <= JUST_NOW_MS && familyOf(track.kind) === familyOf(one.kind) && iou(boxOf(track.motion), one.box) > SLIP_IOU);

/** Born inside a vehicle of its own family that is in view: perhaps a part of it. */
const partOf = (track: LiveTrack, other: LiveTrack): boolean =>
  other.confirmed && other.seenAt === other.at && familyOf(other.kind) === familyOf(track.kind) && within(boxOf(track.motion), boxOf(other.motion)) > INSIDE_ANOTHER;

/** A newcomer stands where a vehicle was before it went out of sight and came back elsewhere: either of them may be that vehicle. */
const PLACE_IOU = 0.5;
const tookPlaceOf = (fresh: LiveTrack, track: LiveTrack): boolean => {
  const last = track.confirmed ? beforeGap(track) : null;
  return last !== null && familyOf(fresh.kind) === familyOf(track.kind) && iou(last, boxOf(fresh.motion)) > PLACE_IOU && iou(boxOf(track.motion), boxOf(fresh.motion)) < PLACE_IOU;
};

/** Born beside a car whose box has lately lost that side: a pole before it shows one vehicle as two, and neither box is the whole of it. */
const FLUSH = 0.15;
const SAME_HEIGHT = 0.6;
const isOtherSideOf = (fresh: LiveTrack, track: LiveTrack): boolean => {
  const [a, b] = [boxOf(fresh.motion), boxOf(track.motion)];
  const apart = Math.max(a.x1, b.x1) - Math.min(a.x2, b.x2);
  const level = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  return track.confirmed && track.seenAt === track.at && familyOf(track.kind) === 'four' && lostSide(track) && Math.abs(apart) < FLUSH * (b.x2 - b.x1) && level > SAME_HEIGHT * (b.y2 - b.y1);
};

/** Two tracks on one vehicle: the one seen less goes. */
function dropTwins(tracks: readonly LiveTrack[]): readonly LiveTrack[] {
  return tracks.filter((track) => !tracks.some((other) => other !== track && outlives(other, track) && familyOf(other.kind) === familyOf(track.kind) && iou(boxOf(other.motion), boxOf(track.motion)) > 0.7));
}

/** Lost tracks yield to seen ones, young to old. */
function outlives(a: LiveTrack, b: LiveTrack): boolean {
  if (a.seenAt !== b.seenAt) return a.seenAt > b.seenAt && a.hits >= b.hits;
  return a.hits > b.hits || (a.hits === b.hits && a.id < b.id);
}

function isOver(track: LiveTrack, options: TrackerOptions): boolean {
  const unseen = track.at - track.seenAt;
  if (unseen === 0) return false;
  if (!track.confirmed) return unseen > LOST_TENTATIVE_MS;
  const box = boxOf(track.motion);
  if (leftPicture(box, options)) return true;
  return unseen > (track.stands ? LOST_STANDING_MS : LOST_MS);
}

const viewOf = ({ widthPx, heightPx, view }: TrackerOptions): Box => view ?? { x1: 0, y1: 0, x2: widthPx, y2: heightPx };

function leftPicture({ x1, x2, y1, y2 }: Box, options: TrackerOptions): boolean {
  const view = viewOf(options);
  const x = (x1 + x2) / 2;
  return x < view.x1 || x > view.x2 || y2 < view.y1 || (y1 + y2) / 2 > view.y2;
}

/** A box that comes this near to the picture's edge (part of its side) is cut by it. */
const EDGE = 0.008;

function unpack({ count, xyxy, score, kind, colours }: Detections, options: TrackerOptions): readonly Seen[] {
  const view = viewOf(options);
  const [dx, dy] = [EDGE * options.widthPx, EDGE * options.heightPx];
  const seen: Seen[] = [];
  for (let index = 0; index < count; index += 1) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = xyxy.subarray(index * 4, index * 4 + 4);
    const strength = score[index] ?? 0;
    const footCut = y2 > view.y2 - dy;
    const headCut = y1 < view.y1 + dy;
    const cut = footCut || headCut || x1 < view.x1 + dx || x2 > view.x2 - dx;
    if (strength >= options.weakScore) seen.push({ index, box: { x1, y1, x2, y2 }, score: strength, kind: VEHICLE_KINDS[kind[index] ?? 0] ?? 'car', cut, footCut, headCut, colours: colours?.subarray(index * COLOURS, (index + 1) * COLOURS) ?? null });
  }
  return seen;
}
