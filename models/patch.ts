// The part of a picture that is looked at from near: the picture itself, or the means of its blocks where it is much larger than it will be shown.
import type { Box } from '../domain/geometry.ts';

export type Picture = { readonly widthPx: number; readonly heightPx: number; readonly rgb: Uint8Array };

/** RGB bytes row by row, at least 2×2 pixels. Pixel (i, j) is the mean of `blockX` × `blockY` pixels of the picture from (x + i·blockX, y + j·blockY) on. */
export type Patch = { readonly bytes: DataView; readonly wide: number; readonly tall: number; readonly x: number; readonly y: number; readonly blockX: number; readonly blockY: number };

/** What of the picture shows `part` and one pixel more on every side. Of a block at most `read` pixels each way are read. */
export function patchOf(picture: Picture, part: Box, blockX: number, blockY: number, read: number): Patch {
  const { rgb, widthPx, heightPx } = picture;
  const whole = blockX === 1 && blockY === 1 && widthPx > 1 && heightPx > 1;
  if (whole) return { bytes: new DataView(rgb.buffer, rgb.byteOffset, rgb.byteLength), wide: widthPx, tall: heightPx, x: 0, y: 0, blockX, blockY };
  const x = Math.min(widthPx, Math.max(1, Math.floor(part.x1))) - 1;
  const y = Math.min(heightPx, Math.max(1, Math.floor(part.y1))) - 1;
  const wide = Math.max(2, Math.ceil((part.x2 + 1 - x) / blockX));
  const tall = Math.max(2, Math.ceil((part.y2 + 1 - y) / blockY));
  const means = new Uint8Array(wide * tall * 3);
  for (let j = 0; j < tall; j += 1) blockMeans(picture, x, y + j * blockY, blockX, blockY, read, means.subarray(j * wide * 3, (j + 1) * wide * 3));
  return { bytes: new DataView(means.buffer), wide, tall, x, y, blockX, blockY };
}

/** One row of means; beyond the picture's edge its last pixels go on. */
function blockMeans({ rgb, widthPx, heightPx }: Picture, x: number, y: number, blockX: number, blockY: number, read: number, into: Uint8Array): void {
  const top = Math.min(y, heightPx - 1);
  const stepX = Math.ceil(blockX / read);
  const stepY = Math.ceil(blockY / read);
  const rows = Math.ceil(Math.min(blockY, heightPx - top) / stepY);
  for (let to = 0, left = x; to < into.length; to += 3, left += blockX) {
    const first = Math.min(left, widthPx - 1);
    const columns = Math.ceil(Math.min(blockX, widthPx - first) / stepX);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let row = 0, from = (top * widthPx + first) * 3; row < rows; row += 1, from += (widthPx * stepY - columns * stepX) * 3) {
      for (let column = 0; column < columns; column += 1, from += 3 * stepX) {
        red += rgb[from] ?? 0;
        green += rgb[from + 1] ?? 0;
        blue += rgb[from + 2] ?? 0;
      }
    }
    const share = 1 / (rows * columns);
    into[to] = red * share + 0.5;
    into[to + 1] = green * share + 0.5;
    into[to + 2] = blue * share + 0.5;
  }
}
