// Cutting, resizing and straightening raw RGB, held against pictures whose answer is known.
import { describe, expect, it } from 'vitest';
import { batch, clip, fitOf, resize, single, type Picture } from '../../models/image.ts';
import type { ModelInput } from '../../models/manifest.ts';
import { tilesOf, usualInputPx } from '../../models/tiles.ts';
import { straighten } from '../../models/warp.ts';

function picture(widthPx: number, heightPx: number, at: (x: number, y: number) => readonly [number, number, number]): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) for (let x = 0; x < widthPx; x += 1) rgb.set(at(x, y), (y * widthPx + x) * 3);
  return { widthPx, heightPx, rgb };
}
const INPUT: ModelInput = { name: 'x', width: 8, height: 8, layout: 'nchw', channels: 'rgb', dtype: 'float32', mean: [0], std: [1], fit: 'letterbox', pad: 114 };
const SQUARE: ModelInput = { ...INPUT, width: 384, height: 384 };

describe('resize', () => {
  it('copies exactly at true scale', () => {
    const source = picture(6, 5, (x, y) => [x * 10, y * 10, 7]);
    expect([...resize(source, { x1: 1, y1: 1, x2: 4, y2: 3 }, 3, 2)]).toEqual([10, 10, 7, 20, 10, 7, 30, 10, 7, 10, 20, 7, 20, 20, 7, 30, 20, 7]);
  });

  it('keeps the mean light of one-pixel stripes when shrinking four times: no stripe is lost', () => {
    const stripes = picture(64, 64, (x) => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    for (const value of resize(stripes, { x1: 0, y1: 0, x2: 64, y2: 64 }, 16, 16)) expect(Math.abs(value - 127.5)).toBeLessThan(20);
  });

  it('keeps a plain colour plain when growing', () => {
    expect([...resize(picture(3, 3, () => [9, 8, 7]), { x1: 0, y1: 0, x2: 3, y2: 3 }, 7, 7)].every((value, i) => Math.abs(value - (9 - (i % 3))) < 1e-3)).toBe(true);
  });
});

describe('batch', () => {
  const source = picture(4, 2, (x, y) => [x, y, 100]);
  const whole = { x1: 0, y1: 0, x2: 4, y2: 2 };

  it('letterboxes at the top left and pads the rest', () => {
    const { tensor, fits } = batch(source, [whole], INPUT);
    expect(tensor.dims).toEqual([1, 3, 8, 8]);
    expect(tensor.data[2 * 64 + 3 * 8 + 7]).toBeCloseTo(100, 3);
    expect(tensor.data[2 * 64 + 4 * 8]).toBe(114);
    expect(fits).toEqual([{ x: 0, y: 0, scaleX: 2, scaleY: 2 }]);
  });

  it('swaps channels, takes mean and deviation, and lays bytes out as pixels where that is asked', () => {
    const bgr = batch(source, [whole], { ...INPUT, channels: 'bgr', mean: [100], std: [2], fit: 'stretch' });
    expect(bgr.tensor.data[0]).toBeCloseTo(0, 3);
    const bytes = batch(source, [whole, whole], { ...INPUT, layout: 'nhwc', dtype: 'uint8', fit: 'stretch' });
    expect(bytes.tensor.data).toBeInstanceOf(Uint8Array);
    expect(bytes.tensor.dims).toEqual([2, 8, 8, 3]);
    expect(bytes.tensor.data[2]).toBe(100);
  });

  it('maps an input pixel back to the frame', () => {
    const { scaleX, x } = fitOf({ x1: 100, y1: 50, x2: 180, y2: 90 }, INPUT);
    expect(4 / scaleX + x).toBe(140);
  });

  it('never cuts outside the picture', () => {
    expect(clip({ x1: -5, y1: -5, x2: 900, y2: 900 }, source)).toEqual({ x1: 0, y1: 0, x2: 4, y2: 2 });
    expect(clip({ x1: 10, y1: 10, x2: 12, y2: 12 }, source)).toEqual({ x1: 3, y1: 1, x2: 4, y2: 2 });
  });
});

describe('single', () => {
  it.each([['small crop', 40, 20], ['large crop to a small input', 300, 20], ['large crop to a large input', 600, 400]] as const)('brings a %s to the top left and pads the rest', async (_, side, to) => {
    const source = picture(side, side / 2, (x) => (x < side / 2 ? [200, 40, 90] : [10, 220, 30]));
    const { tensor, fit } = await single(source, { x1: 0, y1: 0, x2: side, y2: side / 2 }, { ...INPUT, width: to, height: to, layout: 'nhwc', dtype: 'uint8' });
    const at = (x: number, y: number): readonly number[] => [...tensor.data.subarray((y * to + x) * 3, (y * to + x) * 3 + 3)];
    expect([at(2, 2), at(to - 3, to / 2 - 1), at(2, to / 2), at(to - 1, to - 1)]).toEqual([[200, 40, 90], [10, 220, 30], [114, 114, 114], [114, 114, 114]]);
    expect(fit.scaleX).toBeCloseTo(to / side, 6);
  });
});

describe('straighten', () => {
  it('brings a turned quad upright', () => {
    const half = picture(40, 40, (x, y) => (x - 20 + (y - 20) > 0 ? [255, 255, 255] : [0, 0, 0]));
    const out = straighten(half, [{ x: 20, y: 5 }, { x: 35, y: 20 }, { x: 20, y: 35 }, { x: 5, y: 20 }], 10, 10);
    expect(out[(5 * 10 + 1) * 3]).toBe(0);
    expect(out[(5 * 10 + 8) * 3]).toBe(255);
  });
});

describe('tiles', () => {

  it.each([
    ['a region that fits is one tile', { x1: 0, y1: 0, x2: 500, y2: 400 }, 313, 1],
    ['a wide region is cut into tiles near true scale', { x1: 0, y1: 0, x2: 1280, y2: 600 }, 800, 3],
    ['the asked scale decides', { x1: 0, y1: 0, x2: 1280, y2: 600 }, 384, 1],
    ['both ways', { x1: 0, y1: 0, x2: 1200, y2: 1200 }, 690, 4],
  ] as const)('%s', (_, region, inputPx, count) => {
    const tiles = tilesOf(region, { input: SQUARE }, inputPx);
    expect(tiles).toHaveLength(count);
    expect(Math.max(...tiles.map(({ box }) => box.x2))).toBeCloseTo(region.x2, 6);
    expect(Math.max(...tiles.map(({ box }) => box.y2))).toBeCloseTo(region.y2, 6);
  });

  it.each([
    ['a tight view is shrunk', 182, 1920, 735],
    ['a wide view is looked at nearly as it is', 70, 640, 637],
    ['a far view is hardly enlarged', 25, 352, 440],
  ] as const)('without an asked scale %s', (_, pxPerMetre, widthPx, inputPx) => {
    expect(usualInputPx({ x1: 0, y1: 0, x2: widthPx, y2: 10 }, pxPerMetre)).toBe(inputPx);
  });

  it.each([
    ['a wide region is one look in its own shape', { x1: 0, y1: 0, x2: 1280, y2: 600 }, 800, [[800, 384]]],
    ['rounded up to what the model takes', { x1: 10, y1: 0, x2: 510, y2: 400 }, 313, [[320, 256]]],
    ['a huge one is cut all the same', { x1: 0, y1: 0, x2: 3840, y2: 1000 }, 2000, [[1536, 544], [1536, 544]]],
  ] as const)('of a model that takes any size: %s', (_, region, inputPx, sizes) => {
    expect(tilesOf(region, { input: SQUARE, multiple: 32 }, inputPx).map(({ wide, tall }) => [wide, tall])).toEqual(sizes);
  });

  it('opens only the sides that lie within the region', () => {
    const [first, second] = tilesOf({ x1: 0, y1: 0, x2: 1000, y2: 300 }, { input: SQUARE }, 625);
    expect(first?.open).toEqual({ left: false, right: true, top: false, bottom: false });
    expect(second?.open).toEqual({ left: true, right: false, top: false, bottom: false });
  });
});
