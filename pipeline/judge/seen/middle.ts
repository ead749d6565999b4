// The moment at which a vehicle's middle came over a line: what a person calls "it crossed then".
import type { Track } from '../../../domain/sighting.ts';
import { reach, type Passage } from './passage.ts';
import type { Scale } from './scale.ts';

/** The middle between the axles lies about this part of the greatest usual length ahead of the rear. */
const AHEAD = 0.3;
/** One who rolls over slowly has no clear moment: no earlier than this before the rear came over. */
const MOST_MS = 700;

/** The ground point of a vehicle that goes away is its rear; `reach` is its greatest usual length. Null where the middle was not seen to come over. */
export function middlePassedAt(passage: Passage, track: Track, scale: Scale): number | null {
  let at: number | null = null;
  for (let i = 1; i < passage.approach.length; i += 1) {
    const a = passage.approach[i - 1];
    const b = passage.approach[i];
    if (a === undefined || b === undefined || a.point.at >= (passage.crossedAt ?? 0)) break;
    const level = -reach(passage, track, b.point, scale)[0] * AHEAD;
    if (a.s < level && b.s >= level) at = a.point.at + ((b.point.at - a.point.at) * (level - a.s)) / (b.s - a.s);
  }
  return at === null || passage.crossedAt === null ? null : Math.max(at, passage.crossedAt - MOST_MS);
}
