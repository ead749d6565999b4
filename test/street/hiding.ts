// How much of a vehicle nearer ones hide in the picture, and what is left of its box.
import { area, height, intersectionArea, width, type Box } from '../../domain/geometry.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';

/** How much of its box a body fills, and so hides: a rider leaves gaps. Drawn by eye on the real clips, not measured. */
export const FILLS = { body: 0.9, rider: 0.6 };

export type Shown = { readonly box: Box; readonly kind: VehicleKind };

/** The share of `box` that nearer boxes cover, and what is left of it once the largest of them is cut off. */
export function hiddenBy(box: Box, nearer: readonly Shown[]): { readonly hidden: number; readonly rest: Box } {
  let open = 1;
  let worst = { share: 0, by: box };
  for (const { box: other, kind } of nearer) {
    const rider = kind === 'motorcycle' || kind === 'bicycle' || kind === 'person';
    const share = ((rider ? FILLS.rider : FILLS.body) * intersectionArea(box, other)) / Math.max(1, area(box));
    if (share === 0) continue;
    open *= 1 - share;
    if (share > worst.share) worst = { share, by: other };
  }
  return { hidden: 1 - open, rest: worst.share === 0 ? box : cutOff(box, worst.by) };
}

/** The largest upright part of `box` outside `by`. */
function cutOff(box: Box, by: Box): Box {
  const parts: Box[] = [{ ...box, x2: Math.min(box.x2, by.x1) }, { ...box, x1: Math.max(box.x1, by.x2) }, { ...box, y2: Math.min(box.y2, by.y1) }];
  return parts.filter((part) => width(part) > 0 && height(part) > 0).sort((a, b) => area(b) - area(a))[0] ?? box;
}
