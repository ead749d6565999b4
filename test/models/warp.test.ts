// A straightened quad shows what lay in it: each corner in its place, means where it shrinks.
import { expect, it } from 'vitest';
import type { Picture } from '../../models/image.ts';
import { grow, shrink, straighten, type Quad } from '../../models/warp.ts';

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

it('shrinks an upright box by what lies in the middle of each place, by little and by much', () => {
  for (const [by, off] of [[1.75, 1], [6, 3]] as const) {
    const rgb = shrink(ramp(60, 60), { x1: 0, y1: 0, x2: 8 * by, y2: 8 * by }, 8, 8);
    for (let i = 0; i < 8; i += 1) expect(Math.abs((pixel(rgb, 8, i, 3)[0] ?? 0) - 4 * ((i + 0.5) * by - 0.5))).toBeLessThanOrEqual(off);
  }
});
