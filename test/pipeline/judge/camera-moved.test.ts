// The scene check: vibration is measured and borne, traffic does not deceive it, a moved camera is noticed and stays noticed.
import { describe, expect, it } from 'vitest';
import { createSceneWatch, shiftBetween, type Grey, type Reference } from '../../../pipeline/judge/camera-moved.ts';
import { chance } from '../../street/random.ts';

const [W, H] = [160, 90];
/** A street of rectangles, seen with its corner at (dx, dy), with vehicles as grey blocks on it. */
function picture(dx: number, dy: number, { vehicles = 0, seed = 1, light = 1 } = {}): Grey {
  const random = chance(7);
  const px = new Uint8Array(W * H).fill(110);
  const block = (x: number, y: number, w: number, h: number, value: number): void => {
    for (let j = Math.max(0, y); j < Math.min(H, y + h); j += 1) for (let i = Math.max(0, x); i < Math.min(W, x + w); i += 1) px[j * W + i] = value;
  };
  for (let k = 0; k < 60; k += 1) block(Math.round(random.between(-20, W) + dx), Math.round(random.between(-20, H) + dy), Math.round(random.between(3, 30)), Math.round(random.between(3, 20)), Math.round(random.between(40, 220)));
  const traffic = chance(seed);
  for (let k = 0; k < vehicles; k += 1) block(Math.round(traffic.between(0, W - 25)), Math.round(traffic.between(20, H - 15)), 24, 14, Math.round(traffic.between(20, 240)));
  return { width: W, height: H, px: px.map((value) => Math.min(255, value * light)) };
}

const ofStreet = (grey: Grey): Reference => ({ grey, dx: 0, dy: 0 });

describe('scene check', () => {
  it('finds the shift to the pixel, with traffic and other light', () => {
    for (const [dx, dy] of [[0, 0], [3, -2], [-5, 4]] as const) {
      const found = shiftBetween(picture(0, 0), picture(dx, dy, { vehicles: 6, light: 0.7 }));
      expect(Math.abs(found.dx - dx)).toBeLessThan(0.6);
      expect(Math.abs(found.dy - dy)).toBeLessThan(0.6);
      expect(found.correlation).toBeGreaterThan(0.4);
    }
  });

  it('says moved once four of five samples found the scene at one other place, and well only after ten seconds in place', () => {
    const watch = createSceneWatch([ofStreet(picture(0, 0))]);
    const states: boolean[] = [];
    for (let s = 0; s < 60; s += 1) states.push(watch.see(picture(s >= 10 && s < 35 ? 6 : 0, 0, { vehicles: 4, seed: s }), s * 1000).moved);
    expect(states.indexOf(true)).toBe(13);
    expect(states.lastIndexOf(true)).toBe(44);
  });

  it('bears vibration of a pixel and a bus that fills half the picture', () => {
    const watch = createSceneWatch([ofStreet(picture(0, 0))]);
    for (let s = 0; s < 40; s += 1) expect(watch.see(picture(s % 2, 0, { vehicles: s % 20 < 5 ? 25 : 3, seed: s }), s * 1000).moved).toBe(false);
  });

  it('notices a camera that was turned away or covered, but takes a dark first night for no alarm', () => {
    const grey = { width: W, height: H, px: new Uint8Array(W * H).fill(40) };
    const covered = createSceneWatch([ofStreet(picture(0, 0))]);
    for (let s = 0; s < 10; s += 1) covered.see(picture(0, 0), s * 1000);
    const states = Array.from({ length: 45 }, (_, s) => covered.see(grey, (10 + s) * 1000).moved);
    expect(states.indexOf(true)).toBe(30);
    const night = createSceneWatch([ofStreet(picture(0, 0))]);
    expect(Array.from({ length: 50 }, (_, s) => night.see(grey, s * 1000).moved)).not.toContain(true);
  });

  it('keeps what it knows over a broken stream: a moved camera is moved in the next session too', () => {
    const watch = createSceneWatch([ofStreet(picture(0, 0))]);
    for (let s = 0; s < 10; s += 1) watch.see(picture(6, 0), s * 1000);
    watch.restart();
    expect(watch.see(picture(6, 0), 0).moved).toBe(true);
  });

  it('measures a frame\'s own sway for compensation, bounded, and none where it is not sure', () => {
    const watch = createSceneWatch([ofStreet(picture(0, 0))]);
    watch.see(picture(0, 0), 0);
    const { dx, dy } = watch.sway(picture(1, -1, { vehicles: 4, seed: 3 }));
    expect(Math.abs(dx - 1)).toBeLessThan(0.4);
    expect(Math.abs(dy + 1)).toBeLessThan(0.4);
    expect(watch.sway(picture(0, 0, { vehicles: 4, seed: 5 }))).toEqual({ dx: 0, dy: 0 });
    expect(watch.sway(picture(3, 0))).toEqual({ dx: 0, dy: 0 });
  });

  it('refuses pictures of two sizes', () => {
    expect(() => shiftBetween(picture(0, 0), { width: 80, height: 45, px: new Uint8Array(3600) })).toThrow(/one size/);
  });
});
