// Pictures of single vehicles: drawn when a vehicle looks new, kept while it looks the same but for its size and place.
import type { Painter, Rectangle, SeenVehicle, VehiclePose } from './browser.ts';
import type { Stage, VehicleKind } from './description.ts';
import { SIZE } from './drive.ts';
import { pinhole, type Pixel } from './pinhole.ts';

type Box = SeenVehicle['box'];
export type Sprite = {
  readonly width: number;
  readonly height: number;
  /** The vehicle's box at its drawing, within the sprite. */
  readonly box: Box;
  /** RGBA premultiplied, top row first. */
  readonly rgba: Buffer;
  /** How much of the sun is taken from the road, top row first; null where no sun shines. */
  readonly shadow: Buffer | null;
};
export type Wardrobe = { readonly spriteOf: (pose: VehiclePose, box: Box) => Promise<Sprite>; /** Metres along the camera's axis. */
  readonly distanceOf: (pose: VehiclePose) => number; readonly keepOnly: (ids: ReadonlySet<string>) => Promise<void>; readonly drawn: () => number };
type Look = { readonly range: number; readonly azimuth_deg: number; readonly elevation_deg: number; readonly braking: boolean; readonly standing: boolean };
type Kept = Look & { readonly sprite: Sprite };

/** A sprite serves while the vehicle is seen from nearly the same side and distance (range: logarithm). */
const TOLERANCE = { range: 0.15, azimuth_deg: 5, elevation_deg: 2.6 };
const HEIGHT_M: Readonly<Record<VehicleKind, number>> = { car: 1.8, bus: 3.4, truck: 3.2, motorcycle: 1.85 };
/** Beams of head lamps reach this far ahead. */
const BEAM_M = 10;
const BEYOND_PX = 120;
const MARGIN_PX = 6;

export function openWardrobe(painter: Painter, stage: Stage): Wardrobe {
  const kept = new Map<string, Kept[]>();
  let drawn = 0;
  return {
    spriteOf: async (pose, box) => {
      const look = lookOf(stage, pose);
      const own = kept.get(pose.id) ?? [];
      const [best] = own.filter((other) => difference(look, other) <= 1).sort((a, b) => difference(look, a) - difference(look, b));
      if (best !== undefined) return best.sprite;
      const rect = rectangleOf(stage, pose, box);
      const sprite = spriteFrom(await painter.sprite(pose, rect), rect, box);
      kept.set(pose.id, [...own, { ...look, sprite }]);
      drawn += 1;
      return sprite;
    },
    distanceOf: (pose) => distanceOf(stage, pose),
    keepOnly: async (ids) => {
      for (const id of [...kept.keys()].filter((one) => !ids.has(one))) {
        kept.delete(id);
        await painter.forget(id);
      }
    },
    drawn: () => drawn,
  };
}

function lookOf({ camera: { position_m: [x, height, z] } }: Stage, { x_m, z_m, heading_deg, speed_ms, braking }: VehiclePose): Look {
  const away = Math.hypot(x_m - x, z_m - z);
  return {
    range: Math.log(Math.hypot(away, height)),
    azimuth_deg: degrees(Math.atan2(x_m - x, z - z_m)) - heading_deg,
    elevation_deg: degrees(Math.atan2(height, away)),
    braking,
    standing: speed_ms < 0.4,
  };
}

function difference(a: Look, b: Look): number {
  if (a.braking !== b.braking || a.standing !== b.standing) return Infinity;
  const turned = Math.abs(((a.azimuth_deg - b.azimuth_deg + 540) % 360) - 180);
  return Math.max(Math.abs(a.range - b.range) / TOLERANCE.range, turned / TOLERANCE.azimuth_deg, Math.abs(a.elevation_deg - b.elevation_deg) / TOLERANCE.elevation_deg);
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** Along the camera's axis. */
function distanceOf({ camera: { position_m, target_m } }: Stage, { x_m, z_m }: VehiclePose): number {
  const axis = [0, 1, 2].map((i) => (target_m[i] ?? 0) - (position_m[i] ?? 0));
  const offset = [x_m, 0, z_m].map((value, i) => value - (position_m[i] ?? 0));
  return axis.reduce((sum, value, i) => sum + value * (offset[i] ?? 0), 0) / Math.hypot(...axis);
}

/** All that the vehicle draws: itself, its shadow, the light of its lamps. */
function rectangleOf(stage: Stage, pose: VehiclePose, box: Box): Rectangle {
  const points = [...groundOf(stage, pose), [box[0], box[1]] as const, [box[2], box[3]] as const];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const within = (value: number, most: number): number => Math.round(Math.min(most + BEYOND_PX, Math.max(-BEYOND_PX, value)));
  const [x1, y1] = [within(Math.min(...xs) - MARGIN_PX, stage.width), within(Math.min(...ys) - MARGIN_PX, stage.height)];
  const [x2, y2] = [within(Math.max(...xs) + MARGIN_PX, stage.width), within(Math.max(...ys) + MARGIN_PX, stage.height)];
  return [x1, y1, Math.max(2, x2 - x1), Math.max(2, y2 - y1)];
}

function groundOf(stage: Stage, { id, x_m, z_m, heading_deg }: VehiclePose): readonly Pixel[] {
  const kind = stage.vehicles.find((vehicle) => vehicle.id === id)?.kind ?? 'car';
  const { length_m, width_m } = SIZE[kind];
  const { sun, sun_direction: [sx, sy, sz], night } = stage.light;
  const project = pinhole(stage);
  const heading = (heading_deg * Math.PI) / 180;
  const spread = kind === 'motorcycle' ? 0.6 : 0.75;
  const ends = [-length_m * 0.62, length_m * 0.62 + (night ? BEAM_M : 0)];
  return ends.flatMap((ahead) => [-1, 1].flatMap((side) => {
    const across = side * (night && ahead > 0 ? 1.7 : width_m * spread);
    const x = x_m + Math.sin(heading) * ahead + Math.cos(heading) * across;
    const z = z_m - Math.cos(heading) * ahead + Math.sin(heading) * across;
    const top = HEIGHT_M[kind] / sy;
    return [project([x, 0, z]), ...(sun > 0 ? [project([x - sx * top, 0, z - sz * top])] : [])];
  }));
}

function spriteFrom(pixels: Buffer, [x, y, width, height]: Rectangle, box: Box): Sprite {
  const area = width * height;
  const shadow = pixels.length > area * 4 ? flipped(pixels.subarray(area * 4), width, height) : null;
  return { width, height, box: [box[0] - x, box[1] - y, box[2] - x, box[3] - y], rgba: flipped(pixels.subarray(0, area * 4), width * 4, height), shadow };
}

function flipped(pixels: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.allocUnsafe(stride * height);
  for (let row = 0; row < height; row += 1) pixels.copy(out, row * stride, (height - 1 - row) * stride, (height - row) * stride);
  return out;
}
