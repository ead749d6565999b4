// Solid lines, directions, lanes, prohibited roads and forbidden turns at their edges.
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../domain/geometry.ts';
import { ALL_WELL } from '../../../pipeline/judge/rules.ts';
import { accused, aScene, FROM_ABOVE, run, voided, type Leg } from './scenario.ts';

const along = (from: Leg, to: Leg): readonly Leg[] => [from, to];

describe('solid line', () => {
  /** A line up the picture at x = 500 from y = 300 to y = 800. */
  const scene = aScene({ solid_lines: [{ id: 'line', line: [[0.5, 0.3], [0.5, 0.8]], offence: 'crosses_solid_line' }] });
  const car = { kind: 'car' as const, size: [90, 80] as const };
  const change = (to: number): readonly Leg[] => [{ at: 0, x: 400, y: 900 }, { at: 2000, x: 400, y: 700 }, { at: 4000, x: to, y: 500 }, { at: 6000, x: to, y: 350 }];

  it('accuses one who changes sides between its ends', () => {
    const { verdicts } = run({ scene, driven: [{ ...car, legs: change(600) }] });
    expect(accused(verdicts)).toEqual(['t1 crosses_solid_line']);
    const [verdict] = verdicts;
    if (verdict?.kind !== 'accused' || verdict.facts.rule !== 'solid_line') throw new Error('expected a line crossing');
    expect(verdict.facts.side_before_px * verdict.facts.side_after_px).toBeLessThan(0);
    expect(verdict.at).toBeCloseTo(3000, -2);
  });

  it.each([['touches it', 456], ['comes near it', 440]])('does not accuse one who %s', (_, to) => {
    expect(accused(run({ scene, driven: [{ ...car, legs: change(to) }] }).verdicts)).toEqual([]);
  });

  it('does not accuse beyond its ends, nor one who goes round an end', () => {
    const beyond = along({ at: 0, x: 300, y: 250 }, { at: 4000, x: 700, y: 200 });
    const round: readonly Leg[] = [{ at: 0, x: 400, y: 800 }, { at: 4000, x: 400, y: 280 }, { at: 6000, x: 600, y: 250 }, { at: 9000, x: 600, y: 500 }];
    expect(accused(run({ scene, driven: [{ ...car, legs: beyond }, { ...car, legs: round }] }).verdicts)).toEqual([]);
  });

  it('counts one that comes nearer as beside the line until its middle has passed the lower end', () => {
    const comes = (y: number): readonly Leg[] => [{ at: 0, x: 400, y: 500 }, { at: 2000, x: 400, y: y - 70 }, { at: 4000, x: 600, y: y + 70 }, { at: 5000, x: 600, y: y + 140 }];
    expect(accused(run({ scene, driven: [{ ...car, legs: comes(790) }] }).verdicts)).toEqual(['t1 crosses_solid_line']);
    expect(accused(run({ scene, driven: [{ ...car, legs: comes(840) }] }).verdicts)).toEqual([]);
  });

  it('tells a car that rides on it, and a truck only where metres are calibrated', () => {
    const onIt = along({ at: 0, x: 500, y: 790 }, { at: 3000, x: 500, y: 320 });
    expect(accused(run({ scene, driven: [{ ...car, legs: onIt }] }).verdicts)).toEqual(['t1 crosses_solid_line']);
    const truck = { kind: 'truck' as const, size: [130, 170] as const, legs: onIt };
    expect(accused(run({ scene, driven: [truck] }).verdicts)).toEqual([]);
    expect(accused(run({ scene: aScene({ calibration: FROM_ABOVE, solid_lines: [{ id: 'line', line: [[0.5, 0.3], [0.5, 0.8]], offence: 'crosses_solid_line' }] }), driven: [truck] }).verdicts)).toEqual(['t1 crosses_solid_line']);
  });

  it.each([[0.6, ['t1 crosses_solid_line']], [0.7, []]] as const)('tells a car on it for half a second, not for a quarter: a line from %s on', (from, told) => {
    const short = aScene({ solid_lines: [{ id: 'line', line: [[0.5, from], [0.5, 0.8]], offence: 'crosses_solid_line' }] });
    expect(accused(run({ scene: short, stepMs: 50, driven: [{ ...car, legs: [{ at: 0, x: 500, y: 950 }, { at: 2000, x: 500, y: 200 }] }] }).verdicts)).toEqual(told);
  });

  it('tells nobody on it by feet that were put back, nor by a track of which the tracker was never sure', () => {
    const onIt = along({ at: 0, x: 500, y: 790 }, { at: 3000, x: 500, y: 320 });
    expect(accused(run({ scene, driven: [{ ...car, legs: onIt, footGuessed: (at) => at > 300 }] }).verdicts)).toEqual([]);
    expect(accused(run({ scene, driven: [{ ...car, legs: change(600), footGuessed: (at) => at > 2500 }] }).verdicts)).toEqual([]);
    expect(voided(run({ scene, driven: [{ ...car, legs: onIt, confirmed: false }] }).verdicts)).toEqual(['t1 track_too_brief']);
  });

  it('is not deceived by a flank hidden behind a neighbour, nor by a track that jumps across', () => {
    const hidden = (box: { x1: number; y1: number; x2: number; y2: number }, at: number) => (at > 3000 ? { ...box, x1: box.x1 + 75 } : box);
    expect(accused(run({ scene, driven: [{ ...car, size: [160, 120], legs: along({ at: 0, x: 412, y: 800 }, { at: 6000, x: 412, y: 350 }), seen: hidden }] }).verdicts)).toEqual([]);
    const jump: readonly Leg[] = [{ at: 0, x: 400, y: 800 }, { at: 3000, x: 400, y: 550 }, { at: 3100, x: 640, y: 545 }, { at: 6000, x: 640, y: 350 }];
    expect(accused(run({ scene, driven: [{ ...car, legs: jump, distrust: [{ flag: 'jumped', from: 3100 }] }] }).verdicts)).toEqual([]);
  });

  it('does not ask a rider whose foot is hidden on which side he is: where a line leans, farther away is the other side', () => {
    const leans = aScene({ calibration: FROM_ABOVE, solid_lines: [{ id: 'line', line: [[0.3, 0.8], [0.8, 0.3]], offence: 'crosses_solid_line' }] });
    const legs = along({ at: 0, x: 350, y: 800 }, { at: 8000, x: 800, y: 350 });
    const comesOut = (box: Box, at: number): Box => ({ ...box, y2: box.y2 - 110 * Math.min(1, Math.max(0, (4000 - at) / 2000)) });
    expect(accused(run({ scene: leans, driven: [{ legs, size: [60, 160], seen: comesOut }] }).verdicts)).toEqual([]);
  });

  it('names the offence that the camera file names', () => {
    const lane = aScene({ solid_lines: [{ id: 'line', line: [[0.5, 0.3], [0.5, 0.8]], offence: 'lane_change', classes: ['car'] }] });
    expect(accused(run({ scene: lane, driven: [{ ...car, legs: change(600) }, { legs: change(600) }] }).verdicts)).toEqual(['t1 lane_change']);
  });
});

