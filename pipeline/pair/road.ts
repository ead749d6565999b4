// The vehicles of one camera over the last minute on the site's road plane: what pairing compares, and nothing that names anybody.
import { ground, project, type Homography, type Point } from '../../domain/geometry.ts';
import type { Distrust, Sight, Track, TrackPoint } from '../../domain/sighting.ts';
import { epochMs, type EpochMs, type TrackId } from '../../domain/units.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';
import type { RoadTrack, View } from './pair.ts';

export type RoadWindow = {
  /** `colourOf` is asked now and then, while a vehicle's colour is not settled. */
  readonly see: (sight: Sight, colourOf?: (track: Track) => string | null) => void;
  readonly view: () => View;
  readonly find: (track: TrackId) => Seen | null;
  /** Latest capture time that was seen; null before the first frame. */
  readonly reached: () => EpochMs | null;
  /** Empties it: identities end with a stream's session. */
  readonly clear: () => void;
};
export type Seen = {
  readonly track: RoadTrack;
  /** Doubts that were raised about its identity: it may have been two vehicles. */
  readonly doubts: readonly Distrust[];
  readonly lastAt: EpochMs;
};

type Kept = { kind: VehicleKind; readonly path: { readonly at: EpochMs; readonly road: Point; readonly away: Point }[]; readonly colours: Map<string, number>; readonly doubts: Set<Distrust>; lastAt: EpochMs };

/** Doubts after which a track may carry another vehicle's path or plate. */
const MIXED_UP: readonly Distrust[] = ['merged', 'split', 'jumped'];
const COLOUR_VOTES = 5;
/** Vehicles kept at most, the longest unseen dropped first. */
const MOST_TRACKS = 1000;
/** Usual length and width, metres: a box's lower edge is the body's near side, front or rear by where the camera stands. */
const BODY_M: Readonly<Record<VehicleKind, readonly [number, number]>> = { motorcycle: [1.9, 0.7], bicycle: [1.8, 0.6], car: [4.4, 1.8], truck: [7, 2.3], bus: [10, 2.5], person: [0.4, 0.4] };

export function createRoadWindow({ camera, homography, keepMs }: { readonly camera: string; readonly homography: Homography; readonly keepMs: number }): RoadWindow {
  const kept = new Map<TrackId, Kept>();
  let now: EpochMs | null = null;
  let clockErrorMs = 0;
  return {
    see: (sight, colourOf) => {
      now = sight.capturedAt;
      clockErrorMs = Math.max(sight.clockErrorMs, 0);
      for (const track of [...sight.tracks, ...sight.ended]) {
        const one = kept.get(track.id) ?? { kind: track.kind, path: [], colours: new Map(), doubts: new Set(), lastAt: sight.capturedAt };
        kept.set(track.id, one);
        note(one, track, sight, homography, colourOf);
      }
      trim(kept, sight.capturedAt - keepMs);
    },
    view: () => ({ camera, clockErrorMs, tracks: [...kept].flatMap(([id, one]) => (one.path.length < 3 ? [] : [roadTrack(id, one)])) }),
    find: (id) => {
      const one = kept.get(id);
      return one === undefined ? null : { track: roadTrack(id, one), doubts: [...one.doubts], lastAt: one.lastAt };
    },
    reached: () => now,
    clear: () => kept.clear(),
  };
}

function note(one: Kept, track: Track, sight: Sight, homography: Homography, colourOf?: (track: Track) => string | null): void {
  one.kind = track.kind;
  for (const flag of track.distrust) if (MIXED_UP.includes(flag)) one.doubts.add(flag);
  const point = track.path.at(-1);
  if (point === undefined || !point.observed || point.at !== sight.at) return;
  one.lastAt = sight.capturedAt;
  one.path.push({ at: epochMs(sight.capturedAt + point.at - sight.at), ...placeOf(point, homography) });
  const votes = [...one.colours.values()].reduce((sum, count) => sum + count, 0);
  const colour = votes < COLOUR_VOTES ? (colourOf?.(track) ?? null) : null;
  if (colour !== null) one.colours.set(colour, (one.colours.get(colour) ?? 0) + 1);
}

/** Where it touches the road, and the direction on the road that leads away from the camera there. */
function placeOf(point: TrackPoint, homography: Homography): { readonly road: Point; readonly away: Point } {
  const foot = point.detected === undefined || point.footGuessed === true ? point.ground : ground(point.detected);
  const road = project(homography, foot);
  const behind = project(homography, { x: foot.x, y: foot.y - 1 });
  const far = Math.hypot(behind.x - road.x, behind.y - road.y);
  return { road, away: far === 0 ? { x: 0, y: 0 } : { x: (behind.x - road.x) / far, y: (behind.y - road.y) / far } };
}

/** Places are those of the body's middle, so that a camera before it and one behind it mean the same point. */
function roadTrack(id: TrackId, { kind, path, colours }: Kept): RoadTrack {
  const first = path[0];
  const last = path.at(-1);
  const [length, breadth] = BODY_M[kind];
  const moved = first === undefined || last === undefined ? 0 : Math.hypot(last.road.x - first.road.x, last.road.y - first.road.y);
  const along: Point | null = first === undefined || last === undefined || moved < 1 ? null : { x: (last.road.x - first.road.x) / moved, y: (last.road.y - first.road.y) / moved };
  const middle = path.map(({ at, road, away }) => {
    const facing = along === null ? 1 : Math.min(1, Math.abs(along.x * away.x + along.y * away.y));
    const half = (length * facing + breadth * Math.sqrt(1 - facing ** 2)) / 2;
    return { at, road: { x: road.x + away.x * half, y: road.y + away.y * half } };
  });
  return { track: id, kind, colour: settled(colours), path: middle };
}

/** A colour counts once two looks agree and none says otherwise. */
function settled(colours: ReadonlyMap<string, number>): string | null {
  const [only, ...others] = [...colours];
  return only !== undefined && others.length === 0 && only[1] >= 2 ? only[0] : null;
}

function trim(kept: Map<TrackId, Kept>, oldest: number): void {
  for (const [id, one] of kept) {
    if (one.lastAt < oldest) kept.delete(id);
    else if ((one.path[0]?.at ?? Infinity) < oldest) one.path.splice(0, one.path.findIndex(({ at }) => at >= oldest));
  }
  if (kept.size <= MOST_TRACKS) return;
  const order = [...kept].sort((a, b) => a[1].lastAt - b[1].lastAt);
  for (const [id] of order.slice(0, kept.size - MOST_TRACKS)) kept.delete(id);
}
