// How a vehicle's box may move: what is physically possible, told in pixels through the vehicle's own size.
import { height, width, type Box, type Point } from '../../domain/geometry.ts';
import { familyOf, type VehicleKind } from '../../domain/vehicle.ts';
import { correctAxis, correctCautiously, predictAxis, startAxis, surprise, type Axis } from './kalman.ts';

/** Middle and foot of the box (the point on the road), its size, and its upper edge, which tells the place where the foot is out of sight. */
export type Motion = { readonly x: Axis; readonly y: Axis; readonly w: Axis; readonly h: Axis; readonly top: Axis };

/** Height of a vehicle in metres, as a scale: its box's height says how many pixels a metre has where it stands. */
const TALL_M: Readonly<Record<VehicleKind, number>> = { car: 1.6, motorcycle: 1.65, bus: 3, truck: 2.6, bicycle: 1.65, person: 1.65 };
/** Speed that a vehicle newly seen may have: two thirds of them lie below. */
const NEW_SPEED_MS = 7;
/** Braking, starting and swerving, standard deviation. */
const ACCELERATION_MS2 = 2;
/** A rider under way (m/s) whose last sight lay so far to the side (standard deviations) turns: round a corner he is pulled aside by four times as much. */
const TURNS = { from_m_s: 2, off: 1.4, times: 4 };
/** A metre along the road is about half as high in the picture as one across is wide. */
const ALONG = 2;
/** Jitter of a detector's box as part of the box's height. */
const JITTER = 0.05;
const SIZE_JITTER = 0.1;
/** Boxes grow and shrink as vehicles come and go: part of their height a second. */
const GROWTH = 0.25;
/** Faster than this nothing grows (a part of its height a second): a car that comes at 20 m/s reaches it 10 m before the camera. */
const GROWS_MOST = 2;
/** What is left, from look to look, of the growth of a size that is not seen. */
const SIZE_LASTS = 0.8;
/** A foot that is reckoned from the upper edge is so much less sure than one that is seen. */
const RECKONED = 3;

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
    top: startAxis(box.y1, jitter, NEW_SPEED_MS * metre),
  };
}

/**
 * A steady pace on the road is none in the picture: on flat ground a place and a size both go as 1 / distance, so whatever grows by a share g
 * a second moves and grows ever faster, by 2·g of its picture speed a second.
 */
export function predictMotion({ x, y, w, h, top }: Motion, seconds: number, kind: VehicleKind): Motion {
  const acceleration = (ACCELERATION_MS2 * Math.max(1, h.value)) / TALL_M[kind];
  const pace = (TALL_M[kind] * Math.hypot(x.speed, ALONG * y.speed)) / Math.max(1, h.value);
  const turns = familyOf(kind) === 'two' && pace > TURNS.from_m_s && Math.abs(x.off) > TURNS.off;
  const growing = GROWTH * Math.max(1, h.value);
  const gains = 2 * Math.min(GROWS_MOST, Math.max(-GROWS_MOST, h.speed / Math.max(1, h.value)));
  const next = (axis: Axis, sd: number): Axis => predictAxis({ ...axis, value: axis.value + (gains * axis.speed * seconds * seconds) / 2, speed: axis.speed * (1 + gains * seconds) }, seconds, sd);
  return { x: next(x, turns ? TURNS.times * acceleration : acceleration), y: next(y, acceleration), w: next(w, growing), h: next(h, growing), top: next(top, acceleration) };
}

/** `footSeen`: false where something or the picture's edge cuts the box from below. */
export function correctMotion({ x, y, w, h, top }: Motion, box: Box, footSeen: boolean): Motion {
  const jitter = JITTER * Math.max(8, h.value);
  const sizeJitter = SIZE_JITTER * Math.max(8, h.value);
  const grown = footSeen || height(box) > h.value;
  return {
    x: correctCautiously(x, (box.x1 + box.x2) / 2, jitter),
    y: footSeen ? correctCautiously(y, box.y2, jitter) : correctAxis(y, Math.max(box.y2, box.y1 + h.value), RECKONED * jitter),
    w: correctAxis(w, width(box), sizeJitter),
    // Unseen growth is no growth: of one that came into the picture and stands cut off by its edge the height would grow for ever.
    h: grown ? correctAxis(h, height(box), sizeJitter) : { ...h, speed: SIZE_LASTS * h.speed },
    top: correctCautiously(top, box.y1, jitter),
  };
}

/** The foot comes into sight for the first time: what was known of it was the edge that cut it. Its pace is the upper edge's. */
export function showFoot(motion: Motion, box: Box, kind: VehicleKind): Motion {
  const { y, w, h } = startMotion(box, kind);
  return { ...motion, y: { ...y, speed: motion.top.speed, p11: motion.top.p11 + (GROWTH * height(box)) ** 2 }, w, h };
}

/** The upper edge is the picture's: what the box grows by comes into sight, and tells nothing of nearing. */
export function cutHead(motion: Motion, box: Box, kind: VehicleKind): Motion {
  const { w, h, top } = startMotion(box, kind);
  return { ...motion, w, h, top };
}

/** Squared distance in standard deviations of a box's place from the prediction: about 2 when right, above 9 hardly ever. `by`: the edge that both show. */
export function misplacement({ x, y, w, h, top }: Motion, box: Box, by: 'foot' | 'top' = 'foot'): number {
  const jitter = 1.6 * JITTER * Math.max(8, h.value);
  // The middle of a long vehicle trembles with its length.
  const across = 1.6 * JITTER * Math.max(8, h.value, w.value);
  return surprise(x, (box.x1 + box.x2) / 2, across) + (by === 'foot' ? surprise(y, box.y2, jitter) : surprise(top, box.y1, jitter));
}

export function boxOf({ x, y, w, h }: Motion): Box {
  const half = Math.max(2, w.value) / 2;
  return { x1: x.value - half, y1: y.value - Math.max(2, h.value), x2: x.value + half, y2: y.value };
}

export const velocityOf = ({ x, y }: Motion): Point => ({ x: x.speed, y: y.speed });

export const slowed = ({ x, y, top, ...rest }: Motion, share: number): Motion => ({ ...rest, x: { ...x, speed: share * x.speed }, y: { ...y, speed: share * y.speed }, top: { ...top, speed: share * top.speed } });

/** A size never coasts: a vehicle that is hidden keeps the size it had. */
export const keepSize = (motion: Motion): Motion => ({ ...motion, w: { ...motion.w, speed: motion.w.speed * SIZE_LASTS }, h: { ...motion.h, speed: motion.h.speed * SIZE_LASTS } });
