// Straightens a quadrilateral of the picture into a rectangle, as a model's input wants it.
import { height, width, type Box, type Point } from '../domain/geometry.ts';
import { patchOf, type Patch, type Picture } from './patch.ts';

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

/** The corners of an upright box. */
export const cornersOf = ({ x1, y1, x2, y2 }: Box): Quad => [{ x: x1, y: y1 }, { x: x2, y: y1 }, { x: x2, y: y2 }, { x: x1, y: y2 }];

/** wide × tall × 3 bytes; means of the picture's pixels where it is shrunk, and beyond its edge the edge goes on. */
export function straighten(picture: Picture, quad: Quad, wide: number, tall: number): Uint8Array {
  return seen(picture, quad, wide, tall, blocks(quad, wide, tall), ALL);
}

/** Text needs every pixel of a block. */
const ALL = 1e6;
/** So many pixels each way tell the mean of a large block well enough to find a plate: reading all of a vehicle that fills the picture took most of a look's time. */
const FEW = 3;

/** An upright box as wide × tall × 3 bytes. Whole vehicles are looked at so: bilinear reads two pixels each way, so means are taken from two to one on, not from one and a half as for text. */
export function shrink(picture: Picture, box: Box, wide: number, tall: number): Uint8Array {
  return seen(picture, cornersOf(box), wide, tall, [Math.max(1, Math.floor(width(box) / wide)), Math.max(1, Math.floor(height(box) / tall))], FEW);
}

function seen(picture: Picture, quad: Quad, wide: number, tall: number, [blockX, blockY]: readonly [number, number], read: number): Uint8Array {
  const patch = patchOf(picture, around(quad), blockX, blockY, read);
  const inPatch = ({ x, y }: Point): Point => ({ x: (x - patch.x) / blockX, y: (y - patch.y) / blockY });
  return sample(patch, squareToQuad([inPatch(quad[0]), inPatch(quad[1]), inPatch(quad[2]), inPatch(quad[3])]), wide, tall);
}

/** How many of the picture's pixels, across and down, go into one pixel of the straightened quad. */
function blocks([a, b, c, d]: Quad, wide: number, tall: number): readonly [number, number] {
  const step = (of: (p: Point) => number): number => Math.max(Math.abs(of(b) - of(a)) / wide, Math.abs(of(c) - of(d)) / wide, Math.abs(of(d) - of(a)) / tall, Math.abs(of(c) - of(b)) / tall);
  return [Math.max(1, Math.round(step(({ x }) => x))), Math.max(1, Math.round(step(({ y }) => y)))];
}

/** Red and blue of a pixel read as 0xBBGGRR lie 16 bits apart: one multiplication weighs both. */
const RED_BLUE = 0xff00ff;
const HALVES = 0x800080;

/** Bilinear, pixel centres at .5, places and weights in 256ths. It runs for every pixel of every look, so it makes no objects and reads each neighbour at once. */
function sample({ bytes, wide: width, tall: height }: Patch, { a, b, c, d, e, f, g, h }: Projective, wide: number, tall: number): Uint8Array {
  const out = new Uint8Array(wide * tall * 3);
  for (let y = 0, to = 0; y < tall; y += 1) {
    const v = (y + 0.5) / tall;
    for (let x = 0; x < wide; x += 1, to += 3) {
      const u = (x + 0.5) / wide;
      const w = 256 / (g * u + h * v + 1);
      const px = Math.min((width - 1) * 256, Math.max(0, ((a * u + b * v + c) * w - 127.5) | 0));
      const py = Math.min((height - 1) * 256, Math.max(0, ((d * u + e * v + f) * w - 127.5) | 0));
      const left = Math.min(width - 2, px >> 8);
      const top = Math.min(height - 2, py >> 8);
      const tx = px - left * 256;
      const ty = py - top * 256;
      const se = (tx * ty) >> 8;
      const ne = tx - se;
      const sw = ty - se;
      const nw = 256 - tx - sw;
      const at = (top * width + left) * 3;
      const under = at + width * 3;
      const p = bytes.getUint32(at, true);
      // one byte early, so that the last pixel's neighbour is not read beyond the end
      const q = bytes.getUint32(at + 2, true) >>> 8;
      const r = bytes.getUint32(under, true);
      const s = bytes.getUint32(under + 2, true) >>> 8;
      const redBlue = Math.imul(nw, p & RED_BLUE) + Math.imul(ne, q & RED_BLUE) + Math.imul(sw, r & RED_BLUE) + Math.imul(se, s & RED_BLUE) + HALVES;
      const green = nw * ((p >> 8) & 255) + ne * ((q >> 8) & 255) + sw * ((r >> 8) & 255) + se * ((s >> 8) & 255) + 128;
      out[to] = redBlue >> 8;
      out[to + 1] = green >> 8;
      out[to + 2] = redBlue >> 24;
    }
  }
  return out;
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
