// A straightened quad shows what lay in it: each corner in its place, means where it shrinks.
import { expect, it } from 'vitest';
import type { Picture } from '../../models/image.ts';
import { grow, straighten, type Quad } from '../../models/warp.ts';

/** Red grows to the right, green downwards, each by 4 a pixel. */
function ramp(widthPx: number, heightPx: number): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) for (let x = 0; x < widthPx; x += 1) rgb.set([4 * x, 4 * y, 7], (y * widthPx + x) * 3);
  return { widthPx, heightPx, rgb };
}
const quad = (...at: readonly [number, number][]): Quad => {
  const [a, b, c, d] = at.map(([x, y]) => ({ x, y }));
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four corners');
  return [a, b, c, d];
};
const pixel = (rgb: Uint8Array, wide: number, x: number, y: number): readonly number[] => [...rgb.subarray((y * wide + x) * 3, (y * wide + x) * 3 + 3)];

it('gives an upright quad of the same size back as it is', () => {
  const rgb = straighten(ramp(40, 30), quad([10, 5], [26, 5], [26, 13], [10, 13]), 16, 8);
  expect(pixel(rgb, 16, 0, 0)).toEqual([40, 20, 7]);
  expect(pixel(rgb, 16, 15, 7)).toEqual([100, 48, 7]);
});

it('turns a quad that lies on its side', () => {
  // its top left corner is the picture's bottom left: reading runs upwards
  const rgb = straighten(ramp(40, 30), quad([10, 20], [10, 4], [18, 4], [18, 20]), 16, 8);
  expect(pixel(rgb, 16, 0, 0)).toEqual([40, 76, 7]);
  expect(pixel(rgb, 16, 15, 7)).toEqual([68, 16, 7]);
});

it('takes means where it shrinks, along each side by itself', () => {
  const rgb = straighten(ramp(60, 30), quad([0, 0], [60, 0], [60, 4], [0, 4]), 15, 4);
  // four source pixels across become one; rows stay rows
  expect(Math.abs((pixel(rgb, 15, 5, 2)[0] ?? 0) - 4 * 21.5)).toBeLessThanOrEqual(2);
  expect(pixel(rgb, 15, 5, 2)[1]).toBe(8);
});

it('goes on with the edge beyond it, also of a picture of one pixel', () => {
  const rgb = straighten(ramp(1, 1), grow(quad([0, 0], [1, 0], [1, 1], [0, 1]), 0.5), 4, 4);
  expect([...rgb]).toEqual(Array.from({ length: 16 }, () => [0, 0, 7]).flat());
});
