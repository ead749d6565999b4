// Cuts a rectangle out of raw RGB, resizes it without aliasing, and lays it out as a model's input.
import sharp from 'sharp';
import { height, width, type Box } from '../domain/geometry.ts';
import type { ModelInput } from './manifest.ts';
import type { Picture } from './patch.ts';
import type { TensorIn } from './session.ts';
import { shrink } from './warp.ts';

export type { Picture } from './patch.ts';
/** How input pixels map back: frame = input / scale + offset. */
export type Fit = { readonly x: number; readonly y: number; readonly scaleX: number; readonly scaleY: number };

/** The part of `box` that lies within the picture, in whole pixels, at least 1×1. */
export function clip(box: Box, picture: Picture): Box {
  const x1 = Math.min(Math.max(0, Math.floor(box.x1)), picture.widthPx - 1);
  const y1 = Math.min(Math.max(0, Math.floor(box.y1)), picture.heightPx - 1);
  return { x1, y1, x2: Math.max(x1 + 1, Math.min(picture.widthPx, Math.ceil(box.x2))), y2: Math.max(y1 + 1, Math.min(picture.heightPx, Math.ceil(box.y2))) };
}

/** The box with `margin` of its size more on every side, clipped: models learn on things with a little of their surroundings. */
export function clipWider(box: Box, margin: number, picture: Picture): Box {
  const dx = margin * width(box);
  const dy = margin * height(box);
  return clip({ x1: box.x1 - dx, y1: box.y1 - dy, x2: box.x2 + dx, y2: box.y2 + dy }, picture);
}

export function fitOf(crop: Box, input: ModelInput): Fit {
  const sx = input.width / width(crop);
  const sy = input.height / height(crop);
  const same = Math.min(sx, sy);
  return input.fit === 'stretch' ? { x: crop.x1, y: crop.y1, scaleX: sx, scaleY: sy } : { x: crop.x1, y: crop.y1, scaleX: same, scaleY: same };
}

/** One crop as floats of `input`, written at `at` of `into` (a batch's slot) or into an array of its own. */
export function fill(picture: Picture, crop: Box, input: ModelInput, into: Float32Array | Uint8ClampedArray, at: number): Fit {
  const fit = fitOf(crop, input);
  const wide = Math.min(input.width, Math.max(1, Math.round(width(crop) * fit.scaleX)));
  const tall = Math.min(input.height, Math.max(1, Math.round(height(crop) * fit.scaleY)));
  const small = resize(picture, crop, wide, tall);
  layOut(small, wide, tall, input, into, at);
  return fit;
}

export const channelsOf = (input: ModelInput): number => (input.channels === 'gray' ? 1 : 3);

/** A batch of crops of one picture as a single tensor, with the way back for each. */
export function batch(picture: Picture, crops: readonly Box[], input: ModelInput): { readonly tensor: TensorIn; readonly fits: readonly Fit[] } {
  const depth = channelsOf(input);
  const size = depth * input.width * input.height;
  const bytes = input.dtype === 'uint8' ? new Uint8ClampedArray(size * crops.length) : null;
  const data = bytes ?? new Float32Array(size * crops.length);
  const fits = crops.map((crop, index) => fill(picture, crop, input, data, index * size));
  const n = crops.length;
  const dims = input.layout === 'nchw' ? [n, depth, input.height, input.width] : [n, input.height, input.width, depth];
  return { tensor: { data: data instanceof Float32Array ? data : new Uint8Array(data.buffer), dims }, fits };
}

/** Up to so many pixels, of the crop or of the input, what sharp takes for whatever it resizes (about 3 ms) is most of its time. */
const SMALL_PX = 256 * 256;

/**
 * One crop as a model's input, where the model takes plain RGB bytes several times faster than by `batch`: small ones and small inputs here, large ones by sharp.
 * Padding stands at the right and at the bottom, as in `fill`.
 */
export async function single(picture: Picture, crop: Box, input: ModelInput): Promise<{ readonly tensor: TensorIn; readonly fit: Fit }> {
  const fit = fitOf(crop, input);
  if (input.dtype !== 'uint8' || input.layout !== 'nhwc' || input.channels !== 'rgb') return { tensor: batch(picture, [crop], input).tensor, fit };
  const wide = Math.min(input.width, Math.max(1, Math.round(width(crop) * fit.scaleX)));
  const tall = Math.min(input.height, Math.max(1, Math.round(height(crop) * fit.scaleY)));
  const data = Math.min(width(crop) * height(crop), wide * tall) > SMALL_PX ? await bySharp(picture, crop, input, wide, tall) : padded(shrink(picture, crop, wide, tall), wide, tall, input);
  return { tensor: { data, dims: [1, input.height, input.width, 3] }, fit };
}

