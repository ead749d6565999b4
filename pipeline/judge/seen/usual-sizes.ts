// How large riders and cars are in each row of an uncalibrated picture, learned from those who pass: a size that does not fit voids a kind.
import { area, height, median, width, type Box } from '../../../domain/geometry.ts';
import type { Track, TrackPoint } from '../../../domain/sighting.ts';
import type { TrackId } from '../../../domain/units.ts';
import { familyOf } from '../../../domain/vehicle.ts';

export type UsualSizes = {
  readonly see: (tracks: readonly Track[]) => void;
  /** False where most sights that can be compared show a car as narrow as the riders there, or a truck or bus as small as the cars. */
  readonly fits: (track: Track, points: readonly TrackPoint[]) => boolean;
  /** Whether most sights of a rider that can be compared are lower for their width than the riders there: something hides the foot, and it is nearer to the camera than it seems. */
  readonly footIsHidden: (track: Track, points: readonly TrackPoint[]) => boolean;
};

/** Rows of the picture in which a metre is about as long. */
const ROWS = 24;
/** Vehicles remembered in each, and how many must be known to compare with. */
const KEPT = 25;
const LEAST = 5;
const SIGHTS = 3;
/** A car is 1.8 m wide and a rider 0.8 m; half-way between, for something may hide a side. */
const NARROW = 1.5;
/** Of its usual height for its width, what a rider's box has at least. */
const LOW = 0.78;
/** A truck's box is about one and a half times as large each way as a car's. */
const SMALL = 1.25;

const slimness = (box: Box): number => height(box) / Math.max(1, width(box));
const largeness = (box: Box): number => Math.sqrt(area(box));

export function createUsualSizes(heightPx: number): UsualSizes {
  const riders = rowsOf(heightPx, width);
  const slim = rowsOf(heightPx, slimness);
  const cars = rowsOf(heightPx, largeness);
  return {
    see: (tracks) => {
      for (const { id, kind, state, path } of tracks) {
        const point = path.at(-1);
        if (point === undefined || !point.observed || state !== 'confirmed') continue;
        if (familyOf(kind) === 'two') {
          riders.see(id, point);
          slim.see(id, point);
        } else if (kind === 'car') cars.see(id, point);
      }
    },
    fits: ({ kind }, points) => {
      if (familyOf(kind) !== 'four') return true;
      return !mostly(riders.shares(points), NARROW) && (kind === 'car' || !mostly(cars.shares(points), SMALL));
    },
    footIsHidden: ({ kind }, points) => familyOf(kind) === 'two' && mostly(slim.shares(points), LOW),
  };
}

const mostly = (shares: readonly number[], below: number): boolean => shares.length >= SIGHTS && 2 * shares.filter((share) => share < below).length > shares.length;

type Rows = { readonly see: (track: TrackId, point: TrackPoint) => void; /** Sizes as parts of the usual one in their rows, where that is known. */ readonly shares: (points: readonly TrackPoint[]) => readonly number[] };

function rowsOf(heightPx: number, size: (box: Box) => number): Rows {
  const rows = new Map<number, Map<TrackId, number>>();
  const rowOf = ({ ground }: TrackPoint): number => Math.floor((ground.y / heightPx) * ROWS);
  return {
    see: (track, point) => {
      const row = rows.get(rowOf(point)) ?? new Map<TrackId, number>();
      rows.set(rowOf(point), row.set(track, size(point.box)));
      const [oldest] = row.keys();
      if (row.size > KEPT && oldest !== undefined) row.delete(oldest);
    },
    shares: (points) => points.flatMap((point) => {
      const row = rows.get(rowOf(point));
      return row === undefined || row.size < LEAST ? [] : [size(point.box) / median([...row.values()])];
    }),
  };
}
