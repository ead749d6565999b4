// What a detector's scores come to: a vehicle that nobody can name is a vehicle all the same.
import { describe, expect, it } from 'vitest';
import type { VehicleKind } from '../../domain/vehicle.ts';
import { decodeBoxes } from '../../models/decode-boxes.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { loadManifest, vehicleModel, type VehicleModel } from '../../models/manifest.ts';

const own = vehicleModel(await loadManifest(OWN_MANIFEST));
if (own === null) throw new Error('expected a model of vehicles in the manifest');
const CLASSES: readonly (VehicleKind | null)[] = ['car', 'bus', 'truck', 'motorcycle', 'person', null];
const model: VehicleModel = { ...own, decoder: 'boxes_scores', classes: [...CLASSES], min_score: 0.2, family_power: {} };
const session = { name: 'test', outputs: ['boxes', 'scores'], run: async () => new Map(), close: async () => undefined };

function named(scores: readonly number[], by = model): readonly (readonly [VehicleKind | null | undefined, number])[] {
  const results = new Map([
    ['boxes', { data: Float32Array.of(10, 20, 110, 90), dims: [1, 1, 4] }],
    ['scores', { data: Float32Array.from(scores), dims: [1, 1, scores.length] }],
  ]);
  const found: (readonly [VehicleKind | null | undefined, number])[] = [];
  decodeBoxes(by, session, results, (_n, _x1, _y1, _x2, _y2, score, column) => found.push([CLASSES[column], Math.round(score * 100) / 100]));
  return found;
}

describe('scores of the classes', () => {
  it.each<readonly [string, readonly number[], readonly (readonly [VehicleKind, number])[]]>([
    ['a plain car', [0.8, 0, 0, 0, 0, 0], [['car', 0.8]]],
    ['car, bus or truck: surely a vehicle, most likely a bus', [0.35, 0.41, 0.2, 0, 0, 0], [['bus', 0.69]]],
    ['a rider rather than car or bus', [0.3, 0.3, 0, 0.6, 0, 0], [['motorcycle', 0.6]]],
    ['one on foot adds nothing to a motorcycle', [0, 0, 0, 0.4, 0.3, 0], [['motorcycle', 0.4]]],
    ['something else, likelier than any vehicle', [0.3, 0.1, 0, 0, 0, 0.7], []],
    ['too little of anything', [0.05, 0.05, 0.05, 0, 0, 0], []],
  ])('%s', (_, scores, expected) => {
    expect(named(scores)).toEqual(expected);
  });

  it('brings the score of a family of several classes back to the measure of one', () => {
    expect(named([0.35, 0.41, 0.2, 0, 0, 0], { ...model, family_power: { four: 2 } })).toEqual([['bus', 0.48]]);
    expect(named([0.2, 0.2, 0, 0.3, 0, 0], { ...model, family_power: { four: 2 } })).toEqual([['motorcycle', 0.3]]);
  });
});
