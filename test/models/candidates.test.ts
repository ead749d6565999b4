// What becomes of a detector's proposals: rivals suppressed, riders joined to their machines.
import { describe, expect, it } from 'vitest';
import { joinRiders, pack, suppress, type Candidate } from '../../models/candidates.ts';
import { VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';

const one = (kind: VehicleKind, x1: number, y1: number, x2: number, y2: number, score = 0.8, cut = false): Candidate => ({ kind, score, cut, box: { x1, y1, x2, y2 } });
const told = (candidates: readonly Candidate[]): readonly string[] => candidates.map(({ kind, box }) => `${kind} ${box.x1},${box.y1},${box.x2},${box.y2}`).sort();

describe('suppress', () => {
  it.each<readonly [string, readonly Candidate[], number]>([
    ['the same car twice', [one('car', 0, 0, 100, 80), one('car', 4, 2, 102, 82, 0.5)], 1],
    ['a car also taken for a truck', [one('car', 0, 0, 100, 80), one('truck', 2, 0, 101, 80, 0.6)], 1],
    ['two cars side by side', [one('car', 0, 0, 100, 80), one('car', 105, 0, 205, 80)], 2],
    ['a motorcycle before a car', [one('car', 0, 0, 200, 160), one('motorcycle', 80, 60, 120, 160)], 2],
    ['a machine wholly within the box of machine and rider', [one('motorcycle', 0, 0, 40, 90), one('motorcycle', 3, 40, 38, 90, 0.5)], 1],
    ['two riders that overlap by half', [one('motorcycle', 0, 0, 40, 90), one('motorcycle', 20, 10, 60, 100)], 2],
    ['half a bus at a tile border, whole in the next tile', [one('bus', 0, 0, 90, 150, 0.9, true), one('bus', 0, 0, 260, 150, 0.6)], 1],
    ['a person behind a car is no rival', [one('car', 0, 0, 100, 80), one('person', 5, 0, 95, 78, 0.6)], 2],
  ])('%s', (_, candidates, left) => {
    expect(suppress(candidates, 0.6)).toHaveLength(left);
  });
});

describe('joinRiders', () => {
  it('makes one box of a machine and its rider where the detector has them apart', () => {
    expect(told(joinRiders([one('motorcycle', 10, 50, 50, 100), one('person', 15, 5, 45, 80)], 'separate'))).toEqual(['motorcycle 10,5,50,100']);
  });

  it('holds two riders of one machine', () => {
    expect(told(joinRiders([one('motorcycle', 10, 50, 60, 100), one('person', 15, 5, 40, 80), one('person', 30, 10, 58, 82)], 'separate'))).toEqual(['motorcycle 10,5,60,100']);
  });

  it('leaves the box as it is where the model already includes riders, and drops the person', () => {
    expect(told(joinRiders([one('motorcycle', 10, 5, 50, 100), one('person', 15, 5, 45, 80)], 'included'))).toEqual(['motorcycle 10,5,50,100']);
  });

  it.each([
    ['walks beside it', one('person', 55, 10, 80, 100)],
    ['stands before it, feet below its wheels', one('person', 15, 40, 45, 125)],
    ['is far above it in the picture', one('person', 15, 0, 45, 40)],
  ])('keeps a person who %s', (_, person) => {
    expect(joinRiders([one('motorcycle', 10, 50, 50, 100), person], 'separate').map(({ kind }) => kind).sort()).toEqual(['motorcycle', 'person']);
  });
});

describe('pack', () => {
  it('hands arrays over whose lengths agree', () => {
    const packed = pack([one('bus', 1, 2, 3, 4, 0.5), one('person', 5, 6, 7, 8)]);
    expect(packed.count).toBe(2);
    expect([...packed.xyxy]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...packed.kind].map((index) => VEHICLE_KINDS[index])).toEqual(['bus', 'person']);
  });
});
