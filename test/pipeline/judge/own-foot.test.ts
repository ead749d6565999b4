// Sights with a hidden foot are left out of a measurement; how a box shrinks with distance leaves none out.
import { describe, expect, it } from 'vitest';
import type { Box, Homography } from '../../../domain/geometry.ts';
import { withOwnFoot } from '../../../pipeline/judge/seen/own-foot.ts';

const [CAMERA_M, FOCAL_PX, HORIZON_PX, MIDDLE_PX] = [6.5, 1500, 100, 960];
const TO_ROAD: Homography = [CAMERA_M, 0, -CAMERA_M * MIDDLE_PX, 0, 0, CAMERA_M * FOCAL_PX, 0, 1, -HORIZON_PX];

/** The box of a body on the road, `away` metres off, without what is `hidden` of its height from below. */
function boxOf({ tall, long, wide }: { readonly tall: number; readonly long: number; readonly wide: number }, away: number, hidden = 0): Box {
  const half = ((wide / 2) * FOCAL_PX) / away;
  const y1 = HORIZON_PX + (FOCAL_PX * (CAMERA_M - tall)) / (away + long);
  const y2 = HORIZON_PX + (FOCAL_PX * CAMERA_M) / away;
  return { x1: MIDDLE_PX - half, x2: MIDDLE_PX + half, y1, y2: y2 - hidden * (y2 - y1) };
}

describe('sights with their own foot', () => {
  it.each([
    ['motorcycle', { tall: 1.65, long: 1.9, wide: 0.8 }],
    ['car', { tall: 1.5, long: 4.3, wide: 1.8 }],
    ['bus', { tall: 3.1, long: 11, wide: 2.5 }],
  ] as const)('are all of a %s seen whole, and those alone where somebody drives behind it for a while', (kind, body) => {
    const ways = Array.from({ length: 20 }, (_, i) => 20 + 1.5 * i);
    const sights = ways.map((away) => ({ away, box: boxOf(body, away) }));
    expect(withOwnFoot(sights, kind, TO_ROAD)).toHaveLength(20);
    const partly = ways.map((away, i) => ({ away, box: boxOf(body, away, i >= 12 ? 0.3 : 0) }));
    expect(withOwnFoot(partly, kind, TO_ROAD).map(({ away }) => away)).toEqual(ways.slice(0, 12));
  });
});