describe('wrong way', () => {
  const scene = aScene({ zones: [{ id: 'one-way', kind: 'one_way', area: [[0, 0], [1, 0], [1, 1], [0, 1]], heading: [[0.5, 0.9], [0.5, 0.1]] }] });
  const down = along({ at: 0, x: 500, y: 300 }, { at: 6000, x: 520, y: 900 });
  /** 50 px a metre across and 25 px along. */
  const calibration = { points: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]].map(([x = 0, y = 0]) => ({ at: [x, y] as [number, number], road_m: [x * 20, y * 40] as [number, number] })), checks: [], max_residual_m: 0.3 };

  it('accuses sustained travel against the direction and nothing with it', () => {
    const { verdicts } = run({ scene, driven: [{ legs: down }, { legs: along({ at: 0, x: 300, y: 900 }, { at: 6000, x: 300, y: 300 }) }] });
    expect(accused(verdicts)).toEqual(['t1 wrong_way']);
  });

  it('proves it by what follows a doubt at the beginning', () => {
    const { verdicts } = run({ scene, driven: [{ legs: along({ at: 0, x: 500, y: 300 }, { at: 7800, x: 515, y: 612 }), distrust: [{ flag: 'jumped', from: 1000 }] }] });
    expect(accused(verdicts)).toEqual(['t1 wrong_way']);
    expect(verdicts.flatMap((verdict) => (verdict.kind === 'accused' ? [verdict.facts.before.at_ms] : []))[0]).toBeGreaterThan(2000);
  });

  it('counts metres where they were driven: under a flat view the last ones are the longest', () => {
    // A camera 6 m up: what lies d metres ahead shows at y = 100 + 6000 / d of 1000 px, and a metre across is 1000 / d px wide.
    const at = (x_m: number, d: number): [number, number] => [0.5 + x_m / d, 0.1 + 6 / d];
    const calibration = { points: [10, 20, 40].flatMap((d) => [-3, 3].map((x) => ({ at: at(x, d), road_m: [x, d] as [number, number] }))), checks: [], max_residual_m: 0.3 };
    const flat = aScene({ calibration, zones: [{ id: 'one-way', kind: 'one_way', area: [[0, 0.2], [1, 0.2], [1, 0.7], [0, 0.7]], heading: [[0.5, 0.7], [0.5, 0.2]] }] });
    const comes = (from: number, to: number): readonly Leg[] => Array.from({ length: 31 }, (_, i) => ({ at: i * 100, x: 500, y: 100 + 6000 / (from + ((to - from) * i) / 30) }));
    expect(accused(run({ scene: flat, driven: [{ legs: comes(20.5, 11) }] }).verdicts)).toEqual(['t1 wrong_way']);
    expect(accused(run({ scene: flat, driven: [{ legs: comes(17, 11) }] }).verdicts)).toEqual([]);
  });

  it('does not accuse one who rolls back, crosses the road, or stands and jitters', () => {
    const back: readonly Leg[] = [{ at: 0, x: 500, y: 400 }, { at: 2000, x: 500, y: 480 }, { at: 8000, x: 500, y: 100 }];
    const across = along({ at: 0, x: 50, y: 500 }, { at: 6000, x: 950, y: 560 });
    const jitter = Array.from({ length: 100 }, (_, i) => ({ at: i * 100, x: 700, y: 500 + (i % 2) * 12 }));
    expect(accused(run({ scene, driven: [{ legs: back }, { legs: across }, { legs: jitter }] }).verdicts)).toEqual([]);
  });

  it.each([[9.5, []], [14, ['t1 wrong_way']]] as const)('takes one who was fast the lawful way just before for another: of %s m back only what follows a second later counts', (back, told) => {
    const back_ms = back * 250;
    const legs: readonly Leg[] = [{ at: 0, x: 500, y: 850 }, { at: 2000, x: 500, y: 350 }, { at: 2000 + back_ms, x: 500, y: 350 + back * 25 }, { at: 4000 + back_ms, x: 500, y: 350 + back * 25 }];
    expect(accused(run({ scene: aScene({ ...scene.file, calibration }), driven: [{ legs }] }).verdicts)).toEqual(told);
  });

  it('does not accuse by a box that only grows downwards', () => {
    const grows = (box: { x1: number; y1: number; x2: number; y2: number }, at: number) => ({ ...box, y1: 200, y2: 420 + at * 0.06 });
    expect(accused(run({ scene, driven: [{ legs: along({ at: 0, x: 500, y: 420 }, { at: 5000, x: 500, y: 420 }), size: [120, 220], kind: 'bus', seen: grows }] }).verdicts)).toEqual([]);
  });

  it('voids while an officer directs traffic', () => {
    const { verdicts } = run({ scene, driven: [{ legs: down }], circumstances: () => ({ ...ALL_WELL, officerDirecting: true }) });
    expect(voided(verdicts)).toEqual(['t1 officer_directing']);
  });
});

