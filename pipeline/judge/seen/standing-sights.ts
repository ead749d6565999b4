// What the sights of one that stands tell, by medians: a box that somebody half hides trembles by more than who stands may move.
import { distance, ground, height, median, medianPoint, top, type Box, type Point } from '../../../domain/geometry.ts';
import type { TrackPoint } from '../../../domain/sighting.ts';
import type { Sample } from './broken.ts';

/** Where it is now is told over so long. */
const LATELY_MS = 600;

/** How far the place of late lies from that of all of its standing, pixels. */
export const wentBy = (here: readonly Sample[], at: number): number => distance(placeOf(here.filter(({ point }) => point.at > at - LATELY_MS)), placeOf(here));

/** Pixels a second from the former to the latter half of the time, beyond what a box trembles by. */
export function pace(here: readonly Sample[], slack: number): number {
  const [first, last] = [here[0], here.at(-1)];
  if (first === undefined || last === undefined || last.point.at <= first.point.at) return 0;
  const middle = here.length >> 1;
  const moved = distance(placeOf(here.slice(0, middle)), placeOf(here.slice(middle))) - slack;
  return (2000 * moved) / (last.point.at - first.point.at);
}

/** The upper edge of one that stands lies this still, as a part of the box's height. */
const SAME_TOP = 0.025;
/** Of the sights with one upper edge those show the foot that are so tall beside the tallest, a tenth of which may be slips. */
const TALL = 0.92;
const SLIPS = 0.1;

/**
 * How far past the line it stands, pixels. Who stops behind it hides its foot, and the box then seems to stand farther on: of the sights on its way
 * here with the upper edge of who stands the tall ones are true. By the boxes as they were detected: the followed one's edges shake together.
 */
export function standsAt(here: readonly Sample[], approach: readonly Sample[], past: (place: Point) => number): number {
  const edge = medianPoint(here.map(({ point }) => top(asSeen(point))));
  const alike = approach.map(({ point }) => asSeen(point)).filter((box) => distance(top(box), edge) <= Math.max(1, SAME_TOP * height(box)));
  const tallest = alike.map(height).sort((a, b) => b - a)[Math.floor(SLIPS * alike.length)] ?? 0;
  const whole = alike.filter((box) => height(box) >= TALL * tallest);
  return Math.min(median(here.map(({ s }) => s)), whole.length === 0 ? Infinity : median(whole.map((box) => past(ground(box)))));
}

const asSeen = ({ box, detected }: TrackPoint): Box => detected ?? box;
const placeOf = (samples: readonly Sample[]): Point => medianPoint(samples.map(({ point }) => point.ground));
