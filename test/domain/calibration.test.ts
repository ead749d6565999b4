// The homography from road points: exact where the points are, honest about residuals and known lengths.
import { describe, expect, it } from 'vitest';
import { calibrate, roadDistance, type RoadPoint } from '../../domain/calibration.ts';
import { project, type Homography, type Point } from '../../domain/geometry.ts';

/** A pole camera: 8 m high, pitched 25°, 1920 × 1080, focal length 1500 px. Road x to the right, y away, metres. */
function seen({ x, y }: Point): Point {
  const pitch = (25 * Math.PI) / 180;
  const depth = y * Math.cos(pitch) + 8 * Math.sin(pitch);
  return { x: 960 + (1500 * x) / depth, y: 540 + (1500 * (8 * Math.cos(pitch) - y * Math.sin(pitch))) / depth };
}
const roads: readonly Point[] = [{ x: -5, y: 10 }, { x: 5, y: 10 }, { x: 6, y: 35 }, { x: -6, y: 35 }, { x: 0, y: 20 }, { x: 3, y: 27 }];
const points: readonly RoadPoint[] = roads.map((road_m) => ({ at: seen(road_m), road_m }));

describe('calibration', () => {
  it.each([4, 5, 6])('finds the road from %s exact points', (count) => {
    const result = calibrate(points.slice(0, count), [], 0.3);
    if (result.state === 'refused') throw new Error(result.why);
    expect(result.residual_m).toBeLessThan(1e-6);
    for (const road of [{ x: 1, y: 15 }, { x: -4, y: 30 }]) {
      const found = project(result.homography, seen(road));
      expect(found.x).toBeCloseTo(road.x, 5);
      expect(found.y).toBeCloseTo(road.y, 5);
    }
  });

  it('spreads a point measured 20 cm wrong and says how much is left', () => {
    const wrong = points.map((point, i) => (i === 4 ? { ...point, road_m: { x: 0.2, y: 20 } } : point));
    const result = calibrate(wrong, [], 0.3);
    if (result.state === 'refused') throw new Error(result.why);
    expect(result.residual_m).toBeGreaterThan(0.02);
    expect(result.residual_m).toBeLessThan(0.12);
  });

  it('refuses a large residual with its number, points on one line, and too few', () => {
    const wrong = points.map((point, i) => (i === 4 ? { ...point, road_m: { x: 0, y: 26 } } : point));
    const result = calibrate(wrong, [], 0.3);
    expect(result.state === 'refused' && result.why).toMatch(/residual \d+\.\d{3} m is more than the allowed 0\.3 m/);
    expect(calibrate(points.slice(0, 3), [], 0.3).state).toBe('refused');
    const line = [10, 15, 20, 25].map((y) => ({ at: seen({ x: 0, y }), road_m: { x: 0, y } }));
    expect(calibrate(line, [], 0.3).state).toBe('refused');
  });

  it('checks a 10 m dash, gives the speed error that follows, refuses one that is 10 % off', () => {
    const from = seen({ x: 1, y: 15 });
    const to = seen({ x: 1, y: 25 });
    const good = calibrate(points, [{ from, to, length_m: 10.1 }], 0.3);
    if (good.state === 'refused') throw new Error(good.why);
    expect(good.speedError).toBeCloseTo(0.0099, 3);
    const bad = calibrate(points, [{ from, to, length_m: 11 }], 0.3);
    expect(bad.state === 'refused' && bad.why).toContain('9.1 %');
  });

  it('makes more of a residual that few points bear out', () => {
    const off = points.map(({ at, road_m }, i) => ({ at, road_m: i === 0 ? { x: road_m.x, y: road_m.y + 0.3 } : road_m }));
    const [all, five] = [calibrate(off, [], 0.3), calibrate(off.slice(0, 5), [], 0.3)];
    if (all.state === 'refused' || five.state === 'refused') throw new Error('expected both to be accepted');
    const part = ({ speedError, residual_m }: typeof all): number => speedError / residual_m;
    expect(part(five) / part(all)).toBeGreaterThan(1.2);
  });

  it('measures distances on the road, also when the axes are turned or mirrored', () => {
    const mirrored = points.map(({ at, road_m }) => ({ at, road_m: { x: road_m.y + 100, y: road_m.x } }));
    const result = calibrate(mirrored, [], 0.3);
    if (result.state === 'refused') throw new Error(result.why);
    const h: Homography = result.homography;
    expect(roadDistance(h, seen({ x: -3, y: 12 }), seen({ x: 1, y: 15 }))).toBeCloseTo(5, 4);
  });
});
