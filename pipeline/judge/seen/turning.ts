// Which way a vehicle went through the junction: by the exit it crossed, else by how its heading changed on the road.
import { along, distance, project, signedDistance, type Point } from '../../../domain/geometry.ts';
import type { Movement, Scene } from '../../../domain/scene.ts';
import type { Track, TrackPoint } from '../../../domain/sighting.ts';
import { onRoad as bySize } from './footprint.ts';
import type { Scale } from './scale.ts';

export type Course = {
  /** Points on the road in metres, or in a picture whose foreshortening is undone; thinned to one a metre, by the vehicle's own size where nothing is calibrated. */
  readonly road: Point[];
  exit: Movement | null;
  lastGround: Point | null;
  /** Where in the picture the last of `road` was. */
  thinned: Point | null;
};

export const newCourse = (): Course => ({ road: [], exit: null, lastGround: null, thinned: null });

/** Points kept: 160 m of travel are more than any junction's view. */
const KEPT = 160;

export function follow(course: Course, track: Track, point: TrackPoint, scene: Scene, scale: Scale): void {
  const from = course.lastGround;
  course.lastGround = point.ground;
  const here = onRoad(point.ground, scene, scale);
  if (course.thinned === null || metres(course.thinned, track, point, scale) >= 1) {
    course.road.push(here);
    course.thinned = point.ground;
    if (course.road.length > KEPT) course.road.shift();
  }
  if (from === null) return;
  for (const exit of scene.exits) {
    if (signedDistance(exit.line, from) >= 0 || signedDistance(exit.line, point.ground) < 0) continue;
    const place = along(exit.line, point.ground);
    if (place >= -0.05 && place <= 1.05) course.exit = exit.movement;
  }
}

/** A shorter way has no heading: far away a box trembles by metres. */
const LEAST_M = 12;
/** Who went straight on for so long will not turn any more. */
const SURELY_M = 20;

export type Turned = { readonly movement: Movement | 'unknown'; readonly deg: number };

/** What is known so far; `final` once nothing more will be seen. Without declared exits a straight course needs a long look. */
export function movementOf(course: Course, scene: Scene, scale: Scale, final: boolean): Turned {
  const deg = turned(course.road) * handedness(course, scene, scale);
  if (course.exit !== null) return { movement: course.exit, deg };
  const size = Math.abs(deg);
  if (scene.exits.length > 0 && !final) return { movement: 'unknown', deg };
  const travelled = course.road.length;
  if (travelled < LEAST_M) return { movement: 'unknown', deg };
  if (size >= 140) return { movement: 'uturn', deg };
  if (size >= 45) return { movement: deg > 0 ? 'right' : 'left', deg };
  if (scene.exits.length === 0 && size <= 20 && (final || travelled >= SURELY_M)) return { movement: 'straight', deg };
  return { movement: 'unknown', deg };
}

/** Change of heading from the first third of the way to the last three metres, degrees, clockwise positive on a picture. Far away, where it begins, a metre is a pixel or two. */
function turned(road: readonly Point[]): number {
  const a = road[0];
  const b = road[Math.max(3, Math.floor(road.length / 3))];
  const c = road[Math.max(0, road.length - 4)];
  const d = road.at(-1);
  if (a === undefined || b === undefined || c === undefined || d === undefined || road.length < 6) return 0;
  const u = { x: b.x - a.x, y: b.y - a.y };
  const v = { x: d.x - c.x, y: d.y - c.y };
  return (Math.atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y) * 180) / Math.PI;
}

function metres(from: Point, track: Track, point: TrackPoint, scale: Scale): number {
  if (scale.homography !== null) return distance(project(scale.homography, from), project(scale.homography, point.ground));
  return Math.hypot(...bySize(track, point, from, point.ground, scale));
}

function onRoad(p: Point, scene: Scene, scale: Scale): Point {
  if (scale.homography !== null) return project(scale.homography, p);
  const across = scale.pxPerMetre(p, { x: 1, y: 0 });
  const down = scale.pxPerMetre(p, { x: 0, y: 1 });
  return { x: p.x / across, y: p.y / down };
}

/** An operator's road axes may be mirrored against the picture: then right and left change places. */
function handedness(course: Course, scene: Scene, scale: Scale): 1 | -1 {
  const p = course.lastGround;
  if (p === null || scale.homography === null) return 1;
  const o = onRoad(p, scene, scale);
  const x = onRoad({ x: p.x + 1, y: p.y }, scene, scale);
  const y = onRoad({ x: p.x, y: p.y + 1 }, scene, scale);
  return (x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x) >= 0 ? 1 : -1;
}
