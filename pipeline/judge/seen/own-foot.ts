// Which sights of a vehicle show it down to the road: by a box that somebody else cuts from below it seems to be farther away than it is.
import { distance, ground, height, project, type Box, type Homography } from '../../../domain/geometry.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import { LENGTH_M } from './scale.ts';

/** So much more of the way from the horizon down to the foot than usual may lie above the box: a twelfth of a rider's height, a tenth of a car's, cut off. */
const CUT = 0.05;
/** The sights that show most of it tell what is usual; this share of them may be boxes that are too tall. */
const TALLEST = 0.25;

/**
 * The sights with as much below the upper edge as the vehicle should have there. Under a camera C metres above flat ground the foot of what is H tall,
 * L long and D away lies f·C/D below the horizon and the upper edge of its far end f·(C − H)/(D + L): the share of the way above the box, times (D + L)/D, is 1 − H/C everywhere.
 */
export function withOwnFoot<S extends { readonly box: Box }>(sights: readonly S[], kind: VehicleKind, homography: Homography): readonly S[] {
  const above = sights.map(({ box }) => shareAbove(box, kind, homography));
  const usual = [...above].sort((a, b) => a - b)[Math.floor(TALLEST * above.length)] ?? 0;
  return sights.filter((_, i) => (above[i] ?? 0) <= usual + CUT);
}

/** With the horizon so many heights away the camera looks straight down, and nothing hides a foot. */
const STEEP = 100;

function shareAbove(box: Box, kind: VehicleKind, homography: Homography): number {
  const foot = ground(box);
  const below = foot.y - horizonAt(homography, foot.x);
  if (below <= 0 || below > STEEP * height(box)) return 0;
  const [shortest, longest] = LENGTH_M[kind];
  const far = awayAt(homography, foot.x, foot.y, below);
  return (1 - height(box) / below) * (1 + (shortest + longest) / 2 / far);
}

/** Where the road's plane vanishes in this column of the picture. */
const horizonAt = (h: Homography, x: number): number => -(h[6] * x + h[8]) / h[7];

/** Metres from the camera's foot: a distance D shows as a constant / D below the horizon, so half as far below it is twice as far away. */
const awayAt = (h: Homography, x: number, y: number, below: number): number => distance(project(h, { x, y }), project(h, { x, y: y - below / 2 }));
