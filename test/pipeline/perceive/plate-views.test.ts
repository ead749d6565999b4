// Views of a vehicle: the best are kept, and none that may show somebody else than the one who did the act.
import { describe, expect, it } from 'vitest';
import { ground, shifted, type Box } from '../../../domain/geometry.ts';
import type { Frame, Track } from '../../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, sessionId, trackId } from '../../../domain/units.ts';
import { createViews } from '../../../pipeline/perceive/plate-views.ts';

const W = 400;
const frameAt = (at: number): Frame => ({ camera: cameraId('c'), session: sessionId('s'), at: mediaMs(at), capturedAt: epochMs(at), clockErrorMs: 0, widthPx: W, heightPx: W, rgb: new Uint8Array(W * W * 3) });

const STANDS: Box = { x1: 100, y1: 100, x2: 200, y2: 300 };

function trackAt(at: number, merged: number | null, box = STANDS): Track {
  return {
    id: trackId('t1'), kind: 'motorcycle', kindShare: 1, state: 'confirmed', firstAt: mediaMs(0), lastAt: mediaMs(at), path: [{ at: mediaMs(at), box, ground: ground(box), score: 0.9, observed: true }],
    velocity: { x: 0, y: 0 }, distrust: [], ...(merged === null ? {} : { doubtedAt: { merged: mediaMs(merged) } }),
  };
}

describe('views of a vehicle', () => {
  const views = createViews();
  for (let at = 0; at <= 600; at += 100) views.see(frameAt(at), [trackAt(at, at >= 300 ? 300 : null)]);
  const times = (act?: { readonly from: number; readonly to: number }): readonly number[] => views.of(trackId('t1'), act).map(({ frame }) => Number(frame.at)).sort((a, b) => a - b);

  it('keeps them all where no act is asked about', () => {
    expect(times()).toEqual([0, 100, 200, 300, 400, 500, 600]);
  });
  it('of an act before the doubt, only those from before it', () => {
    expect(times({ from: 50, to: 250 })).toEqual([0, 100, 200]);
  });
  it('of an act after the doubt, only those from after it', () => {
    expect(times({ from: 400, to: 550 })).toEqual([400, 500, 600]);
  });
  it('forgets a vehicle that is gone', () => {
    views.drop(trackId('t1'));
    expect(times()).toEqual([]);
  });
});

describe('a rider who comes nearer', () => {
  const seen = (kind: Track['kind']): readonly number[] => {
    const views = createViews();
    for (let at = 0; at <= 400; at += 100) views.see(frameAt(at), [{ ...trackAt(at, null, shifted(STANDS, { x: 0, y: at / 5 - 80 })), kind }]);
    for (let at = 500; at <= 900; at += 100) views.see(frameAt(at), [{ ...trackAt(at, null, shifted(STANDS, { x: 0, y: at === 500 ? 80 : 90 })), kind }]);
    return views.of(trackId('t1')).map(({ frame }) => Number(frame.at));
  };
  it('shows no plate of its own, as motorcycles have none in front', () => {
    expect(seen('motorcycle')).toEqual([]);
  });
  it('shows one if it is a car', () => {
    expect(seen('car').length).toBeGreaterThan(5);
  });
});

describe('a box that leaps', () => {
  it('shows somebody else as well: no view is kept of it', () => {
    const views = createViews();
    const steady = trackAt(0, null);
    views.see(frameAt(0), [steady]);
    const tall = trackAt(100, null, { ...STANDS, y1: 20, y2: 390 });
    views.see(frameAt(100), [{ ...tall, path: [...steady.path, ...tall.path] }]);
    expect(views.of(trackId('t1')).map(({ frame }) => frame.at)).toEqual([0]);
  });
});
