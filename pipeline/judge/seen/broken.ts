// Whether the sights of one vehicle before and after a time out of sight show one movement.
import { distance, height, lerp } from '../../../domain/geometry.ts';
import type { TrackPoint } from '../../../domain/sighting.ts';
import { breaks, MAX_GAP_MS } from './trust.ts';

/** A place across a line, pixels, positive beyond it. */
export type Sample = { readonly s: number; readonly point: TrackPoint };

const LONGEST_HIDDEN_MS = 5000;
/** Out of sight on its way for no longer than this, it is the same vehicle where it comes out as it drove. */
const BRIDGED_MS = 800;
/** Its pace is told over about so long. */
const PACE_MS = 400;
/** Part of its height by which a place may be off: a neighbour is farther. */
const SAME_PLACE = 0.2;

/** Hidden for a while in one place is still one vehicle; hidden while it moved may be two. */
export function isBroken(a: TrackPoint, b: TrackPoint, metre: number, before: readonly Sample[]): boolean {
  if (breaks(a, b, metre)) return true;
  const gap = b.at - a.at;
  if (gap <= MAX_GAP_MS || (gap <= LONGEST_HIDDEN_MS && distance(a.ground, b.ground) <= SAME_PLACE * height(a.box))) return false;
  return gap > BRIDGED_MS || !asItDrove(a, b, before);
}

function asItDrove(a: TrackPoint, b: TrackPoint, before: readonly Sample[]): boolean {
  const earlier = before.findLast(({ point }) => a.at - point.at >= PACE_MS)?.point;
  if (earlier === undefined || a.at - earlier.at > 2 * PACE_MS) return false;
  const there = lerp(earlier.ground, a.ground, 1 + (b.at - a.at) / (a.at - earlier.at));
  return distance(there, b.ground) <= SAME_PLACE * height(b.box);
}
