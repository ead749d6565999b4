// How long a metre is in the picture: by the camera's calibration where there is one, else by its stated width of view.
import { calibrationOf } from '../../../domain/calibration.ts';
import { project, type Homography, type Point, type Segment } from '../../../domain/geometry.ts';
import type { Scene } from '../../../domain/scene.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';

export type Scale = {
  readonly homography: Homography | null;
  /** Picture row of the horizon at the middle column; null where nothing is calibrated or it is not above the road. */
  readonly horizonPx: number | null;
  /** Pixels that one metre on the road spans at `p` in the picture direction `n` (a unit vector). */
  readonly pxPerMetre: (p: Point, n: Point) => number;
};

/**
 * Without calibration the camera's pitch is unknown. A metre along the road is then taken as half as high as a metre across
 * is wide (pitch about 30°): low enough poles show less, so a distance asked for is never shorter on the road than stated.
 */
const FORESHORTENING = 0.5;

export function scaleOf(scene: Scene): Scale {
  const calibration = scene.file.calibration === undefined ? null : calibrationOf(scene);
  if (calibration !== null && calibration.state === 'accepted') {
    const h = calibration.homography;
    return { homography: h, horizonPx: horizon(h, scene), pxPerMetre: (p, n) => byHomography(h, p, n) };
  }
  const across = scene.widthPx / scene.file.view.width_m;
  return { homography: null, horizonPx: null, pxPerMetre: (_, n) => across * Math.hypot(n.x, FORESHORTENING * n.y) };
}

/** Where the homography's denominator vanishes: the picture of everything infinitely far away. */
function horizon(h: Homography, { widthPx }: Scene): number | null {
  return Math.abs(h[7]) < 1e-12 ? null : -(h[8] + (h[6] * widthPx) / 2) / h[7];
}

function byHomography(h: Homography, p: Point, n: Point): number {
  const from = project(h, { x: p.x - n.x, y: p.y - n.y });
  const to = project(h, { x: p.x + n.x, y: p.y + n.y });
  return 2 / Math.max(1e-6, Math.hypot(to.x - from.x, to.y - from.y));
}

/** Unit vector across the segment, towards its positive side (the right hand of a walker from a to b, y down). */
export function normal(line: Segment): Point {
  const dx = line.b.x - line.a.x;
  const dy = line.b.y - line.a.y;
  const length = Math.hypot(dx, dy);
  return { x: -dy / length, y: dx / length };
}

/** Shortest and longest usual lengths on the road, metres. */
export const LENGTH_M: Readonly<Record<VehicleKind, readonly [number, number]>> = {
  car: [3.4, 5.3], motorcycle: [1.7, 2.1], bus: [6, 12.5], truck: [4.5, 12], bicycle: [1.5, 1.9], person: [0.4, 0.8],
};

/** Usual widths on the road, metres. */
export const WIDTH_M: Readonly<Record<VehicleKind, number>> = { car: 1.8, motorcycle: 0.8, bus: 2.5, truck: 2.3, bicycle: 0.6, person: 0.5 };

/** Lowest and greatest heights, metres. */
export const TALL_M: Readonly<Record<VehicleKind, readonly [number, number]>> = { car: [1.3, 2.1], motorcycle: [1.3, 2], bus: [2.5, 4], truck: [2.2, 4], bicycle: [1.3, 2], person: [1.3, 2] };
