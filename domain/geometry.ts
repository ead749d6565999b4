// Points, boxes, lines and polygons in full-frame pixels: origin top-left, x right, y down.

export type Point = { readonly x: number; readonly y: number };
export type Segment = { readonly a: Point; readonly b: Point };
export type Polygon = readonly Point[];
export type Box = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

export const width = (box: Box): number => box.x2 - box.x1;
export const height = (box: Box): number => box.y2 - box.y1;
export const area = (box: Box): number => Math.max(0, width(box)) * Math.max(0, height(box));
export const centre = (box: Box): Point => ({ x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 });

/** Bottom-centre: the point of the box that touches the road. */
export const ground = (box: Box): Point => ({ x: (box.x1 + box.x2) / 2, y: box.y2 });

/** The middle of the upper edge. */
export const top = ({ x1, x2, y1 }: Box): Point => ({ x: (x1 + x2) / 2, y: y1 });

/** The box where it is in a picture that swayed by so much. */
export const shifted = (box: Box, by: Point | undefined): Box => (by === undefined ? box : { x1: box.x1 + by.x, y1: box.y1 + by.y, x2: box.x2 + by.x, y2: box.y2 + by.y });

export function intersectionArea(a: Box, b: Box): number {
  const w = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const h = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  return w > 0 && h > 0 ? w * h : 0;
}

/** Intersection over union, 0–1. */
export function iou(a: Box, b: Box): number {
  const both = intersectionArea(a, b);
  return both === 0 ? 0 : both / (area(a) + area(b) - both);
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * Signed distance of `p` from the infinite line through the segment, in pixels.
 * Positive on the right hand of someone who walks from `a` to `b` on the picture (y down).
 */
export function signedDistance(line: Segment, p: Point): number {
  const dx = line.b.x - line.a.x;
  const dy = line.b.y - line.a.y;
  return (dx * (p.y - line.a.y) - dy * (p.x - line.a.x)) / Math.hypot(dx, dy);
}

/** Where along the segment the foot of `p` lies: 0 at `a`, 1 at `b`; outside 0–1 the foot is beyond an end. */
export function along(line: Segment, p: Point): number {
  const dx = line.b.x - line.a.x;
  const dy = line.b.y - line.a.y;
  return ((p.x - line.a.x) * dx + (p.y - line.a.y) * dy) / (dx * dx + dy * dy);
}

/** Exact even–odd test; a point on an edge may fall on either side. */
export function inside(polygon: Polygon, p: Point): boolean {
  let within = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i, i += 1) {
    const a = polygon[i];
    const b = polygon[j];
    if (a === undefined || b === undefined) continue;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}

/** The middle one by size (of two the greater); 0 of none. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Where most of the points lie: each coordinate's median, which single outliers hardly move. */
export const medianPoint = (points: readonly Point[]): Point => ({ x: median(points.map(({ x }) => x)), y: median(points.map(({ y }) => y)) });

/** Linear interpolation between two points, `t` 0–1. */
export const lerp = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

/** 3×3 matrix, row-major, that maps picture pixels to metres on the road plane. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export function project(h: Homography, p: Point): Point {
  const w = h[6] * p.x + h[7] * p.y + h[8];
  return { x: (h[0] * p.x + h[1] * p.y + h[2]) / w, y: (h[3] * p.x + h[4] * p.y + h[5]) / w };
}
