// A box whose foot somebody hides: where the rest of it lies on course, the foot is put back.
import { height, width } from '../../domain/geometry.ts';
import { familyOf } from '../../domain/vehicle.ts';
import { JUST_NOW_MS, type LiveTrack, type Seen } from './live-track.ts';
import { boxOf } from './motion.ts';

/** Only of one followed this well and seen just now, or standing, is it known where its foot must be. */
const KNOWN_HITS = 5;
/** For longer than this no foot is put back: the vehicle may have been taken for taller than it is. */
const LONGEST_MS = 1_500;
/** What is left of the height. A box that is hardly shorter may well be the whole vehicle, going away. */
const LEFT = { least: 0.25, most: 0.8 };
/** Head and sides lie where they are expected, within this part of height and width: one that drives off fast grows smaller as if its foot were hidden. */
const ON_COURSE = { moving: 0.12, standing: 0.18 };

/** The detection at the vehicle's whole height, or null where it does not look like one that lost its foot. */
export function withFoot({ kind, motion, hits, at, seenAt, wholeAt, stands }: LiveTrack, seen: Seen): Seen | null {
  if (hits < KNOWN_HITS || seen.cut || (!stands && at - seenAt > JUST_NOW_MS) || at - wholeAt > LONGEST_MS) return null;
  const expected = boxOf(motion);
  const { box } = seen;
  const [wide, tall] = [width(expected), height(expected)];
  const left = height(box) / tall;
  const onCourse = stands ? ON_COURSE.standing : ON_COURSE.moving;
  const sideways = Math.max(Math.abs(box.x1 - expected.x1), Math.abs(box.x2 - expected.x2));
  if (left < LEFT.least || left > LEFT.most || sideways > onCourse * wide || Math.abs(box.y1 - expected.y1) > onCourse * tall) return null;
  // Its shape stays while it drives away: what is seen of its width tells its height. A rider's width trembles too much for that.
  const scale = stands || familyOf(kind) === 'two' ? 1 : width(box) / wide;
  return { ...seen, box: { ...box, y2: box.y1 + scale * tall } };
}