describe('lanes and prohibited roads', () => {
  const lane = { id: 'moto', area: [[0.4, 0], [0.6, 0], [0.6, 1], [0.4, 1]] as [number, number][], heading: [[0.5, 0.9], [0.5, 0.1]] as [[number, number], [number, number]] };
  const up = (x: number): readonly Leg[] => along({ at: 0, x, y: 950 }, { at: 6000, x, y: 350 });

  it('accuses a car in the motorcycles\' lane in its hours only', () => {
    const scene = aScene({ lanes: [{ ...lane, classes: ['motorcycle', 'bicycle'], hours: ['06:00-09:00'] }] });
    const driven = [{ kind: 'car' as const, size: [80, 70] as const, legs: up(500) }, { legs: up(500) }];
    expect(accused(run({ scene, driven }).verdicts)).toEqual(['t1 wrong_lane']);
    expect(accused(run({ scene, driven, clock: '12:00' }).verdicts)).toEqual([]);
  });

  it('takes what is as narrow as a rider for no car where metres are calibrated, and a short box for one if it is wide enough', () => {
    // A car is 90 px wide and about 300 px high with its length.
    const scene = aScene({ calibration: FROM_ABOVE, lanes: [{ ...lane, classes: ['motorcycle'] }] });
    const called = (wide: number, tall: number) => run({ scene, driven: [{ kind: 'car', size: [wide, tall], legs: up(500) }] }).verdicts;
    expect(voided(called(40, 230))).toEqual(['t1 kind_unclear']);
    expect(accused(called(90, 230))).toEqual(['t1 wrong_lane']);
    expect(accused(called(90, 175))).toEqual(['t1 wrong_lane']);
  });

  it('does not accuse one with a wheel over the edge, nor one who crosses the lane', () => {
    const scene = aScene({ lanes: [{ ...lane, classes: ['motorcycle'] }] });
    const edge = { kind: 'car' as const, size: [80, 70] as const, legs: up(390) };
    const across = { kind: 'car' as const, size: [80, 70] as const, legs: along({ at: 0, x: 100, y: 600 }, { at: 6000, x: 900, y: 500 }) };
    expect(accused(run({ scene, driven: [edge, across] }).verdicts)).toEqual([]);
  });

  it('accuses trucks on a road that is prohibited to them', () => {
    const scene = aScene({ zones: [{ id: 'no-trucks', kind: 'prohibited', area: [[0, 0], [1, 0], [1, 1], [0, 1]], classes: ['truck'] }] });
    const driven = [{ kind: 'truck' as const, size: [130, 170] as const, legs: up(500) }, { kind: 'car' as const, size: [90, 80] as const, legs: up(300) }];
    expect(accused(run({ scene, driven }).verdicts)).toEqual(['t1 prohibited_road']);
  });
});

