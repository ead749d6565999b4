// Where every vehicle of a scene is at every moment: car following, the queue at red, and those who run it.
import { colourAt, type Approach, type Cruise, type Scene, type SceneVehicle, type VehicleKind } from './description.ts';

export type Pose = {
  readonly t_s: number;
  readonly x_m: number;
  readonly z_m: number;
  /** 0 = away from the camera, positive to the right. */
  readonly heading_deg: number;
  readonly speed_ms: number;
  readonly braking: boolean;
};

export type Drive = { readonly vehicle: SceneVehicle; readonly poses: readonly Pose[] };

/** Metres; the length is bumper to bumper of the drawn models. */
export const SIZE: Readonly<Record<VehicleKind, { readonly length_m: number; readonly width_m: number }>> = {
  car: { length_m: 4.6, width_m: 1.86 },
  bus: { length_m: 9, width_m: 2.44 },
  truck: { length_m: 6.2, width_m: 2.2 },
  motorcycle: { length_m: 1.9, width_m: 0.76 },
};

/** Distance from a vehicle's centre back to the road contact of its rear wheel. */
export const REAR_WHEEL_M: Readonly<Record<VehicleKind, number>> = { car: 1.45, bus: 2.5, truck: 1.95, motorcycle: 0.62 };

/** Traffic is followed from before the clip's start, so that the first frame already shows a street in use. */
const WARM_UP_S = 8;
const STEP_S = 0.02;
const ACCELERATION_MS2 = 2.2;
const BRAKING_MS2 = 3.2;
const HARDEST_BRAKING_MS2 = 7;
const HEADWAY_S = 0.8;
/** Far beyond the junction a vehicle leaves the scene. */
const LAST_Z_M = -105;

type Mover = { readonly vehicle: SceneVehicle; readonly approach: Approach; z: number; speed: number; decided: 'go' | 'stop' | 'open'; readonly poses: Pose[] };
type Obstacle = { readonly gap_m: number; readonly speed_ms: number };

export function driveScene(scene: Scene): readonly Drive[] {
  const movers: Mover[] = [];
  const drives: Drive[] = [];
  for (const vehicle of scene.vehicles) {
    if (vehicle.drive.kind === 'cruise') {
      drives.push({ vehicle, poses: cruisePoses(scene, vehicle.drive) });
      continue;
    }
    const { from_z_m, speed_ms } = vehicle.drive;
    movers.push({ vehicle, approach: vehicle.drive, z: from_z_m, speed: speed_ms, decided: 'open', poses: [] });
  }
  const steps = Math.round((WARM_UP_S + scene.duration_s) / STEP_S);
  for (let step = 0; step <= steps; step++) advance(scene, movers, step * STEP_S - WARM_UP_S);
  return [...drives, ...movers.map(({ vehicle, poses }) => ({ vehicle, poses }))];
}

export function poseAt(drive: Drive, t_s: number): Pose | null {
  const { poses } = drive;
  const first = poses[0];
  const last = poses.at(-1);
  if (first === undefined || last === undefined || t_s < first.t_s - 1e-6 || t_s > last.t_s + 1e-6) return null;
  const span = last.t_s - first.t_s;
  const at = span === 0 ? 0 : ((t_s - first.t_s) / span) * (poses.length - 1);
  const before = poses[Math.floor(at)] ?? first;
  const after = poses[Math.ceil(at)] ?? last;
  const part = at - Math.floor(at);
  const mix = (a: number, b: number): number => a + (b - a) * part;
  return {
    t_s,
    x_m: mix(before.x_m, after.x_m),
    z_m: mix(before.z_m, after.z_m),
    heading_deg: mix(before.heading_deg, after.heading_deg),
    speed_ms: mix(before.speed_ms, after.speed_ms),
    braking: before.braking,
  };
}

function advance(scene: Scene, movers: readonly Mover[], t_s: number): void {
  const present = movers.filter((mover) => mover.approach.enters_at_s <= t_s && mover.z > LAST_Z_M);
  for (const mover of present) {
    const obstacle = nearestObstacle(scene, mover, present, t_s);
    const acceleration = followingAcceleration(mover, obstacle);
    mover.speed = Math.max(0, mover.speed + acceleration * STEP_S);
    if (mover.speed < 0.06 && acceleration < 0) mover.speed = 0;
    mover.z -= mover.speed * STEP_S;
    mover.poses.push(poseOf(mover, acceleration, t_s));
  }
}

