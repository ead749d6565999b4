// Whether a sight shows the whole vehicle: a box cut short from below by somebody in front puts the ground point where no wheel is.
import { height, top, width, type Point } from '../../../domain/geometry.ts';
import type { TrackPoint } from '../../../domain/sighting.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import type { Scale } from './scale.ts';

/** The greatest size seen lately, and where the upper edge was. */
export type Size = { greatest: number; top: number | null };
export const newSize = (): Size => ({ greatest: 0, top: null });

/** A box shorter than this part of what is expected is cut; the width, which serves where nothing is calibrated, says less. */
const WHOLE = { calibrated: 0.78, bare: 0.6 };
/**
 * How fast the expectation lets go, by the upper edge's movement in heights of the box: turning changes the size as well, and the length of
 * a bus shrinks faster than its height as it goes away. Standing lets go of nothing.
 */
const LETS_GO: Readonly<Record<VehicleKind, number>> = { motorcycle: 0.5, bicycle: 0.5, person: 0.5, car: 1, truck: 2.5, bus: 2.5 };

/** One sight that is too tall says little: the expectation rises by no more than this at once. */
const RISES = 1.08;

/**
 * The size is measured against the upper edge's distance from the horizon, which no cut from below touches: on flat ground both shrink
 * together. Without calibration it is measured against the width.
 */
export function isWhole(size: Size, point: TrackPoint, kind: VehicleKind, n: Point, scale: Scale): boolean {
  const tall = height(point.box);
  const now = tall / Math.max(1, scale.horizonPx === null ? width(point.box) : point.box.y1 - scale.horizonPx);
  const { x, y } = upper(point);
  const top = x * n.x + y * n.y;
  const moved = Math.abs(top - (size.top ?? top));
  size.top = top;
  const known = size.greatest * Math.exp((-LETS_GO[kind] * moved) / Math.max(1, tall));
  size.greatest = known === 0 ? now : Math.max(known, Math.min(now, RISES * known));
  return now >= (scale.horizonPx === null ? WHOLE.bare : WHOLE.calibrated) * size.greatest;
}

export const upper = ({ box }: TrackPoint): Point => top(box);
