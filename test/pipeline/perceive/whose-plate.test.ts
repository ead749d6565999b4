// A plate within the boxes of two vehicles goes to the nearer one's body, or to nobody.
import { describe, expect, it } from 'vitest';
import { ground, type Box } from '../../../domain/geometry.ts';
import type { Track } from '../../../domain/sighting.ts';
import { mediaMs, trackId } from '../../../domain/units.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import { isOwnPlate, neighboursOf } from '../../../pipeline/perceive/whose-plate.ts';

const box = (x1: number, y1: number, x2: number, y2: number): Box => ({ x1, y1, x2, y2 });
const plateAt = (x: number, y: number): Box => box(x - 10, y - 7, x + 10, y + 7);
const rider = { box: box(100, 100, 200, 300), kind: 'motorcycle' as const };

describe('whose plate', () => {
  it('is the vehicle\'s own where it is alone', () => {
    expect(isOwnPlate(plateAt(195, 250), rider, [])).toBe(true);
  });
  it('of a truck behind a rider is not the rider\'s, though it shows within the rider\'s box', () => {
    const truck = { box: box(60, 0, 260, 280), kind: 'truck' as const };
    expect(isOwnPlate(plateAt(185, 240), rider, [truck])).toBe(false);
    expect(isOwnPlate(plateAt(185, 240), truck, [rider])).toBe(false);
  });
  it('on the body of the nearer rider is that rider\'s, and not the farther car\'s', () => {
    const car = { box: box(80, 120, 300, 280), kind: 'car' as const };
    expect(isOwnPlate(plateAt(150, 230), rider, [car])).toBe(true);
    expect(isOwnPlate(plateAt(150, 230), car, [rider])).toBe(false);
  });
  it('above the shoulders of a nearer rider is the farther one\'s', () => {
    const nearer = { box: box(110, 220, 210, 420), kind: 'motorcycle' as const };
    expect(isOwnPlate(plateAt(150, 240), rider, [nearer])).toBe(true);
  });
});

describe('neighbours', () => {
  const track = (id: string, kind: VehicleKind, at: Box, state: Track['state'] = 'confirmed'): Track => ({
    id: trackId(id), kind, kindShare: 1, state, firstAt: mediaMs(0), lastAt: mediaMs(0), velocity: { x: 0, y: 0 }, distrust: [],
    path: [{ at: mediaMs(0), box: at, ground: ground(at), score: 0.9, observed: true }],
  });
  const own = track('own', 'motorcycle', rider.box);
  const of = (...others: readonly Track[]): readonly VehicleKind[] => neighboursOf(rider.box, own, [own, ...others]).map(({ kind }) => kind);
  it('are those that meet its box, also one that was just lost from sight', () => {
    expect(of(track('t', 'truck', box(60, 0, 260, 280)), track('l', 'car', box(150, 150, 300, 290), 'lost'), track('far', 'bus', box(400, 0, 600, 300)))).toEqual(['truck', 'car']);
  });
  it('are not a second box about the same vehicle, nor who is on foot, nor what nothing speaks for yet', () => {
    expect(of(track('twin', 'motorcycle', box(102, 104, 205, 300)), track('foot', 'person', box(120, 100, 180, 300)), track('new', 'car', box(60, 0, 260, 280), 'tentative'))).toEqual([]);
  });
});
