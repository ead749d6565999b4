// The scene's camera as arithmetic: from metres in the scene to full-frame pixels.
import type { Scene } from './description.ts';

export type Pixel = readonly [number, number];
type Vector = readonly [number, number, number];

/** Returns the projection of a scene's camera; y is up, and the ground is at y = 0. */
export function pinhole(scene: Pick<Scene, 'camera' | 'width' | 'height'>): (point: Vector) => Pixel {
  const { position_m, target_m, vertical_fov_deg } = scene.camera;
  const forward = unit(minus(target_m, position_m));
  const right = unit(cross(forward, [0, 1, 0]));
  const up = cross(right, forward);
  const focal_px = scene.height / 2 / Math.tan((vertical_fov_deg * Math.PI) / 360);
  return (point) => {
    const offset = minus(point, position_m);
    const depth = dot(offset, forward);
    return [tenth(scene.width / 2 + (focal_px * dot(offset, right)) / depth), tenth(scene.height / 2 - (focal_px * dot(offset, up)) / depth)];
  };
}

/** A tenth of a pixel is finer than anything that is measured against the truth. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Vector): Vector {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
