// Which side a vehicle shows: its front while it comes nearer, told from the way it has last driven.
import { distance, width, type Point } from '../../domain/geometry.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import type { MediaMs, TrackId } from '../../domain/units.ts';

export type Facing = {
  /** Since when it has shown its front; null where it shows its back, or has not driven far enough to tell. */
  readonly frontSince: (track: Track, now: TrackPoint) => MediaMs | null;
  readonly drop: (track: TrackId) => void;
};

/** A way of so many widths of the box tells; a foot that is hidden and shows again moves by less. */
const LEG = 1.5;
/** Down the picture by so much of the way across it: nobody who drives so goes away from the camera, at its sides neither. */
const NEARER = 0.25;

type Leg = { readonly at: MediaMs; readonly ground: Point; readonly frontSince: MediaMs | null };

export function createFacing(): Facing {
  const legs = new Map<TrackId, Leg>();
  return {
    frontSince: ({ id }, { at, ground, box }) => {
      const leg = legs.get(id) ?? { at, ground, frontSince: null };
      const far = distance(ground, leg.ground) >= LEG * width(box);
      const nearer = ground.y - leg.ground.y > NEARER * Math.abs(ground.x - leg.ground.x);
      const now = far ? { at, ground, frontSince: nearer ? (leg.frontSince ?? leg.at) : null } : leg;
      legs.set(id, now);
      return now.frontSince;
    },
    drop: (id) => void legs.delete(id),
  };
}
