// Puts a frame together: the world's picture, the shadows on it, the vehicles from far to near, what stands before them.
import type { World } from './browser.ts';
import type { Sprite } from './sprite.ts';

type Box = readonly [number, number, number, number];
export type Placed = { readonly sprite: Sprite; readonly box: Box; readonly distance_m: number };
export type Canvas = { readonly paint: (picture: number, placed: readonly Placed[]) => Buffer };

const LABEL = { width: 420, height: 44, margin: 16 };
/** What stands so much nearer than a vehicle's middle hides it. */
const NEARER_M = 2.5;

/** RGBA frames, top row first; the buffer is a new one for every frame. */
export function openCanvas(world: World, width: number, height: number): Canvas {
  const pictures = world.pictures.map((pixels) => flip(pixels, width, height));
  const shaded = world.shaded === null ? null : flip(world.shaded, width, height);
  const distances = distancesOf(flip(world.distances, width, height));
  const dark = new Uint8Array(width * height);
  return {
    paint: (picture, placed) => {
      const base = pictures[picture] ?? pictures[0];
      if (base === undefined) throw new Error('the world has no picture');
      const frame = Buffer.from(base);
      if (shaded !== null) shade(frame, shaded, dark, distances, placed, width, height);
      for (const one of [...placed].sort((a, b) => b.distance_m - a.distance_m)) lay(frame, one, distances, width, height);
      stamp(frame, world.label, width);
      return frame;
    },
  };
}

function flip(pixels: Buffer, width: number, height: number): Buffer {
  const out = Buffer.allocUnsafe(pixels.length);
  for (let row = 0; row < height; row += 1) pixels.copy(out, row * width * 4, (height - 1 - row) * width * 4, (height - row) * width * 4);
  return out;
}

/** Metres from two bytes of centimetres. */
function distancesOf(pixels: Buffer): Float32Array {
  const metres = new Float32Array(pixels.length / 4);
  for (let i = 0; i < metres.length; i += 1) metres[i] = ((pixels[i * 4] ?? 0) * 256 + (pixels[i * 4 + 1] ?? 0)) / 100;
  return metres;
}

/** From the sprite's pixels to the frame's: the box at its drawing lies on the box now. */
function fit({ sprite, box }: Placed, width: number, height: number) {
  const sx = (sprite.box[2] - sprite.box[0]) / Math.max(0.5, box[2] - box[0]);
  const sy = (sprite.box[3] - sprite.box[1]) / Math.max(0.5, box[3] - box[1]);
  const left = box[0] - sprite.box[0] / sx;
  const top = box[1] - sprite.box[1] / sy;
  const x1 = Math.max(0, Math.ceil(left));
  const y1 = Math.max(0, Math.ceil(top));
  const x2 = Math.min(width, Math.floor(left + (sprite.width - 1.01) / sx));
  const y2 = Math.min(height, Math.floor(top + (sprite.height - 1.01) / sy));
  return { sx, sy, left, top, x1, y1, x2, y2 };
}

/** The darkest of all shadows on each pixel of the road shows so much of the world without sun. */
function shade(frame: Buffer, shaded: Buffer, dark: Uint8Array, distances: Float32Array, placed: readonly Placed[], width: number, height: number): void {
  let [first, last] = [height, 0];
  for (const one of placed) {
    const { shadow, width: wide } = one.sprite;
    if (shadow === null) continue;
    const { sx, sy, left, top, x1, y1, x2, y2 } = fit(one, width, height);
    const near = one.distance_m - 2 * NEARER_M;
    if (y1 < first) {
      dark.fill(0, y1 * width, Math.max(y1, Math.min(first, y2)) * width);
      first = y1;
    }
    if (y2 > last) {
      dark.fill(0, Math.max(last, y1) * width, y2 * width);
      last = y2;
    }
    for (let y = y1; y < y2; y += 1) {
      const row = Math.floor((y - top) * sy) * wide;
      for (let x = x1, u = (x1 - left) * sx; x < x2; x += 1, u += sx) {
        const value = shadow[row + (u | 0)] ?? 0;
        if (value === 0) continue;
        const at = y * width + x;
        if (value > (dark[at] ?? 0) && (distances[at] ?? 0) > near) dark[at] = value;
      }
    }
  }
  for (let at = first * width; at < last * width; at += 1) {
    const part = dark[at] ?? 0;
    if (part === 0) continue;
    for (let c = at * 4; c < at * 4 + 3; c += 1) frame[c] = (((frame[c] ?? 0) * (255 - part) + (shaded[c] ?? 0) * part) / 255) | 0;
  }
}

/** Bilinear; premultiplied colours are laid over what is there. Two channels are mixed at once, as halves of one integer. */
function lay(frame: Buffer, placed: Placed, distances: Float32Array, width: number, height: number): void {
  const { rgba, width: wide } = placed.sprite;
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length >> 2);
  const { sx, sy, left, top, x1, y1, x2, y2 } = fit(placed, width, height);
  const hidden = placed.distance_m - NEARER_M;
  for (let y = y1; y < y2; y += 1) {
    const v = (y - top) * sy;
    const row = Math.floor(v) * wide;
    const fy = ((v - Math.floor(v)) * 16) | 0;
    for (let x = x1, u = (x1 - left) * sx; x < x2; x += 1, u += sx) {
      const i = row + (u | 0);
      const p00 = pixels[i] ?? 0;
      const p10 = pixels[i + 1] ?? 0;
      const p01 = pixels[i + wide] ?? 0;
      const p11 = pixels[i + wide + 1] ?? 0;
      // Most of a sprite is empty.
      if ((p00 | p10 | p01 | p11) === 0) continue;
      const at = y * width + x;
      if ((distances[at] ?? 0) < hidden) continue;
      const fx = ((u - (u | 0)) * 16) | 0;
      const w11 = fx * fy;
      const w10 = fx * 16 - w11;
      const w01 = fy * 16 - w11;
      const w00 = 256 - w11 - w10 - w01;
      const rb = (Math.imul(p00 & HALVES, w00) + Math.imul(p10 & HALVES, w10) + Math.imul(p01 & HALVES, w01) + Math.imul(p11 & HALVES, w11)) >>> 8;
      const ga = (Math.imul((p00 >>> 8) & HALVES, w00) + Math.imul((p10 >>> 8) & HALVES, w10) + Math.imul((p01 >>> 8) & HALVES, w01) + Math.imul((p11 >>> 8) & HALVES, w11)) >>> 8;
      const through = 255 - ((ga >>> 16) & 255);
      const out = at * 4;
      const red = (rb & 255) + (((frame[out] ?? 0) * through) >> 8);
      const green = (ga & 255) + (((frame[out + 1] ?? 0) * through) >> 8);
      const blue = ((rb >>> 16) & 255) + (((frame[out + 2] ?? 0) * through) >> 8);
      // Lamps add light without covering anything.
      frame[out] = red > 255 ? 255 : red;
      frame[out + 1] = green > 255 ? 255 : green;
      frame[out + 2] = blue > 255 ? 255 : blue;
    }
  }
}

const HALVES = 0xff00ff;

/** The label, not premultiplied, in the top left corner before everything. */
function stamp(frame: Buffer, label: Buffer, width: number): void {
  for (let y = 0; y < LABEL.height; y += 1) {
    for (let x = 0; x < LABEL.width; x += 1) {
      const from = (y * LABEL.width + x) * 4;
      const to = ((y + LABEL.margin) * width + x + LABEL.margin) * 4;
      const part = (label[from + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c += 1) frame[to + c] = (label[from + c] ?? 0) * part + (frame[to + c] ?? 0) * (1 - part);
    }
  }
}