async function bySharp(picture: Picture, crop: Box, input: ModelInput, wide: number, tall: number): Promise<Uint8Array> {
  const rows = picture.rgb.subarray(crop.y1 * picture.widthPx * 3, crop.y2 * picture.widthPx * 3);
  const raw = sharp(rows, { raw: { width: picture.widthPx, height: height(crop), channels: 3 } });
  const part = width(crop) === picture.widthPx ? raw : raw.extract({ left: crop.x1, top: 0, width: width(crop), height: height(crop) });
  const small = part.resize(wide, tall, { fit: 'fill', kernel: 'linear' });
  const background = { r: input.pad, g: input.pad, b: input.pad };
  const whole = wide === input.width && tall === input.height ? small : small.extend({ right: input.width - wide, bottom: input.height - tall, background });
  const data = await whole.raw().toBuffer();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function padded(rgb: Uint8Array, wide: number, tall: number, input: ModelInput): Uint8Array {
  if (wide === input.width && tall === input.height) return rgb;
  const whole = new Uint8Array(input.width * input.height * 3).fill(input.pad);
  for (let y = 0; y < tall; y += 1) whole.set(rgb.subarray(y * wide * 3, (y + 1) * wide * 3), y * input.width * 3);
  return whole;
}

type Taps = { readonly first: Int32Array; readonly count: Int32Array; readonly weight: Float32Array; readonly most: number };

/** Triangle filter whose support grows when shrinking: every source pixel counts, so thin strokes do not flicker. */
function taps(from: number, length: number, to: number, limit: number): Taps {
  const ratio = length / to;
  const support = Math.max(1, ratio);
  const most = Math.ceil(support) * 2 + 2;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weight = new Float32Array(to * most);
  for (let i = 0; i < to; i += 1) {
    const middle = from + (i + 0.5) * ratio - 0.5;
    const low = Math.max(0, Math.ceil(middle - support));
    const high = Math.min(limit - 1, Math.floor(middle + support));
    let sum = 0;
    for (let j = low; j <= high; j += 1) sum += Math.max(0, 1 - Math.abs(j - middle) / support);
    first[i] = sum > 0 ? low : Math.min(limit - 1, Math.max(0, Math.round(middle)));
    count[i] = sum > 0 ? high - low + 1 : 1;
    for (let j = low; j <= high; j += 1) weight[i * most + j - low] = sum > 0 ? Math.max(0, 1 - Math.abs(j - middle) / support) / sum : 1;
    if (sum <= 0) weight[i * most] = 1;
  }
  return { first, count, weight, most };
}

/** `crop` of the picture as wide × tall × 3 floats, 0–255. */
export function resize(picture: Picture, crop: Box, wide: number, tall: number): Float32Array {
  const tx = taps(crop.x1, width(crop), wide, picture.widthPx);
  const ty = taps(crop.y1, height(crop), tall, picture.heightPx);
  const top = ty.first[0] ?? 0;
  const bottom = (ty.first[tall - 1] ?? 0) + (ty.count[tall - 1] ?? 1);
  const rows = squeezeRows(picture, tx, wide, top, bottom);
  return stackRows(rows, ty, wide, tall, top);
}

function squeezeRows(picture: Picture, tx: Taps, wide: number, top: number, bottom: number): Float32Array {
  const { rgb, widthPx } = picture;
  const { first, count, weight, most } = tx;
  const rows = new Float32Array((bottom - top) * wide * 3);
  let to = 0;
  for (let y = top; y < bottom; y += 1) {
    const line = y * widthPx * 3;
    for (let x = 0; x < wide; x += 1) {
      let from = line + (first[x] ?? 0) * 3;
      let r = 0;
      let g = 0;
      let b = 0;
      const base = x * most;
      for (let k = base, end = base + (count[x] ?? 0); k < end; k += 1, from += 3) {
        const w = weight[k] ?? 0;
        r += w * (rgb[from] ?? 0);
        g += w * (rgb[from + 1] ?? 0);
        b += w * (rgb[from + 2] ?? 0);
      }
      rows[to] = r;
      rows[to + 1] = g;
      rows[to + 2] = b;
      to += 3;
    }
  }
  return rows;
}

function stackRows(rows: Float32Array, ty: Taps, wide: number, tall: number, top: number): Float32Array {
  const stride = wide * 3;
  const out = new Float32Array(tall * stride);
  for (let y = 0; y < tall; y += 1) {
    const to = y * stride;
    const from = ((ty.first[y] ?? 0) - top) * stride;
    for (let k = 0, n = ty.count[y] ?? 0; k < n; k += 1) {
      const w = ty.weight[y * ty.most + k] ?? 0;
      const row = from + k * stride;
      for (let x = 0; x < stride; x += 1) out[to + x] = (out[to + x] ?? 0) + w * (rows[row + x] ?? 0);
    }
  }
  return out;
}

function layOut(small: Float32Array, wide: number, tall: number, input: ModelInput, into: Float32Array | Uint8ClampedArray, at: number): void {
  const depth = channelsOf(input);
  const plane = input.width * input.height;
  const [stepPixel, stepChannel] = input.layout === 'nchw' ? [1, plane] : [depth, 1];
  for (let c = 0; c < depth; c += 1) {
    const mean = input.mean[c] ?? input.mean[0] ?? 0;
    const scale = 1 / (input.std[c] ?? input.std[0] ?? 1);
    const source = input.channels === 'bgr' ? 2 - c : c;
    const start = at + c * stepChannel;
    if (wide < input.width || tall < input.height) {
      const pad = (input.pad - mean) * scale;
      for (let i = 0; i < plane; i += 1) into[start + i * stepPixel] = pad;
    }
    for (let y = 0; y < tall; y += 1) {
      let to = start + y * input.width * stepPixel;
      for (let i = y * wide * 3, end = i + wide * 3; i < end; i += 3, to += stepPixel) {
        const value = depth === 1 ? 0.299 * (small[i] ?? 0) + 0.587 * (small[i + 1] ?? 0) + 0.114 * (small[i + 2] ?? 0) : (small[i + source] ?? 0);
        into[to] = (value - mean) * scale;
      }
    }
  }
}
