// A small grey picture of a frame: enough to tell where the scene lies, too little to tell who is in it.
import type { Frame } from '../../domain/sighting.ts';
import type { Grey } from './camera-moved.ts';

/** Width of the small picture; its height follows the frame's. */
export const GREY_WIDTH = 160;
/** Samples each way in one small pixel. */
const SAMPLES = 4;

export function greyOf({ widthPx, heightPx, rgb }: Pick<Frame, 'widthPx' | 'heightPx' | 'rgb'>): Grey {
  const width = GREY_WIDTH;
  const height = Math.max(20, Math.round((heightPx * width) / widthPx));
  const px = new Uint8Array(width * height);
  const [columns, rows] = [places(width, widthPx), places(height, heightPx)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let j = 0; j < SAMPLES; j += 1) {
        const row = (rows[y * SAMPLES + j] ?? 0) * widthPx;
        for (let i = 0; i < SAMPLES; i += 1) {
          const at = (row + (columns[x * SAMPLES + i] ?? 0)) * 3;
          sum += 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
        }
      }
      px[y * width + x] = sum / (SAMPLES * SAMPLES);
    }
  }
  return { width, height, px };
}

const places = (small: number, large: number): readonly number[] => Array.from({ length: small * SAMPLES }, (_, i) => Math.min(large - 1, Math.floor(((i + 0.5) * large) / (small * SAMPLES))));

/** Pixel by pixel the middle value: whatever drives through stands in no majority of them. */
export function medianOf(pictures: readonly Grey[]): Grey {
  const [first] = pictures;
  if (first === undefined) throw new TypeError('medianOf: expected at least one picture');
  const values = new Uint8Array(pictures.length);
  const px = first.px.map((_, at) => {
    for (const [i, picture] of pictures.entries()) values[i] = picture.px[at] ?? 0;
    return values.sort()[pictures.length >> 1] ?? 0;
  });
  return { width: first.width, height: first.height, px };
}
