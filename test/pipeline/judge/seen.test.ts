// What rules see of one vehicle: whether a time out of sight breaks it in two, and which way it turned.
import { describe, expect, it } from 'vitest';
import { ground, type Point } from '../../../domain/geometry.ts';
import type { Track, TrackPoint } from '../../../domain/sighting.ts';
import { mediaMs, trackId } from '../../../domain/units.ts';
import { isBroken } from '../../../pipeline/judge/seen/broken.ts';
import { scaleOf } from '../../../pipeline/judge/seen/scale.ts';
import { standsAt } from '../../../pipeline/judge/seen/standing-sights.ts';
import { follow, movementOf, newCourse } from '../../../pipeline/judge/seen/turning.ts';
import { aScene } from './scenario.ts';

/** A rider 100 px high whose wheels stand at x, y. */
const seen = (at: number, x: number, y: number): TrackPoint => {
  const box = { x1: x - 25, y1: y - 100, x2: x + 25, y2: y };
  return { at: mediaMs(at), box, ground: ground(box), score: 0.8, observed: true };
};

describe('a gap in the sights of one vehicle', () => {
  it.each([
    ['the same place', 15, false],
    ['the next one in the queue, three tenths of a height off', 30, true],
  ])('three seconds long, then %s: broken %s', (_, off, broken) => {
    expect(isBroken(seen(0, 500, 500), seen(3_000, 500 + off, 500), 50, [])).toBe(broken);
  });

  it.each([
    ['where its pace takes it', 267, false],
    ['where a slower one would be', 400, true],
  ])('of 700 ms in one that drives, then %s: broken %s', (_, y, broken) => {
    const before = [700, 600, 500].map((place, i) => ({ s: 0, point: seen(i * 300, 500, place) }));
    expect(isBroken(seen(600, 500, 500), seen(1_300, 500, y), 50, before)).toBe(broken);
  });
});

describe('where one stands whose foot the next one hides', () => {
  it('is told by the detected boxes: the followed one loses its upper edge with its foot', () => {
    // The upper edge is detected at 400 throughout; the foot at 500 for three sights, then the next one cuts the box at 470.
    const approach = Array.from({ length: 9 }, (_, i) => {
      const [y, shaken] = i < 3 ? [500, 0] : [470, 8];
      const point: TrackPoint = { ...seen(i * 100, 500, y), box: { x1: 475, y1: 400 - shaken, x2: 525, y2: y }, detected: { x1: 475, y1: 400, x2: 525, y2: y } };
      return { s: 490 - y, point };
    });
    expect(standsAt(approach.slice(3), approach, ({ y }) => 490 - y)).toBe(-10);
  });
});

describe('which way a vehicle turned', () => {
  const scene = aScene();
  const scale = scaleOf(scene);
  const rider: Track = { id: trackId('t1'), kind: 'motorcycle', kindShare: 1, state: 'confirmed', firstAt: mediaMs(0), lastAt: mediaMs(0), path: [], velocity: { x: 0, y: 0 }, distrust: [] };
  const movementOver = (road: readonly Point[]): string => {
    const course = newCourse();
    road.forEach(({ x, y }, i) => {
      follow(course, rider, seen(i * 200, x, y), scene, scale);
    });
    return movementOf(course, scene, scale, true).movement;
  };
  const ahead = Array.from({ length: 15 }, (_, i) => ({ x: 500, y: 900 - 30 * i }));
  const right = Array.from({ length: 15 }, (_, i) => ({ x: 560 + 60 * i, y: 480 }));

  it('straight on, then to the right', () => {
    expect(movementOver([...ahead, ...right])).toBe('right');
  });

  it('a short way tells nothing: its first metres may be the trembling of a box far away', () => {
    const trembled = [{ x: 500, y: 880 }, { x: 500, y: 910 }, { x: 500, y: 935 }, { x: 500, y: 908 }];
    expect(movementOver([...trembled, ...ahead.slice(1, 7)])).toBe('unknown');
  });

  it('a slip of the first box sideways changes nothing', () => {
    expect(movementOver([{ x: 570, y: 905 }, ...ahead, ...right])).toBe('right');
    expect(movementOver([{ x: 430, y: 905 }, ...ahead])).toBe('straight');
  });
});
