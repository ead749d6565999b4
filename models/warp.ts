// Straightens a quadrilateral of the picture into a rectangle, as a model's input wants it.
import type { Box, Point } from '../domain/geometry.ts';
import type { Picture } from './image.ts';

/** Corners in reading order: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/** The quad, grown about its middle by `margin` of its size on every side. */
export function grow([a, b, c, d]: Quad, margin: number): Quad {
  const m = { x: (a.x + b.x + c.x + d.x) / 4, y: (a.y + b.y + c.y + d.y) / 4 };
  const out = (p: Point): Point => ({ x: m.x + (p.x - m.x) * (1 + 2 * margin), y: m.y + (p.y - m.y) * (1 + 2 * margin) });
  return [out(a), out(b), out(c), out(d)];
}

/** The upright box about a quad. */
export function around(quad: Quad): Box {
  const xs = quad.map(({ x }) => x);
  const ys = quad.map(({ y }) => y);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}

/** wide × tall × 3 bytes; several samples a pixel along the sides where the picture is shrunk. */
export function straighten(picture: Picture, quad: Quad, wide: number, tall: number): Uint8Array {
  const map = squareToQuad(quad);
  const across = samples(quad[0], quad[1], quad[3], quad[2], wide);
  const down = samples(quad[0], quad[3], quad[1], quad[2], tall);
  const out = new Uint8Array(wide * tall * 3);
  const sum = new Float64Array(3);
  for (let y = 0; y < tall; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      sum.fill(0);
      for (let j = 0; j < down; j += 1) {
        for (let i = 0; i < across; i += 1) add(picture, map, (x + (i + 0.5) / across) / wide, (y + (j + 0.5) / down) / tall, sum);
      }
      const to = (y * wide + x) * 3;
      for (let c = 0; c < 3; c += 1) out[to + c] = Math.round((sum[c] ?? 0) / (across * down));
    }
  }
  return out;
}

/** Samples a pixel of a side that is `to` pixels long afterwards: one for each 1.2 source pixels, at most four. */
function samples(a: Point, b: Point, c: Point, d: Point, to: number): number {
  return Math.min(4, Math.max(1, Math.ceil(Math.max(Math.hypot(b.x - a.x, b.y - a.y), Math.hypot(d.x - c.x, d.y - c.y)) / to / 1.2)));
}

/** x = (a u + b v + c) / (g u + h v + 1), y = (d u + e v + f) / (same). */
type Projective = { readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly e: number; readonly f: number; readonly g: number; readonly h: number };

/** The projective map of the unit square onto the quad (Heckbert's form). */
function squareToQuad([p0, p1, p2, p3]: Quad): Projective {
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
  return { a: p1.x - p0.x + g * p1.x, b: p3.x - p0.x + h * p3.x, c: p0.x, d: p1.y - p0.y + g * p1.y, e: p3.y - p0.y + h * p3.y, f: p0.y, g, h };
}

/** Adds the bilinear sample at (u, v) of the square (pixel centres at .5); beyond the edge the edge goes on. Makes no objects: it runs for every pixel. */
function add({ rgb, widthPx, heightPx }: Picture, map: Projective, u: number, v: number, sum: Float64Array): void {
  const w = map.g * u + map.h * v + 1;
  const fx = Math.min(widthPx - 1, Math.max(0, (map.a * u + map.b * v + map.c) / w - 0.5));
  const fy = Math.min(heightPx - 1, Math.max(0, (map.d * u + map.e * v + map.f) / w - 0.5));
  const x = Math.max(0, Math.min(widthPx - 2, Math.floor(fx)));
  const y = Math.max(0, Math.min(heightPx - 2, Math.floor(fy)));
  const tx = fx - x;
  const ty = fy - y;
  const i = (y * widthPx + x) * 3;
  const right = widthPx > 1 ? 3 : 0;
  const below = heightPx > 1 ? widthPx * 3 : 0;
  for (let c = i; c < i + 3; c += 1) {
    const top = (rgb[c] ?? 0) * (1 - tx) + (rgb[c + right] ?? 0) * tx;
    const bottom = (rgb[c + below] ?? 0) * (1 - tx) + (rgb[c + below + right] ?? 0) * tx;
    sum[c - i] = (sum[c - i] ?? 0) + top * (1 - ty) + bottom * ty;
  }
}
