// Who stands and who moves about a vehicle that stands: one that waits in a queue has not stopped there.
import { area, distance, height, intersectionArea, iou, width, type Box, type Point } from '../../../domain/geometry.ts';
import type { Scene } from '../../../domain/scene.ts';
import type { Sight, Track, TrackPoint } from '../../../domain/sighting.ts';
import { ACROSS, DOWN, metreAt, onRoad } from './footprint.ts';
import { LENGTH_M, type Scale } from './scale.ts';

/** Who stands moves by no more than this, beyond what its box trembles by. */
export const STEP_M = 0.6;
/** What a box of one that stands trembles by, as a part of its size. */
const TREMBLES = 0.03;
/** In one place for so long it no longer drives. */
export const STANDS_MS = 1500;
/** After green a queue needs this long to move off. */
const MOVE_OFF_MS = 15_000;
/** A vehicle standing this near ahead holds it up. Where it was lost from sight while it stood, it stands there still: who waits behind it hides it. */
const AHEAD_M = 9;
const STANDS_ON_MS = 60_000;
/** Who stood so long is remembered to stand there, nearly in one place, until seen elsewhere. */
const STOOD_MS = 3_000;
const STOOD_IOU = 0.45;
/** A box is a part of another when so much of it lies inside. */
const OWN_SHARE = 0.8;
/** Not seen for longer it is lost from sight. */
const LOST_MS = 500;

/** The last sight of somebody, the first in that place, and the very first. */
type Other = { readonly track: Track; readonly point: TrackPoint; readonly still: TrackPoint; readonly first: TrackPoint };
/** Its last sight in a place where it stood, told by its first box there: who is hidden by those who come up behind creeps from box to box onto them. */
type Stood = Other & { readonly place: Box };
export type Crowd = {
  readonly see: (scene: Scene, sight: Sight) => void;
  readonly freeSince: () => number;
  readonly blocked: (track: Track, point: TrackPoint, heading: Point | null, stand: { readonly since: number; readonly was: readonly string[] }) => boolean;
  readonly passing: (track: Track, point: TrackPoint) => readonly string[];
};

/** By how much of what is allowed to one that stands it has moved. Something in front of it may cut its box short: the foot or one upper corner stays. */
export function movedShare(track: Track, from: TrackPoint, to: TrackPoint, scale: Scale): number {
  const allowed = { x: STEP_M * metreAt(track, to, ACROSS, scale) + TREMBLES * width(to.box), y: STEP_M * metreAt(track, to, DOWN, scale) + TREMBLES * height(to.box) };
  const share = (a: Point, b: Point): number => Math.hypot((b.x - a.x) / allowed.x, (b.y - a.y) / allowed.y);
  const corner = ({ box }: TrackPoint, side: 'x1' | 'x2'): Point => ({ x: box[side], y: box.y1 });
  return Math.min(share(from.ground, to.ground), share(corner(from, 'x1'), corner(to, 'x1')), share(corner(from, 'x2'), corner(to, 'x2')));
}

/** Who stands and who moves about the vehicle: a queue is no parking. */
export function createCrowd(scale: Scale): Crowd {
  const others = new Map<string, Other>();
  let free = -Infinity;
  let stood: readonly Stood[] = [];
  const movedFrom = ({ track, point, still }: Other): boolean => movedShare(track, still, point, scale) > 2;
  return {
    see: (scene, sight) => {
      if (held(scene, sight)) free = sight.at + MOVE_OFF_MS;
      for (const track of sight.tracks) {
        // Where a track was only carried on by its motion nobody was seen to stand.
        const point = track.path.findLast(({ observed }) => observed);
        if (point === undefined || track.kind === 'person') continue;
        const known = others.get(track.id);
        const other = { track, point, still: known?.still ?? point, first: known?.first ?? point };
        others.set(track.id, movedFrom(other) ? { ...other, still: point } : other);
        if (!movedFrom(other) && point.at - other.still.at >= STOOD_MS) stood = standsIn(stood, other);
        // Seen elsewhere, it has driven off.
        stood = stood.filter(({ track: { id }, place }) => id !== track.id || iou(place, point.box) > 0);
      }
      stood = stood.filter(({ point }) => sight.at - point.at <= STANDS_ON_MS);
      for (const track of sight.ended) {
        const known = others.get(track.id);
        if (known === undefined || !standsStill(known)) others.delete(track.id);
      }
      for (const [id, { point }] of others) if (sight.at - point.at > STANDS_ON_MS) others.delete(id);
    },
    freeSince: () => free,
    blocked: (track, point, heading, { since, was }) => {
      const isAhead = (other: TrackPoint): boolean => {
        const [x, y] = onRoad(track, point, point.ground, other.ground, scale);
        const far = Math.hypot(x, y);
        return far <= AHEAD_M + LENGTH_M[track.kind][0] && (heading === null || x * heading.x + y * heading.y > 0.7 * far);
      };
      // Where its own body is nobody else stands: a part of itself that was followed as another, or one who has left.
      const isOwn = (other: TrackPoint): boolean => {
        const [x, y] = onRoad(track, point, point.ground, other.ground, scale);
        return other.box.y2 < point.box.y2 && Math.hypot(x, y) < LENGTH_M[track.kind][0] && intersectionArea(other.box, point.box) > OWN_SHARE * area(other.box);
      };
      // One lost before this one came is nobody's reason to wait.
      const came = Math.min(since, track.firstAt);
      // Who came into sight when it stood already, and drove up from elsewhere, is not what it waits for.
      const cameLater = ({ first }: Other): boolean => first.at > since && !isAhead(first);
      const counts = (other: Other): boolean => other.track.id !== track.id && !was.includes(other.track.id) && !cameLater(other) && (point.at - other.point.at <= LOST_MS || other.point.at >= came) && isAhead(other.point) && !isOwn(other.point);
      return [...others.values()].some((other) => standsStill(other) && counts(other)) || stood.some(counts);
    },
    passing: (track, point) => [...others.values()].flatMap((other) => {
      const metre = metreAt(track, point, ACROSS, scale);
      const near = distance(other.point.ground, point.ground) < 8 * metre;
      return other.track.id !== track.id && near && other.still.at === other.point.at ? [String(other.track.id)] : [];
    }),
  };
}

/** The places in which vehicles stood, with that of `other` kept up or added. */
function standsIn(stood: readonly Stood[], other: Other): readonly Stood[] {
  const here = ({ track, place }: Stood): boolean => track.id === other.track.id && iou(place, other.point.box) >= STOOD_IOU;
  return [...stood.filter((each) => !here(each)), { ...other, place: stood.find(here)?.place ?? other.point.box }];
}

/** Standing by its last sight, and for long enough. */
const standsStill = ({ point, still }: Other): boolean => point.at - still.at >= STANDS_MS;

/** Whether a signal of the site holds traffic up now: any main signal that is not green. */
function held(scene: Scene, sight: Sight): boolean {
  const mains = scene.signals.filter(({ kind }) => kind === 'main').map(({ id }) => id);
  return mains.length > 0 && sight.signals.some((state) => mains.includes(state.signal) && (state.colour !== 'green' || state.flashing));
}
