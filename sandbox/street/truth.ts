// The ground truth of a rendered clip: signal, lines, every track with its plate, every offence with its time.
import type { SeenVehicle } from './browser.ts';
import { crossingOf, isRedLightOffence, redSince, type Crossing } from './crossing.ts';
import type { Scene } from './description.ts';
import { poseAt, REAR_WHEEL_M, SIZE, type Drive } from './drive.ts';
import { pinhole, tenth, type Pixel } from './pinhole.ts';
import { placeSignal } from './signal-place.ts';

export type SeenFrame = { readonly t_s: number; readonly seen: readonly SeenVehicle[] };
type Box = SeenVehicle['box'];

const DEFINITIONS = {
  box: '[x1, y1, x2, y2] of the whole vehicle with its riders, hidden parts included, in full-frame pixels; may reach beyond the frame',
  ground: 'road contact of the wheels nearer to the camera (rear wheel of traffic going away); the middle of vehicles crossing sideways',
  unoccluded: 'share of the box within the frame that no nearer vehicle box covers',
  plate_quad: 'corners from the top left, clockwise; present when the plate faces the camera and lies in the frame',
  t_s: 'the rear wheel contact passes the near edge of the stop line; t_front_s: the foremost point does',
};

export function tellTruth(scene: Scene, drives: readonly Drive[], frames: readonly SeenFrame[]): string {
  const crossings = drives.flatMap((drive) => crossingOf(scene, drive) ?? []);
  const head = {
    synthetic: 'HÌNH MÔ PHỎNG / SYNTHETIC: rendered from a described scene; every person, vehicle and plate is invented',
    scene: scene.name,
    place: scene.place,
    starts_at: scene.starts_at,
    fps: scene.fps,
    width: scene.width,
    height: scene.height,
    duration_s: scene.duration_s,
    definitions: DEFINITIONS,
    signal: { ...placeSignal(scene), phases: phasesOf(scene) },
    stop_line: stopLine(scene),
    lanes: scene.road.lanes.map((lane) => ({ id: lane.id, for: lane.for, polygon: lanePolygon(scene, lane.from_x_m, lane.to_x_m) })),
    pixels_per_metre_at_line: pixelsPerMetre(scene),
    crossings,
    offences: crossings.filter((crossing) => isRedLightOffence(scene, crossing)).map((crossing) => offenceOf(scene, drives, crossing)),
  };
  const tracks = drives.flatMap((drive) => trackOf(scene, drive, frames) ?? []);
  // One line a track keeps the file readable and its differences small.
  const lines = tracks.map((track) => JSON.stringify(track)).join(',\n');
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n "tracks": [\n${lines}\n]\n}`;
}

function phasesOf(scene: Scene): readonly object[] {
  return scene.signal.phases.map(({ colour, from_s }, index) => {
    const to_s = scene.signal.phases[index + 1]?.from_s ?? scene.duration_s;
    return { colour, from_ms: from_s * 1000, to_ms: to_s * 1000 };
  });
}

function stopLine(scene: Scene): object {
  const project = pinhole(scene);
  const { half_width_m, stop_z_m } = scene.road;
  const px = [project([-half_width_m, 0, stop_z_m]), project([half_width_m, 0, stop_z_m])];
  return { px, relative: px.map((point) => relative(scene, point)), note: 'the near edge of the painted line, left to right' };
}

/** A lane on the picture: from where it enters the frame to the stop line, in 0–1 coordinates. */
export function lanePolygon(scene: Scene, fromX: number, toX: number): readonly Pixel[] {
  const project = pinhole(scene);
  const { stop_z_m } = scene.road;
  const nearest = nearestVisibleZ(scene);
  const corners = [project([fromX, 0, nearest]), project([fromX, 0, stop_z_m]), project([toX, 0, stop_z_m]), project([toX, 0, nearest])];
  return corners.map((point) => relative(scene, point));
}

/** The ground at the lower edge of the frame, to a tenth of a metre. */
function nearestVisibleZ(scene: Scene): number {
  const project = pinhole(scene);
  let z = scene.road.stop_z_m;
  while (project([scene.camera.position_m[0], 0, z])[1] < scene.height - 1) z += 0.1;
  return z;
}

export function relative(scene: Scene, [x, y]: Pixel): Pixel {
  const clamp = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000;
  return [clamp(x / scene.width), clamp(y / scene.height)];
}

function pixelsPerMetre(scene: Scene): number {
  const project = pinhole(scene);
  const { stop_z_m } = scene.road;
  return tenth(project([0.5, 0, stop_z_m])[0] - project([-0.5, 0, stop_z_m])[0]);
}

function offenceOf(scene: Scene, drives: readonly Drive[], crossing: Crossing): object {
  const drive = drives.find((candidate) => candidate.vehicle.id === crossing.track);
  const { front_s, rear_s } = crossing;
  const red_since_s = redSince(scene, front_s);
  if (drive === undefined || rear_s === null || red_since_s === null) throw new Error(`no offence can be told of ${crossing.track}`);
  const { vehicle } = drive;
  const red_for_ms = Math.round((rear_s - red_since_s) * 1000);
  const times = { t_s: rear_s, t_front_s: front_s, red_since_s, red_for_ms };
  return { offence: 'red_light', ...times, track: vehicle.id, vehicle: vehicle.kind, plate: vehicle.plate.text, point_px: groundPoint(scene, drive, rear_s) };
}

function trackOf(scene: Scene, drive: Drive, frames: readonly SeenFrame[]): object | null {
  const { vehicle } = drive;
  const samples = frames.flatMap(({ t_s, seen }) => {
    const own = seen.find((candidate) => candidate.id === vehicle.id);
    return own === undefined ? [] : [sampleOf(scene, drive, t_s, own, seen)];
  });
  if (samples.length === 0) return null;
  const { id, kind, brand, colour, plate } = vehicle;
  return { id, kind, brand, colour, plate, samples };
}

function sampleOf(scene: Scene, drive: Drive, t_s: number, own: SeenVehicle, seen: readonly SeenVehicle[]): object {
  const nearer = seen.filter((other) => other.id !== own.id && other.box[3] > own.box[3]);
  const sample = {
    t_ms: Math.round(t_s * 1000),
    box: own.box.map(tenth),
    ground: groundPoint(scene, drive, t_s),
    unoccluded: openShare(scene, own.box, nearer.map((other) => other.box)),
  };
  const { quad, facing } = own.plate;
  const inFrame = quad.every(([x, y]) => x >= 0 && y >= 0 && x <= scene.width && y <= scene.height);
  return facing > 0.4 && inFrame ? { ...sample, plate_quad: quad.map((corner) => corner.map(tenth)) } : sample;
}

function groundPoint(scene: Scene, drive: Drive, t_s: number): Pixel | null {
  const pose = poseAt(drive, t_s);
  if (pose === null) return null;
  const along = Math.cos((pose.heading_deg * Math.PI) / 180);
  const back_m = Math.abs(along) > 0.7 ? REAR_WHEEL_M[drive.vehicle.kind] : SIZE[drive.vehicle.kind].width_m / 2;
  return pinhole(scene)([pose.x_m, 0, pose.z_m + back_m]);
}

/** Counted on a grid of points of the box. */
function openShare(scene: Scene, [x1, y1, x2, y2]: Box, covers: readonly Box[]): number {
  const steps = 12;
  let inside = 0;
  let open = 0;
  for (let index = 0; index < steps * steps; index++) {
    const x = x1 + ((x2 - x1) * ((index % steps) + 0.5)) / steps;
    const y = y1 + ((y2 - y1) * (Math.floor(index / steps) + 0.5)) / steps;
    if (x < 0 || y < 0 || x > scene.width || y > scene.height) continue;
    inside += 1;
    if (!covers.some((cover) => x > cover[0] && x < cover[2] && y > cover[1] && y < cover[3])) open += 1;
  }
  return inside === 0 ? 0 : Math.round((open / inside) * 100) / 100;
}