describe('sizes where nothing is calibrated', () => {
  const up = (x: number, from: number): readonly Leg[] => [{ at: from, x, y: 900 }, { at: from + 6000, x, y: 200 }];
  const others = (kind: 'motorcycle' | 'car', size: readonly [number, number]) => Array.from({ length: 7 }, (_, i) => ({ kind, size, legs: up(300 + 10 * i, 1000 * i) }));
  const lane = aScene({ lanes: [{ id: 'riders', area: [[0.6, 0.1], [0.8, 0.1], [0.8, 0.95], [0.6, 0.95]], heading: [[0.7, 0.9], [0.7, 0.1]], classes: ['motorcycle'] }] });
  const road = aScene({ zones: [{ id: 'z', kind: 'prohibited', classes: ['truck'], area: [[0.6, 0.1], [0.8, 0.1], [0.8, 0.95], [0.6, 0.95]] }] });

  it('accuse no "car" that is as narrow as the riders who passed there', () => {
    const called = (size: readonly [number, number]) => run({ scene: lane, driven: [...others('motorcycle', [40, 90]), { kind: 'car' as const, size, legs: up(700, 20_000) }] }).verdicts;
    expect(accused(called([90, 100]))).toEqual(['t8 wrong_lane']);
    expect(voided(called([44, 95]))).toEqual(['t8 kind_unclear']);
  });

  it('accuse no "truck" that is as small as the cars who passed there', () => {
    const called = (size: readonly [number, number]) => run({ scene: road, driven: [...others('car', [90, 80]), { kind: 'truck' as const, size, legs: up(700, 20_000) }] }).verdicts;
    expect(accused(called([120, 150]))).toEqual(['t8 prohibited_road']);
    expect(voided(called([92, 84]))).toEqual(['t8 kind_unclear']);
  });
});

