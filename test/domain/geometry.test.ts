// Sides of lines, overlap and containment, by captioned rows.
import { describe, expect, it } from 'vitest';
import { along, inside, iou, signedDistance } from '../../domain/geometry.ts';

const line = { a: { x: 0, y: 100 }, b: { x: 200, y: 100 } };

describe('signedDistance', () => {
  it.each([
    ['below a line walked to the right', { x: 50, y: 130 }, 30],
    ['above it', { x: 50, y: 60 }, -40],
    ['on it', { x: 150, y: 100 }, 0],
    ['beyond its end', { x: 900, y: 110 }, 10],
  ])('%s', (_, point, expected) => {
    expect(signedDistance(line, point)).toBeCloseTo(expected);
  });
  it('changes sign when the line is walked the other way', () => {
    expect(signedDistance({ a: line.b, b: line.a }, { x: 50, y: 130 })).toBeCloseTo(-30);
  });
});

describe('along', () => {
  it('is 0 at the start, 1 at the end, and outside beyond them', () => {
    expect([0, 200, 300].map((x) => along(line, { x, y: 5 }))).toEqual([0, 1, 1.5]);
  });
});

describe('iou', () => {
  const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
  it.each([
    ['of a box with itself', box, 1],
    ['of halves', { x1: 5, y1: 0, x2: 15, y2: 10 }, 1 / 3],
    ['of boxes apart', { x1: 20, y1: 0, x2: 30, y2: 10 }, 0],
  ])('%s', (_, other, expected) => {
    expect(iou(box, other)).toBeCloseTo(expected);
  });
});

describe('inside', () => {
  const notch = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 5, y: 5 }, { x: 0, y: 10 }];
  it.each([
    ['in the body', { x: 5, y: 2 }, true],
    ['in the notch', { x: 5, y: 8 }, false],
    ['outside', { x: 11, y: 5 }, false],
  ])('a point %s', (_, point, expected) => {
    expect(inside(notch, point)).toBe(expected);
  });
});
