// Straightens a quadrilateral of the picture into a rectangle, as a model's input wants it.
import type { Point } from '../domain/geometry.ts';
import type { Picture } from './image.ts';

/** Corners in reading order: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/** The quad, grown about its middle by `margin` of its size on every side. */
export function grow([a, b, c, d]: Quad, margin: number): Quad {
  const m = { x: (a.x + b.x + c.x + d.x) / 4, y: (a.y + b.y + c.y + d.y) / 4 };
  const out = (p: Point): Point => ({ x: m.x + (p.x - m.x) * (1 + 2 * margin), y: m.y + (p.y - m.y) * (1 + 2 * margin) });
  return [out(a), out(b), out(c), out(d)];
}

/** wide × tall × 3 bytes; several samples a pixel where the picture is shrunk. */
export function straighten(picture: Picture, quad: Quad, wide: number, tall: number): Uint8Array {
  const to = squareToQuad(quad);
  const steps = Math.min(4, Math.max(1, Math.ceil(longest(quad) / wide / 1.2)));
  const out = new Uint8ClampedArray(wide * tall * 3);
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = 0; y < tall; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      sum[0] = sum[1] = sum[2] = 0;
      for (let j = 0; j < steps; j += 1) {
        for (let i = 0; i < steps; i += 1) add(picture, to((x + (i + 0.5) / steps) / wide, (y + (j + 0.5) / steps) / tall), sum);
      }
      out.set([sum[0] / (steps * steps), sum[1] / (steps * steps), sum[2] / (steps * steps)], (y * wide + x) * 3);
    }
  }
  return new Uint8Array(out.buffer);
}

function longest([a, b, c, d]: Quad): number {
  return Math.max(Math.hypot(b.x - a.x, b.y - a.y), Math.hypot(c.x - d.x, c.y - d.y));
}

/** The projective map of the unit square onto the quad (Heckbert's form). */
function squareToQuad([p0, p1, p2, p3]: Quad): (u: number, v: number) => Point {
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
  const a = p1.x - p0.x + g * p1.x;
  const b = p3.x - p0.x + h * p3.x;
  const d = p1.y - p0.y + g * p1.y;
  const e = p3.y - p0.y + h * p3.y;
  return (u, v) => {
    const w = g * u + h * v + 1;
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w };
  };
}

/** Adds the bilinear sample at `p` (pixel centres at .5); beyond the edge the edge goes on. */
function add({ rgb, widthPx, heightPx }: Picture, p: Point, sum: [number, number, number]): void {
  const fx = Math.min(widthPx - 1, Math.max(0, p.x - 0.5));
  const fy = Math.min(heightPx - 1, Math.max(0, p.y - 0.5));
  const x = Math.min(widthPx - 2, Math.floor(fx));
  const y = Math.min(heightPx - 2, Math.floor(fy));
  const tx = fx - x;
  const ty = fy - y;
  const i = (y * widthPx + x) * 3;
  const j = i + widthPx * 3;
  for (let c = 0; c < 3; c += 1) {
    const top = (rgb[i + c] ?? 0) * (1 - tx) + (rgb[i + 3 + c] ?? 0) * tx;
    const bottom = (rgb[j + c] ?? 0) * (1 - tx) + (rgb[j + 3 + c] ?? 0) * tx;
    sum[c] = (sum[c] ?? 0) + top * (1 - ty) + bottom * ty;
  }
}
