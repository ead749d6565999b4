// When a vehicle crosses the stop line, and whether that is an offence: known from the scene, not seen in the picture.
import { colourAt, type Scene } from './description.ts';
import { REAR_WHEEL_M, SIZE, type Drive } from './drive.ts';

export type Crossing = {
  readonly track: string;
  /** The foremost point passes the near edge of the line. */
  readonly front_s: number;
  /** The rear wheel's contact with the road passes it: the whole vehicle is on or past the line. Null: not within the clip. */
  readonly rear_s: number | null;
};

/** Null when the vehicle never reaches the line within the clip, or did so before it began. */
export function crossingOf(scene: Scene, drive: Drive): Crossing | null {
  if (drive.vehicle.drive.kind !== 'approach') return null;
  const { kind, id } = drive.vehicle;
  const front_s = passes(scene, drive, -SIZE[kind].length_m / 2);
  if (front_s === null) return null;
  return { track: id, front_s, rear_s: passes(scene, drive, REAR_WHEEL_M[kind]) };
}

/** Red throughout: the front passed the line after red began, and the rest of the vehicle followed during the same red. */
export function isRedLightOffence(scene: Scene, crossing: Crossing): boolean {
  return crossing.rear_s !== null && colourAt(scene, crossing.front_s) === 'red' && colourAt(scene, crossing.rear_s) === 'red';
}

export function redSince(scene: Scene, t_s: number): number | null {
  const begun = scene.signal.phases.filter((phase) => phase.from_s <= t_s).at(-1);
  return begun?.colour === 'red' ? begun.from_s : null;
}

function passes(scene: Scene, drive: Drive, offset_m: number): number | null {
  const line = scene.road.stop_z_m;
  let before: { readonly t_s: number; readonly z: number } | null = null;
  for (const pose of drive.poses) {
    const z = pose.z_m + offset_m;
    if (z < line && before !== null && before.z >= line) {
      const t_s = before.t_s + ((pose.t_s - before.t_s) * (before.z - line)) / (before.z - z);
      return t_s >= 0 && t_s <= scene.duration_s ? Math.round(t_s * 1000) / 1000 : null;
    }
    before = { t_s: pose.t_s, z };
  }
  return null;
}
