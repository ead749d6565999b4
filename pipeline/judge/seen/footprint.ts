// Where a vehicle touches the road and how large a metre is there, from its box alone where there is no calibration.
import { height, width, type Point } from '../../../domain/geometry.ts';
import type { Track, TrackPoint } from '../../../domain/sighting.ts';
import { familyOf } from '../../../domain/vehicle.ts';
import { LENGTH_M, TALL_M, WIDTH_M, type Scale } from './scale.ts';

/** Pixels of a metre on the road at this vehicle, in picture direction `n`: where nothing is calibrated its own width tells of its distance. */
export function metreAt(track: Track, point: TrackPoint, n: Point, scale: Scale): number {
  const stated = scale.pxPerMetre(point.ground, n);
  if (scale.homography !== null) return stated;
  const across = scale.pxPerMetre(point.ground, { x: 1, y: 0 });
  const own = width(point.box) / (WIDTH_M[track.kind] * 1.1);
  return stated * Math.min(1, own / across);
}

/** Directions in the picture: across the road and along it, for a camera that looks along the road. */
export const ACROSS: Point = { x: 1, y: 0 };
export const DOWN: Point = { x: 0, y: 1 };

/** The way from one place in the picture to another in metres across and along the road, by the size of a metre where the vehicle is. */
export const onRoad = (track: Track, point: TrackPoint, from: Point, to: Point, scale: Scale): readonly [number, number] =>
  [(to.x - from.x) / metreAt(track, point, ACROSS, scale), (to.y - from.y) / metreAt(track, point, DOWN, scale)];

/** Metres of a stretch of `px` pixels in picture direction `n` between two sights: a metre grows as a vehicle comes nearer, so neither end's tells the whole way. */
export const metresBetween = (track: Track, a: TrackPoint, b: TrackPoint, px: number, n: Point, scale: Scale): number => (2 * px) / (metreAt(track, a, n, scale) + metreAt(track, b, n, scale));

/** Width of the vehicle's near face in the picture, pixels: the box of a vehicle seen from the side is wider than that. */
export function faceWidth(track: Track, point: TrackPoint, scale: Scale): number {
  if (scale.homography === null) return width(point.box);
  return Math.min(width(point.box), WIDTH_M[track.kind] * scale.pxPerMetre(point.ground, { x: 1, y: 0 }));
}

/** Width of the near face as a part of the box's height, under a low camera: where nothing is calibrated, what is wider is the far end. A rider has none to speak of. */
const FACE: Readonly<Record<Track['kind'], number>> = { car: 0.7, bus: 0.6, truck: 0.55, motorcycle: Infinity, bicycle: Infinity, person: Infinity };

/**
 * The middle of the near face on the road. On a road that leans in the picture the far end of a long vehicle widens its box towards
 * where the road goes, so the box's middle stands beside the wheels:
 *
 *        far end ┌────┐            road leans right going up:
 *   near face ┌──┼──┐ │            the near face is the left part of the box
 *             └──┴──┴─┘
 *               ^ here, not in the middle of the box
 */
export function contact(track: Track, point: TrackPoint, road: Point, scale: Scale): Point {
  const face = scale.homography === null ? Math.min(width(point.box), FACE[track.kind] * height(point.box)) : faceWidth(track, point, scale);
  const spare = width(point.box) - face;
  if (spare <= 0 || Math.abs(road.y) < 0.2) return point.ground;
  // The road's direction going up the picture.
  const lean = road.y > 0 ? -road.x : road.x;
  const share = Math.max(-1, Math.min(1, lean * 4));
  return { x: point.ground.x - (spare / 2) * share, y: point.ground.y };
}

/** No narrower and no wider: from the side a vehicle is as wide as it is long, and no car is as narrow as a rider is from behind. */
const WIDE_M: Readonly<Record<Track['kind'], readonly [number, number]>> = { car: [1.3, 7], motorcycle: [0.4, 2.4], bus: [1.6, 15], truck: [1.5, 15], bicycle: [0.4, 2.4], person: [0.2, 1.5] };

/** Where a track was truly seen, from one moment on and up to another. */
export const sightsOf = ({ path }: Track, from: number, to = Infinity): readonly TrackPoint[] => path.filter(({ observed, at }) => observed && at >= from && at <= to);

/** Height of the box where it seems to stand, as a part of what the lowest and shortest of its kind has there: the steeper the look, the more of its length and the less of its height. */
function heightShare({ kind }: Track, { box, ground }: TrackPoint, scale: Scale): number {
  const across = scale.pxPerMetre(ground, ACROSS);
  const along = Math.min(across, scale.pxPerMetre(ground, DOWN));
  return height(box) / (TALL_M[kind][0] * Math.sqrt(across ** 2 - along ** 2) + LENGTH_M[kind][0] * 0.9 * along);
}

/** The whole box of one is no shorter than this part of it: the edges tremble, and the far end of a car is lower than its roof. */
const SHORT: Readonly<Record<Track['kind'], number>> = { car: 0.75, motorcycle: 0.9, bus: 0.9, truck: 0.9, bicycle: 0.9, person: 0.9 };

/** Whether most sights show less of a rider than of any: something hides his foot, and he is nearer to the camera than he seems. Told only where metres are calibrated; how much a long vehicle's far end shows is too unsure. */
export const footIsHidden = (track: Track, points: readonly TrackPoint[], scale: Scale): boolean =>
  scale.homography !== null && familyOf(track.kind) === 'two' && 2 * points.filter((point) => heightShare(track, point, scale) < SHORT[track.kind]).length > points.length;

/**
 * Kinds that a detector confuses with each other: a rule that tells them apart needs a surer kind, and a size on the road that fits it.
 * The box of a vehicle is as high as the vehicle itself plus its length as the road is foreshortened there.
 */
export function kindIsSure(track: Track, points: readonly TrackPoint[], scale: Scale): boolean {
  if (track.kindShare < 0.8) return false;
  if (scale.homography === null || points.length === 0) return true;
  const [narrow, wide] = WIDE_M[track.kind];
  const fits = points.filter((point) => {
    const across = scale.pxPerMetre(point.ground, ACROSS);
    const most = TALL_M[track.kind][1] * across + LENGTH_M[track.kind][1] * scale.pxPerMetre(point.ground, DOWN);
    return width(point.box) >= narrow * across && width(point.box) <= wide * across && heightShare(track, point, scale) >= SHORT[track.kind] && height(point.box) <= 1.15 * most;
  });
  return fits.length * 2 > points.length;
}