function poseOf(mover: Mover, acceleration: number, t_s: number): Pose {
  const x_m = wayX(mover.approach, mover.z);
  const slope = wayX(mover.approach, mover.z - 0.6) - wayX(mover.approach, mover.z + 0.6);
  return {
    t_s,
    x_m,
    z_m: mover.z,
    heading_deg: (Math.atan2(slope, 1.2) * 180) / Math.PI,
    speed_ms: mover.speed,
    braking: acceleration < -0.5 || mover.speed < 0.3,
  };
}

/** The intelligent driver model: speed up to the wanted speed, keep a gap that grows with speed and closing speed. */
function followingAcceleration(mover: Mover, obstacle: Obstacle): number {
  const standstill_m = mover.vehicle.kind === 'motorcycle' ? 0.7 : 1.5;
  const closing = (mover.speed * (mover.speed - obstacle.speed_ms)) / (2 * Math.sqrt(ACCELERATION_MS2 * BRAKING_MS2));
  const wanted_m = standstill_m + Math.max(0, mover.speed * HEADWAY_S + closing);
  const free = 1 - (mover.speed / mover.approach.speed_ms) ** 4;
  const acceleration = ACCELERATION_MS2 * (free - (wanted_m / Math.max(0.2, obstacle.gap_m)) ** 2);
  return Math.max(-HARDEST_BRAKING_MS2, acceleration);
}

function nearestObstacle(scene: Scene, mover: Mover, present: readonly Mover[], t_s: number): Obstacle {
  const own = SIZE[mover.vehicle.kind];
  const front = mover.z - own.length_m / 2;
  let nearest: Obstacle = { gap_m: Infinity, speed_ms: 0 };
  for (const other of present) {
    if (other === mover || other.z >= mover.z) continue;
    const size = SIZE[other.vehicle.kind];
    const clearance = (own.width_m + size.width_m) / 2 + 0.12;
    const sideways = Math.abs(wayX(other.approach, other.z) - wayX(mover.approach, other.z + size.length_m / 2));
    if (sideways > clearance) continue;
    const gap_m = front - (other.z + size.length_m / 2);
    if (gap_m < nearest.gap_m) nearest = { gap_m, speed_ms: other.speed };
  }
  const line = lineObstacle(scene, mover, front, t_s);
  return line !== null && line.gap_m < nearest.gap_m ? line : nearest;
}

/** The line holds a driver at red, and at amber when he can still stop in comfort; once he has gone on, he goes on. */
function lineObstacle(scene: Scene, mover: Mover, front: number, t_s: number): Obstacle | null {
  const colour = colourAt(scene, t_s);
  if (colour === 'green') mover.decided = 'open';
  if (mover.approach.at_red === 'run' || colour === 'green') return null;
  const gap_m = front - (scene.road.stop_z_m + mover.approach.stop_gap_m);
  if (mover.decided === 'open') {
    if (gap_m < -0.3) return null;
    mover.decided = gap_m > mover.speed ** 2 / (2 * BRAKING_MS2) ? 'stop' : 'go';
  }
  if (mover.decided === 'go') return null;
  const standstill_m = mover.vehicle.kind === 'motorcycle' ? 0.7 : 1.5;
  return { gap_m: Math.max(0.05, gap_m + standstill_m), speed_ms: 0 };
}

/** x on the way at z: way-points joined by smooth curves. */
function wayX(approach: Approach, z: number): number {
  const { way } = approach;
  const first = way[0];
  if (first === undefined) throw new Error('a way needs at least one point');
  let before = first;
  for (const point of way) {
    if (point.z_m <= z) {
      if (point === first) return point.x_m;
      const part = (before.z_m - z) / (before.z_m - point.z_m);
      return before.x_m + (point.x_m - before.x_m) * part * part * (3 - 2 * part);
    }
    before = point;
  }
  return before.x_m;
}

function cruisePoses(scene: Scene, cruise: Cruise): readonly Pose[] {
  const [x0, z0] = cruise.from_m;
  const [x1, z1] = cruise.to_m;
  const length_m = Math.hypot(x1 - x0, z1 - z0);
  const heading_deg = (Math.atan2(x1 - x0, -(z1 - z0)) * 180) / Math.PI;
  const poses: Pose[] = [];
  const until_s = Math.min(cruise.enters_at_s + length_m / cruise.speed_ms, scene.duration_s);
  for (let t_s = cruise.enters_at_s; t_s <= until_s; t_s += STEP_S) {
    const part = ((t_s - cruise.enters_at_s) * cruise.speed_ms) / length_m;
    poses.push({ t_s, x_m: x0 + (x1 - x0) * part, z_m: z0 + (z1 - z0) * part, heading_deg, speed_ms: cruise.speed_ms, braking: false });
  }
  return poses;
}
