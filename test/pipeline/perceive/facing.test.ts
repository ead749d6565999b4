// Who comes nearer shows the front; who stands shows what was shown on the way there.
import { describe, expect, it } from 'vitest';
import { ground } from '../../../domain/geometry.ts';
import type { Track, TrackPoint } from '../../../domain/sighting.ts';
import { mediaMs, trackId } from '../../../domain/units.ts';
import { createFacing } from '../../../pipeline/perceive/facing.ts';

function seenAt(at: number, x: number, y: number): { readonly track: Track; readonly point: TrackPoint } {
  const box = { x1: x - 20, y1: y - 80, x2: x + 20, y2: y };
  const point = { at: mediaMs(at), box, ground: ground(box), score: 0.9, observed: true };
  return { point, track: { id: trackId('t1'), kind: 'motorcycle', kindShare: 1, state: 'confirmed', firstAt: mediaMs(0), lastAt: mediaMs(at), path: [point], velocity: { x: 0, y: 0 }, distrust: [] } };
}

function driven(way: readonly (readonly [number, number])[]): number | null {
  const facing = createFacing();
  return way.reduce<number | null>((_, [x, y], i) => { const { track, point } = seenAt(100 * i, x, y); return facing.frontSince(track, point); }, null);
}

describe('facing', () => {
  it('is told from the first moment on, once a vehicle has come nearer', () => {
    expect(driven([[300, 200], [300, 230], [300, 265]])).toBe(0);
  });
  it('is not told before', () => {
    expect(driven([[300, 200], [300, 230]])).toBe(null);
  });
  it('stays while it stands, also when something hides its foot', () => {
    expect(driven([[300, 200], [300, 270], [300, 270], [300, 240], [301, 270]])).toBe(0);
  });
  it('is its back when it drives away, or across', () => {
    expect(driven([[300, 300], [300, 200], [300, 130]])).toBe(null);
    expect(driven([[300, 300], [400, 315], [500, 330]])).toBe(null);
  });
  it('changes when it turns round', () => {
    expect(driven([[300, 300], [300, 200], [380, 200], [380, 300]])).toBe(200);
  });
});
