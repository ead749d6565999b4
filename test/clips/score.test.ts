// The scorer itself: what counts as a hit, what is not scored, what is a false accusation.
import { describe, expect, it } from 'vitest';
import type { JudgedOffence } from '../../cli/judged.ts';
import { readTruth, score } from './score.ts';

const truth = readTruth(`clips:
  a.mp4:
    events: [{t: 10, offence: red_light, kind: motorcycle}, {t: [20, 22], offence: red_light, kind: car}]
    ambiguous: [{t: [30, 40], where: [100, 100]}, {t: [50, 52], box: [0, 0, 50, 50]}]
`)['a.mp4'];
if (truth === undefined) throw new Error('the truth was not read');

const found = (t_s: number, x = 300, y = 300, offence = 'red_light'): JudgedOffence => ({
  offence, t_s, vehicle: 'motorcycle', track: 't1', point_px: [x, y], signal: 'red', plate: null,
  facts: { rule: 'standing', offence: 'stop_no_stopping_sign', zone: 'z', stood_ms: 1, needed_ms: 1, moved_px: 0, allowed_px: 1, unseen_ms: 0, passed_by: 0, crossed_ms: 0, before: WITNESS, after: WITNESS },
});
const WITNESS = { at_ms: 0, box: { x1: 0, y1: 0, x2: 1, y2: 1 }, ground: { x: 0, y: 1 } };

describe('score', () => {
  it.each([
    ['both within a second', [found(10.9), found(22.9)], { hits: 2, wrong: 0, unscored: 0 }],
    ['one too late', [found(11.2)], { hits: 0, wrong: 1, unscored: 0 }],
    ['the same event twice', [found(9.8), found(10.4)], { hits: 1, wrong: 1, unscored: 0 }],
    ['another offence', [found(10, 300, 300, 'wrong_way')], { hits: 0, wrong: 1, unscored: 0 }],
    ['ambiguous about a place', [found(35, 120, 110)], { hits: 0, wrong: 0, unscored: 1 }],
    ['ambiguous time, far from the place', [found(35, 500, 110)], { hits: 0, wrong: 1, unscored: 0 }],
    ['ambiguous box', [found(51, 20, 20)], { hits: 0, wrong: 0, unscored: 1 }],
  ] as const)('%s', (_, offences, expected) => {
    const { hits, wrong, unscored } = score(offences, truth, 640);
    expect({ hits, wrong: wrong.length, unscored: unscored.length }).toEqual(expected);
  });
});
