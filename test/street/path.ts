// Ways over the road: a polyline with rounded corners that a body follows by its front and its rear.

export type Spot = { readonly x: number; readonly y: number };
export type Path = { readonly spots: readonly Spot[]; readonly ends: readonly number[]; readonly length: number };

export function path(spots: readonly Spot[]): Path {
  let length = 0;
  const ends = spots.map((spot, i) => {
    const before = spots[i - 1];
    if (before !== undefined) length += Math.hypot(spot.x - before.x, spot.y - before.y);
    return length;
  });
  return { spots, ends, length };
}

/** Place at distance `s` from the start; before and after its ends the path goes straight on. */
export function along({ spots, ends }: Path, s: number): Spot {
  let i = 1;
  while (i < ends.length - 1 && (ends[i] ?? 0) < s) i += 1;
  const a = spots[i - 1];
  const b = spots[i];
  if (a === undefined || b === undefined) throw new Error('expected a path of two spots or more');
  const from = ends[i - 1] ?? 0;
  const t = (s - from) / Math.max(1e-9, (ends[i] ?? 0) - from);
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

/** Distance along the path at which it first reaches road position `y`. */
export function reachY(way: Path, y: number): number {
  for (let i = 1; i < way.spots.length; i += 1) {
    const a = way.spots[i - 1];
    const b = way.spots[i];
    if (a === undefined || b === undefined || (a.y - y) * (b.y - y) > 0 || a.y === b.y) continue;
    return (way.ends[i - 1] ?? 0) + Math.hypot(b.x - a.x, b.y - a.y) * ((y - a.y) / (b.y - a.y));
  }
  return Infinity;
}

/** Straight in a lane, with sideways moves `[from y, to y, shift]` done as smooth S-curves. */
export function laneWay(x: number, from: number, to: number, shifts: readonly (readonly [number, number, number])[]): Path {
  const spots: Spot[] = [];
  const sign = Math.sign(to - from);
  for (let y = from; (to - y) * sign >= 0; y += sign) {
    let shifted = x;
    for (const [a, b, by] of shifts) {
      const t = Math.min(1, Math.max(0, (y - a) / (b - a)));
      shifted += by * t * t * (3 - 2 * t);
    }
    spots.push({ x: shifted, y });
  }
  return path(spots);
}

/** Straight to `turnY`, then an arc of `radius` by `deg` (right positive), then straight on for `after` metres. */
export function turnWay(x: number, from: number, turnY: number, radius: number, deg: number, after: number): Path {
  const dir = Math.sign(turnY - from);
  const spots: Spot[] = [];
  for (let y = from; (turnY - y) * dir > 0; y += dir) spots.push({ x, y });
  spots.push({ x, y: turnY });
  const side = Math.sign(deg) * dir;
  const total = (Math.abs(deg) * Math.PI) / 180;
  const steps = Math.ceil((total * radius) / 0.7);
  for (let i = 1; i <= steps; i += 1) {
    const turned = (total * i) / steps;
    spots.push({ x: x + side * radius * (1 - Math.cos(turned)), y: turnY + dir * radius * Math.sin(turned) });
  }
  const end = spots.at(-1) ?? { x, y: turnY };
  spots.push({ x: end.x + side * Math.sin(total) * after, y: end.y + dir * Math.cos(total) * after });
  return path(spots);
}
