// A pinhole camera on a pole: road metres to pixels, and the box that a body on the road fills in the picture.
import type { Box, Point } from '../../domain/geometry.ts';

/** Road: x to the right, y away from the pole's foot, metres; the camera looks along +y, pitched down. */
export type Pole = { readonly height_m: number; readonly pitch_deg: number; readonly focal_px: number; readonly width_px: number; readonly height_px: number };
export type Body = { readonly length: number; readonly width: number; readonly height: number };
/** Centre of the body on the road and its heading, radians, 0 = away (+y), clockwise. */
export type Pose = { readonly x: number; readonly y: number; readonly heading: number };

/** Null for what lies behind or at the camera. */
export function toPixel(pole: Pole, x: number, y: number, z: number): Point | null {
  const pitch = (pole.pitch_deg * Math.PI) / 180;
  const down = pole.height_m - z;
  const depth = y * Math.cos(pitch) + down * Math.sin(pitch);
  if (depth < 0.5) return null;
  return { x: pole.width_px / 2 + (pole.focal_px * x) / depth, y: pole.height_px / 2 + (pole.focal_px * (down * Math.cos(pitch) - y * Math.sin(pitch))) / depth };
}

/** The picture's box of a body, not clipped; null when a corner is behind the camera. */
export function boxOf(pole: Pole, { length, width, height }: Body, { x, y, heading }: Pose): Box | null {
  const sin = Math.sin(heading);
  const cos = Math.cos(heading);
  let box: { x1: number; y1: number; x2: number; y2: number } | null = null;
  for (const l of [-length / 2, length / 2]) {
    for (const w of [-width / 2, width / 2]) {
      for (const z of [0, height]) {
        const p = toPixel(pole, x + l * sin + w * cos, y + l * cos - w * sin, z);
        if (p === null) return null;
        box = box === null ? { x1: p.x, y1: p.y, x2: p.x, y2: p.y } : { x1: Math.min(box.x1, p.x), y1: Math.min(box.y1, p.y), x2: Math.max(box.x2, p.x), y2: Math.max(box.y2, p.y) };
      }
    }
  }
  return box;
}

/** A road point as parts of the picture, as a camera file states it; beyond 0 and 1 where the picture does not show it. */
export function unit(pole: Pole, x: number, y: number): [number, number] {
  const p = toPixel(pole, x, y, 0);
  if (p === null) throw new Error(`(${x}, ${y}) m is behind the camera`);
  return [p.x / pole.width_px, p.y / pole.height_px];
}