describe('forbidden turns', () => {
  const zone = (kind: 'no_uturn' | 'no_left_turn') => aScene({ zones: [{ id: 'z', kind, area: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] }] });
  const arc = (degrees: number, sign: 1 | -1): readonly Leg[] => {
    const legs: Leg[] = [{ at: 0, x: 500, y: 950 }, { at: 3000, x: 500, y: 550 }];
    for (let i = 1; i <= 18; i += 1) {
      const turned = ((degrees * Math.PI) / 180) * (i / 18);
      legs.push({ at: 3000 + i * 150, x: 500 + sign * 150 * (1 - Math.cos(turned)), y: 550 - 75 * Math.sin(turned) });
    }
    const last = legs.at(-1) ?? { at: 0, x: 0, y: 0 };
    const heading = (degrees * Math.PI) / 180;
    return [...legs, { at: last.at + 3000, x: last.x + sign * 300 * Math.sin(heading), y: last.y - 150 * Math.cos(heading) }];
  };

  it('asks for most of the turn in the zone, not only its sharpest bend', () => {
    const upTo = (y: number) => aScene({ zones: [{ id: 'z', kind: 'no_left_turn', area: [[0.05, y], [0.95, y], [0.95, 0.9], [0.05, 0.9]] }] });
    // 45 degrees at the height of 520 px, 22 at 432, 23 at 383.
    const legs: readonly Leg[] = [{ at: 0, x: 500, y: 800 }, { at: 3000, x: 500, y: 520 }, { at: 4000, x: 323, y: 432 }, { at: 5000, x: 93, y: 383 }, { at: 6200, x: -207, y: 383 }];
    expect(accused(run({ scene: upTo(0.3), driven: [{ legs }] }).verdicts)).toEqual(['t1 uturn_or_turn_forbidden']);
    expect(accused(run({ scene: upTo(0.5), driven: [{ legs }] }).verdicts)).toEqual([]);
  });

  it('reads no heading from a vehicle whose foot lies below the picture', () => {
    const cut = (box: Box, at: number): Box => (at < 700 ? { ...box, x1: box.x1 - 300 + at / 3, y2: 995 } : box);
    const legs = arc(90, -1).map((leg, i) => (i === 0 ? { ...leg, y: 1080 } : leg));
    expect(accused(run({ scene: zone('no_left_turn'), driven: [{ legs, seen: cut }] }).verdicts)).toEqual(['t1 uturn_or_turn_forbidden']);
  });

  it('takes no slip of the box for a U-turn: nobody is about within one chord', () => {
    const slipped = (box: Box, at: number): Box => (at < 200 ? { ...box, x1: box.x1 + 20, x2: box.x2 + 20, y1: box.y1 + 110, y2: box.y2 + 110 } : box);
    const legs: readonly Leg[] = [{ at: 0, x: 500, y: 300 }, { at: 6000, x: 500, y: 850 }];
    expect(accused(run({ scene: zone('no_uturn'), driven: [{ legs, seen: slipped }] }).verdicts)).toEqual([]);
  });

  it('takes as its last witness the last sight before the side of the picture cut it off', () => {
    const clipped = (box: Box, at: number): Box => (at > 8000 ? { x1: 900, y1: 430, x2: 980, y2: 480 } : { ...box, x2: Math.min(1000, box.x2) });
    const legs = arc(90, 1).map((leg, i, all) => (i === all.length - 1 ? { ...leg, x: 1100 } : leg));
    const scene = aScene({ zones: [{ id: 'z', kind: 'no_right_turn', area: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] }] });
    const [verdict] = run({ scene, driven: [{ legs, seen: clipped }] }).verdicts;
    if (verdict?.kind !== 'accused') throw new Error('expected an accusation');
    expect(verdict.facts.after.at_ms).toBeLessThan(8000);
    expect(verdict.facts.after.box.x2).toBeLessThan(998);
  });

  it('tells a U-turn from a left turn', () => {
    expect(accused(run({ scene: zone('no_uturn'), driven: [{ legs: arc(180, -1) }, { legs: arc(90, -1) }] }).verdicts)).toEqual(['t1 uturn_or_turn_forbidden']);
    expect(accused(run({ scene: zone('no_left_turn'), driven: [{ legs: arc(180, -1) }, { legs: arc(90, -1) }, { legs: arc(90, 1) }] }).verdicts)).toEqual(['t2 uturn_or_turn_forbidden']);
  });

  it('tells a turn into a street that leaves at an angle from a bend of the road', () => {
    const scene = aScene({ calibration: FROM_ABOVE, zones: [{ id: 'z', kind: 'no_left_turn', area: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] }] });
    const leaves = (degrees: number): readonly Leg[] => {
      const heading = (degrees * Math.PI) / 180;
      return [{ at: 0, x: 700, y: 850 }, { at: 2500, x: 700, y: 550 }, { at: 5000, x: 700 - 300 * Math.sin(heading), y: 550 - 300 * Math.cos(heading) }];
    };
    expect(accused(run({ scene, driven: [{ legs: leaves(57) }] }).verdicts)).toEqual(['t1 uturn_or_turn_forbidden']);
    expect(accused(run({ scene, driven: [{ legs: leaves(42) }] }).verdicts)).toEqual([]);
  });

  it('takes a lane change far away for no turn where nothing is calibrated: under a flat view a little sideways is a lot in the picture', () => {
    // From 40 m on a pole of 6 m shows a metre ahead as a seventh of a metre across: 8 m sideways over 16 m ahead look like 74 degrees.
    const legs: readonly Leg[] = [{ at: 0, x: 500, y: 500 }, { at: 4000, x: 500, y: 300 }, { at: 6000, x: 780, y: 220 }, { at: 7000, x: 780, y: 180 }];
    const scene = aScene({ zones: [{ id: 'z', kind: 'no_right_turn', area: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] }] });
    expect(accused(run({ scene, driven: [{ legs, size: [20, 45] }] }).verdicts)).toEqual([]);
    expect(accused(run({ scene, driven: [{ legs: arc(90, 1) }] }).verdicts)).toEqual(['t1 uturn_or_turn_forbidden']);
  });
});
