// Whether a track may be believed about one stretch of time: its flags, by when they were raised, and its own continuity.
import { height, width } from '../../../domain/geometry.ts';
import type { Distrust, Track, TrackPoint } from '../../../domain/sighting.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import type { Void } from '../../../domain/violation.ts';

/** The moments at which each flag was raised on a track, oldest first. */
export type Flags = Map<Distrust, readonly number[]>;

/** A doubt may be raised again: the latest moments count as much as the first. */
const MOMENTS = 60;

export function noteFlags(flags: Flags, track: Track, at: number): void {
  for (const flag of track.distrust) {
    const raised = track.doubtedAt?.[flag] ?? at;
    const known = flags.get(flag) ?? [];
    if (known.at(-1) !== raised) flags.set(flag, [...known.slice(-MOMENTS), raised]);
  }
}

/** A swap that the tracker notices late began up to a second before; once the act is over, only what is noticed at once can reach back to it. */
const BEFORE_MS = 1000;
const AFTER_MS = 500;

/**
 * The reason not to believe the track about `from`–`to`, or null. A merge or jump long before the act leaves the act itself clear;
 * an unclear kind or a life too short taints the whole track. `gapsKnown`: the rule looks at gaps itself, by whether the vehicle moved meanwhile.
 */
export function doubt(flags: Flags, track: Track, from: number, to: number, gapsKnown = false): Void | null {
  if (track.distrust.includes('kind_unclear')) return 'kind_unclear';
  if (track.distrust.includes('too_brief')) return 'track_too_brief';
  for (const [flag, moments] of flags) {
    if (flag === 'kind_unclear' || flag === 'too_brief' || (gapsKnown && flag === 'gap') || !moments.some((at) => at >= from - BEFORE_MS && at <= to + AFTER_MS)) continue;
    return flag === 'merged' ? 'track_merged' : flag === 'split' ? 'track_split' : flag === 'jumped' ? 'track_jumped' : 'track_gap';
  }
  return null;
}

/** Longest time between two sights of a moving vehicle that still shows one movement: in a longer one a neighbour may take its place. */
export const MAX_GAP_MS = 500;

/** Faster than 40 m/s, or a box that changes its size by more than half at once, is another vehicle or an occlusion. */
export function breaks(a: TrackPoint, b: TrackPoint, pxPerMetre: number): boolean {
  const seconds = (b.at - a.at) / 1000;
  const moved = Math.hypot(b.ground.x - a.ground.x, b.ground.y - a.ground.y);
  if (moved > 40 * pxPerMetre * seconds + 0.35 * height(a.box)) return true;
  const ratio = (width(b.box) * height(b.box)) / Math.max(1, width(a.box) * height(a.box));
  return ratio > 2.2 || ratio < 1 / 2.2;
}

/** What the upper edge moves by at least while the ground point moves by one: less for what is tall and long under a camera of 6 m. */
const TOP_SHARE = { tall: 0.2, low: 0.35 };

/**
 * Whether the whole box moved, not only its lower edge: a vehicle whose wheels come out from behind another one seems to move at the
 * ground while its roof stands still.
 */
export function wholeBoxMoved(a: TrackPoint, b: TrackPoint, n: { readonly x: number; readonly y: number }, kind: VehicleKind): boolean {
  const ground = (b.ground.x - a.ground.x) * n.x + (b.ground.y - a.ground.y) * n.y;
  const top = ((b.box.x1 + b.box.x2 - a.box.x1 - a.box.x2) / 2) * n.x + (b.box.y1 - a.box.y1) * n.y;
  return top >= (kind === 'bus' || kind === 'truck' ? TOP_SHARE.tall : TOP_SHARE.low) * ground;
}
