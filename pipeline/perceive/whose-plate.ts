// Whose plate it is that shows within a vehicle's box: another vehicle may stand behind it or before it.
import { centre, height, iou, width, type Box, type Point } from '../../domain/geometry.ts';
import type { Track } from '../../domain/sighting.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';

export type Neighbour = { readonly box: Box; readonly kind: VehicleKind };

/** Two boxes that share so much are two boxes about one vehicle. */
const SAME = 0.7;
/** Above this part of its box, from the top, no vehicle carries a plate: heads, roofs, windscreens. */
const LOWER = 0.35;
/** A body fills its box but for the corners: beside a rider's body the road behind shows. Part of the width, from the middle. */
const BODY: Readonly<Record<'narrow' | 'wide', number>> = { narrow: 0.25, wide: 0.45 };
const bodyOf = (kind: VehicleKind): number => (kind === 'motorcycle' || kind === 'bicycle' ? BODY.narrow : BODY.wide);

/** Those of the picture that a plate in this box could belong to instead. */
export function neighboursOf(box: Box, own: Track, tracks: readonly Track[]): readonly Neighbour[] {
  return tracks.flatMap(({ id, kind, state, path }) => {
    const other = path.at(-1)?.box;
    const meets = other !== undefined && other.x1 < box.x2 && other.x2 > box.x1 && other.y1 < box.y2 && other.y2 > box.y1;
    return id === own.id || state === 'tentative' || kind === 'person' || !meets || iou(box, other) > SAME ? [] : [{ box: other, kind }];
  });
}

/**
 * A body hides what is behind it: a plate within two boxes belongs to the nearer vehicle where it shows on that one's body. Beside its body it may be
 * either's, and so is nobody's.
 */
export function isOwnPlate(plate: Box, own: Neighbour, others: readonly Neighbour[]): boolean {
  const at = centre(plate);
  return others.every((other) => !mayCarry(other, at, 0.5) || (own.box.y2 >= other.box.y2 && mayCarry(own, at, bodyOf(own.kind))));
}

/** Does the place lie in the part of the box where plates are, and so near its middle? `beside`: a part of the width. */
function mayCarry({ box }: Neighbour, { x, y }: Point, beside: number): boolean {
  return y <= box.y2 && y >= box.y1 + LOWER * height(box) && Math.abs(x - (box.x1 + box.x2) / 2) <= beside * width(box);
}
