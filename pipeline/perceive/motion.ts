// How a vehicle's box may move: what is physically possible, told in pixels through the vehicle's own size.
import { height, width, type Box, type Point } from '../../domain/geometry.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';
import { correctAxis, predictAxis, startAxis, surprise, type Axis } from './kalman.ts';

/** Middle and foot of the box (the point on the road), and its size. */
export type Motion = { readonly x: Axis; readonly y: Axis; readonly w: Axis; readonly h: Axis };

/** Height of a vehicle in metres, as a scale: its box's height says how many pixels a metre has where it stands. */
const TALL_M: Readonly<Record<VehicleKind, number>> = { car: 1.6, motorcycle: 1.65, bus: 3, truck: 2.6, bicycle: 1.65, person: 1.65 };
/** Speed that a vehicle newly seen may have: two thirds of them lie below. */
const NEW_SPEED_MS = 7;
/** Braking, starting and swerving, standard deviation. */
const ACCELERATION_MS2 = 3.5;
/** Jitter of a detector's box as part of the box's height. */
const JITTER = 0.05;
const SIZE_JITTER = 0.1;
/** Boxes grow and shrink as vehicles come and go: part of their height a second. */
const GROWTH = 0.35;

export const pixelsPerMetre = (box: Box, kind: VehicleKind): number => Math.max(1, height(box)) / TALL_M[kind];

export function startMotion(box: Box, kind: VehicleKind): Motion {
  const metre = pixelsPerMetre(box, kind);
  const h = height(box);
  const jitter = JITTER * h;
  return {
    x: startAxis((box.x1 + box.x2) / 2, jitter, NEW_SPEED_MS * metre),
    y: startAxis(box.y2, jitter, NEW_SPEED_MS * metre),
    w: startAxis(width(box), SIZE_JITTER * h, GROWTH * h),
    h: startAxis(h, SIZE_JITTER * h, GROWTH * h),
  };
}

export function predictMotion({ x, y, w, h }: Motion, seconds: number, kind: VehicleKind): Motion {
  const acceleration = (ACCELERATION_MS2 * Math.max(1, h.value)) / TALL_M[kind];
  const growing = GROWTH * Math.max(1, h.value);
  return { x: predictAxis(x, seconds, acceleration), y: predictAxis(y, seconds, acceleration), w: damp(predictAxis(w, seconds, growing)), h: damp(predictAxis(h, seconds, growing)) };
}

export function correctMotion({ x, y, w, h }: Motion, box: Box): Motion {
  const jitter = JITTER * Math.max(8, h.value);
  const sizeJitter = SIZE_JITTER * Math.max(8, h.value);
  return {
    x: correctAxis(x, (box.x1 + box.x2) / 2, jitter),
    y: correctAxis(y, box.y2, jitter),
    w: correctAxis(w, width(box), sizeJitter),
    h: correctAxis(h, height(box), sizeJitter),
  };
}

/** Squared distance in standard deviations of a box's place from the prediction: about 2 when right, above 9 hardly ever. */
export function misplacement({ x, y, w, h }: Motion, box: Box): number {
  const jitter = 1.6 * JITTER * Math.max(8, h.value);
  // The middle of a long vehicle trembles with its length.
  const across = 1.6 * JITTER * Math.max(8, h.value, w.value);
  return surprise(x, (box.x1 + box.x2) / 2, across) + surprise(y, box.y2, jitter);
}

export function boxOf({ x, y, w, h }: Motion): Box {
  const half = Math.max(2, w.value) / 2;
  return { x1: x.value - half, y1: y.value - Math.max(2, h.value), x2: x.value + half, y2: y.value };
}

export const velocityOf = ({ x, y }: Motion): Point => ({ x: x.speed, y: y.speed });

/** A size never coasts: a vehicle that is hidden keeps the size it had. */
const damp = (axis: Axis): Axis => ({ ...axis, speed: axis.speed * 0.8 });
