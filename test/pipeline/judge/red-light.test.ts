// The red-light rule at its edges: what is accused, what is voided and why, what is simply lawful.
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../domain/geometry.ts';
import { rejudge } from '../../../pipeline/judge/rejudge.ts';
import { ALL_WELL } from '../../../pipeline/judge/rules.ts';
import { accused, AWAY, aScene, FROM_ABOVE, run, upAt, voided, type Lamp, type Leg } from './scenario.ts';

const scene = aScene(AWAY);
/** Green, amber at 5 s, red at 8 s, green at 38 s. */
const CYCLE: readonly Lamp[] = [{ from: 0, colour: 'green' }, { from: 5000, colour: 'amber' }, { from: 8000, colour: 'red' }, { from: 38_000, colour: 'green' }];
const lamps = { main: CYCLE };

/** From rest at `y` up the picture at 2.4 m/s². */
const setsOff = (from: number, y: number): readonly Leg[] => Array.from({ length: 13 }, (_, i) => ({ at: from + i * 300, x: 500, y: y - 30 * (i * 0.3) ** 2 }));

describe('red light', () => {
  it('accuses one who comes over the line on red and runs on', () => {
    const { verdicts } = run({ scene, lamps, driven: [{ legs: upAt(15_000) }] });
    expect(accused(verdicts)).toEqual(['t1 red_light']);
    const [verdict] = verdicts;
    if (verdict?.kind !== 'accused' || verdict.facts.rule !== 'red_light') throw new Error('expected a red-light accusation');
    expect(verdict.facts.crossed_ms).toBeCloseTo(15_000, -1);
    expect(verdict.at).toBeLessThanOrEqual(verdict.facts.crossed_ms);
    expect(verdict.facts).toMatchObject({ red_since_ms: 8000, amber_ms: 3000, grace_ms: 500, movement: 'straight', signal_source: 'vision' });
    expect(verdict.facts.red_for_ms).toBeLessThanOrEqual(7000);
    expect(verdict.facts.before.ground.y).toBeGreaterThan(500);
    expect(verdict.facts.after.ground.y).toBeLessThan(500 - verdict.facts.needed_px);
  });

  it.each([
    ['on green', 3000, []],
    ['on amber', 6500, []],
    ['after the end of red', 40_000, []],
  ])('says nothing of one who crosses %s', (_, at, expected) => {
    const { verdicts } = run({ scene, lamps, driven: [{ legs: upAt(at) }] });
    expect(verdicts).toEqual(expected);
  });

  it('explains that the crossing was on green', () => {
    const { notes } = run({ scene, lamps, driven: [{ legs: upAt(3000) }] });
    expect(notes.map(({ en }) => en).join()).toContain('green');
  });

  it('voids within the grace time, and where the front came over on amber and the rear on red', () => {
    expect(voided(run({ scene, lamps, driven: [{ legs: upAt(8600, { speed: 250 }) }] }).verdicts)).toEqual(['t1 within_grace']);
    expect(voided(run({ scene, lamps, driven: [{ legs: upAt(8100, { speed: 150 }) }] }).verdicts)).toEqual(['t1 amber']);
  });

  it('reckons with the length of a bus: its rear crosses 1.5 s after its front', () => {
    const bus = { kind: 'bus' as const, size: [130, 330] as const, legs: upAt(9800, { speed: 200 }) };
    expect(accused(run({ scene, lamps, driven: [bus] }).verdicts)).toEqual([]);
    const late = { ...bus, legs: upAt(14_000, { speed: 200 }) };
    expect(accused(run({ scene, lamps, driven: [late] }).verdicts)).toEqual(['t1 red_light']);
  });

  it('knows that the roof of a bus moves little in the picture while its wheels come over the line', () => {
    const legs = upAt(14_000, { speed: 200, from: 900, to: 300 });
    const under = (share: number) => (box: Box): Box => ({ ...box, y1: 170 + share * (box.y2 - 500) });
    const bus = (share: number) => ({ kind: 'bus' as const, size: [150, 330] as const, legs, seen: under(share) });
    expect(accused(run({ scene, lamps, driven: [bus(0.3)] }).verdicts)).toEqual(['t1 red_light']);
    expect(accused(run({ scene, lamps, driven: [bus(0.1)] }).verdicts)).toEqual([]);
  });

  it('knows without calibration that a front is below the upper edge of its box: a low camera sees little of a length', () => {
    const waits: readonly Leg[] = [{ at: 4000, x: 500, y: 900 }, { at: 7000, x: 500, y: 575 }, ...setsOff(20_000, 575)];
    const car = (tall: number) => ({ kind: 'car' as const, size: [100, tall] as const, legs: waits });
    const { verdicts } = run({ scene, lamps, driven: [car(70)] });
    expect(accused(verdicts)).toEqual(['t1 red_light']);
    expect(voided(run({ scene, lamps, driven: [car(140)] }).verdicts)).toEqual(['t1 amber']);
  });

  it('accuses no rider whose box is lower for its width than those of the riders there: something hides the foot, and it is nearer than it seems', () => {
    const green = Array.from({ length: 7 }, (_, i) => ({ legs: upAt(1000 + 500 * i) }));
    const cut = (box: Box): Box => ({ ...box, y2: box.y2 - 30 });
    expect(voided(run({ scene, lamps, driven: [...green, { legs: upAt(15_000), seen: cut }] }).verdicts)).toContain('t8 foot_hidden');
    expect(accused(run({ scene, lamps, driven: [...green, { legs: upAt(15_000) }] }).verdicts)).toEqual(['t8 red_light']);
  });

  it('accuses at 6 frames a second as at 30', () => {
    for (const stepMs of [33, 100, 167]) expect(accused(run({ scene, lamps, stepMs, driven: [{ legs: upAt(15_040, { speed: 250 }) }] }).verdicts)).toEqual(['t1 red_light']);
  });

  it('does not accuse oncoming traffic, nor one who enters from the side beyond the line', () => {
    const oncoming: readonly Leg[] = [{ at: 14_000, x: 300, y: 200 }, { at: 20_000, x: 300, y: 900 }];
    const side: readonly Leg[] = [{ at: 14_000, x: 50, y: 400 }, { at: 20_000, x: 950, y: 380 }];
    const past: readonly Leg[] = [{ at: 14_000, x: 100, y: 900 }, { at: 20_000, x: 100, y: 200 }];
    expect(accused(run({ scene, lamps, driven: [{ legs: oncoming }, { legs: side }, { legs: past }] }).verdicts)).toEqual([]);
  });

  it('charges one who stops just past the line with the marking, not with red light', () => {
    const legs: readonly Leg[] = [{ at: 10_000, x: 500, y: 800 }, { at: 14_000, x: 500, y: 470 }, { at: 36_000, x: 500, y: 470 }, { at: 42_000, x: 500, y: 100 }];
    expect(accused(run({ scene, lamps, driven: [{ legs }] }).verdicts)).toEqual(['t1 stop_line_or_marking']);
    const green: readonly Leg[] = [...legs.slice(0, 2), { at: 39_000, x: 500, y: 470 }, { at: 44_000, x: 500, y: 100 }];
    expect(accused(run({ scene, lamps, driven: [{ legs: green }] }).verdicts)).toEqual(['t1 stop_line_or_marking']);
  });

  it('takes slow riding for no stop: who creeps over the line on red and on runs it', () => {
    const legs: readonly Leg[] = [{ at: 10_000, x: 500, y: 800 }, { at: 13_000, x: 500, y: 570 }, { at: 26_000, x: 500, y: 440 }, { at: 27_500, x: 500, y: 400 }];
    expect(accused(run({ scene, lamps, driven: [{ legs }] }).verdicts)).toEqual(['t1 red_light']);
    const stopped = [...legs.slice(0, 2), { at: 19_000, x: 500, y: 480 }, { at: 21_500, x: 500, y: 480 }, { at: 27_500, x: 500, y: 400 }];
    expect(accused(run({ scene, lamps, driven: [{ legs: stopped }] }).verdicts)).toEqual(['t1 stop_line_or_marking']);
  });

  it('does not take one who stands half before the line for past it when the next one hides its foot', () => {
    const legs: readonly Leg[] = [{ at: 10_000, x: 500, y: 800 }, { at: 13_500, x: 500, y: 520 }, { at: 36_000, x: 500, y: 520 }];
    const hidden = { legs, seen: (box: Box, at: number): Box => (at < 16_000 ? box : { ...box, y2: box.y2 - 15 }) };
    expect(accused(run({ scene, lamps, driven: [hidden] }).verdicts)).toEqual([]);
    const past = legs.map((leg) => (leg.y === 520 ? { ...leg, y: 505 } : leg));
    expect(accused(run({ scene, lamps, driven: [{ legs: past }] }).verdicts)).toEqual(['t1 stop_line_or_marking']);
  });

  it('charges the first stop that is far enough: a doubt after it takes nothing away', () => {
    const legs: readonly Leg[] = [{ at: 10_000, x: 500, y: 800 }, { at: 14_000, x: 500, y: 470 }, { at: 20_000, x: 500, y: 470 }, { at: 21_000, x: 500, y: 455 }, { at: 39_000, x: 500, y: 455 }, { at: 44_000, x: 500, y: 100 }];
    expect(accused(run({ scene, lamps, driven: [{ legs, distrust: [{ flag: 'merged', from: 19_500 }] }] }).verdicts)).toEqual(['t1 stop_line_or_marking']);
    expect(voided(run({ scene, lamps, driven: [{ legs, distrust: [{ flag: 'merged', from: 15_000 }] }] }).verdicts)).toContain('t1 track_merged');
  });

  it('believes no single sight far past the line', () => {
    const legs: readonly Leg[] = [{ at: 10_000, x: 500, y: 800 }, { at: 14_000, x: 500, y: 470 }, { at: 36_000, x: 500, y: 470 }, { at: 42_000, x: 500, y: 100 }];
    const seen = (box: { x1: number; y1: number; x2: number; y2: number }, at: number) => (at === 14_500 ? { ...box, y1: box.y1 - 100, y2: box.y2 - 100 } : box);
    expect(accused(run({ scene, lamps, driven: [{ legs, seen }] }).verdicts)).not.toContain('t1 red_light');
  });

  it('says nothing of one who waits astride the line from before red, and of one who starts with the green', () => {
    const astride: readonly Leg[] = [{ at: 1000, x: 500, y: 800 }, { at: 6500, x: 500, y: 515 }, { at: 38_500, x: 500, y: 515 }, { at: 42_000, x: 500, y: 100 }];
    const early: readonly Leg[] = [{ at: 9000, x: 400, y: 800 }, { at: 14_000, x: 400, y: 590 }, { at: 36_600, x: 400, y: 590 }, { at: 41_000, x: 400, y: 150 }];
    expect(accused(run({ scene, lamps, driven: [{ legs: astride }, { legs: early }] }).verdicts)).toEqual([]);
  });

  it('accuses one who waits before the line and then runs through the junction on red', () => {
    const legs: readonly Leg[] = [{ at: 9000, x: 400, y: 800 }, { at: 14_000, x: 400, y: 590 }, { at: 25_000, x: 400, y: 590 }, { at: 28_000, x: 400, y: 150 }];
    expect(accused(run({ scene, lamps, driven: [{ legs }] }).verdicts)).toEqual(['t1 red_light']);
  });

  it('accuses one that waits at the line under red, though the longest of its kind would have stood over it since the amber', () => {
    const car = { kind: 'car' as const, size: [100, 150] as const };
    const waits = (leaves: number, y = 600): readonly Leg[] => [{ at: 4000, x: 500, y: 900 }, { at: 7000, x: 500, y }, ...setsOff(leaves, y)];
    const { verdicts } = run({ scene, lamps, driven: [{ ...car, legs: waits(20_000) }] });
    expect(accused(verdicts)).toEqual(['t1 red_light']);
    const [verdict] = verdicts;
    if (verdict?.kind !== 'accused' || verdict.facts.rule !== 'red_light') throw new Error('expected a red-light accusation');
    expect(Math.abs(verdict.facts.front_ms - 20_000)).toBeLessThan(900);
    // It stands while it has moved by no more than 0.4 m (10 px here) and 2 % of its box's height, as a median: one picture late.
    expect(verdict.facts.before.ground.y).toBeGreaterThan(600 - 10 - 0.02 * 150 - 4);
    expect(rejudge(verdict.facts, 'car').holds).toBe(true);
    expect(accused(run({ scene, lamps, driven: [{ ...car, legs: waits(38_500) }] }).verdicts)).toEqual([]);
    expect(accused(run({ scene, lamps, driven: [{ ...car, legs: waits(20_000, 575) }] }).verdicts)).toEqual([]);
  });

  it('accuses nobody who had only just run on when red ended', () => {
    const ends = 38_000;
    const found = Array.from({ length: 40 }, (_, i) => run({ scene, lamps, driven: [{ legs: upAt(36_000 + 50 * i) }] }).verdicts).flat();
    const ranOn = found.flatMap((verdict) => (verdict.kind === 'accused' && verdict.facts.rule === 'red_light' ? [verdict.facts.ran_on_ms] : []));
    expect(ranOn.length).toBeGreaterThan(5);
    expect(Math.max(...ranOn)).toBeLessThan(ends - 200);
    expect(voided(found)).toContain('t1 did_not_run_on');
  });

  it('accuses nobody whose foot was hidden all the way, where metres tell how high a rider is', () => {
    // From above the shortest rider is 85 px long.
    const calibrated = aScene({ ...AWAY, calibration: FROM_ABOVE });
    const rider = { size: [40, 95] as const, legs: upAt(15_000) };
    expect(accused(run({ scene: calibrated, lamps, driven: [rider] }).verdicts)).toEqual(['t1 red_light']);
    const hidden = { ...rider, seen: (box: Box): Box => ({ ...box, y2: box.y2 - 30 }) };
    expect(voided(run({ scene: calibrated, lamps, driven: [hidden] }).verdicts)).toEqual(['t1 foot_hidden']);
  });

  it('sees one stand past the line whose box trembles by more than who stands may move', () => {
    const legs: readonly Leg[] = [{ at: 10_000, x: 500, y: 800 }, { at: 14_000, x: 500, y: 470 }, ...setsOff(39_000, 470)];
    const trembles = { legs, seen: (box: Box, at: number): Box => ({ ...box, y2: box.y2 + ([0, 9, -7, 3, -9, 7, -3][Math.round(at / 100) % 7] ?? 0) }) };
    expect(accused(run({ scene, lamps, driven: [trembles] }).verdicts)).toEqual(['t1 stop_line_or_marking']);
  });

  it('is not deceived by a lower edge that comes out from behind another vehicle', () => {
    const legs: readonly Leg[] = [{ at: 9000, x: 500, y: 520 }, { at: 25_000, x: 500, y: 519 }];
    const seen = (box: { x1: number; y1: number; x2: number; y2: number }, at: number) => (at > 15_000 ? { ...box, y2: box.y2 - 100 } : box);
    expect(accused(run({ scene, lamps, driven: [{ legs, size: [120, 200], kind: 'car', seen }] }).verdicts)).toEqual([]);
  });

  it.each([
    ['dark', 'signal_dark'],
    ['unknown', 'signal_unknown'],
  ] as const)('voids on a %s signal', (colour, why) => {
    const { verdicts } = run({ scene, lamps: { main: [{ from: 0, colour: 'green' }, { from: 8000, colour }] }, driven: [{ legs: upAt(15_000) }] });
    expect(accused(verdicts)).toEqual([]);
    expect(voided(verdicts)).toEqual([`t1 ${why}`]);
  });

  it('voids on a flashing red, on no signal at all, and where image and controller disagree', () => {
    const flashing = [{ from: 0, colour: 'red' as const, flashing: true }];
    expect(voided(run({ scene, lamps: { main: flashing }, driven: [{ legs: upAt(15_000) }] }).verdicts)).toEqual(['t1 signal_flashing']);
    expect(voided(run({ scene, driven: [{ legs: upAt(15_000) }] }).verdicts)).toEqual(['t1 signal_unknown']);
    const green = { main: [{ from: 0, colour: 'green' as const }] };
    expect(voided(run({ scene, lamps, controller: green, driven: [{ legs: upAt(15_000) }] }).verdicts)).toEqual(['t1 signal_disagrees']);
    expect(accused(run({ scene, lamps, controller: lamps, driven: [{ legs: upAt(15_000) }] }).verdicts)).toEqual(['t1 red_light']);
  });

  it('never accuses where red was not seen to hold until it had run on', () => {
    const flicker = [{ from: 0, colour: 'red' as const }, { from: 15_200, colour: 'unknown' as const }, { from: 15_600, colour: 'red' as const }];
    expect(voided(run({ scene, lamps: { main: flicker }, driven: [{ legs: upAt(15_000) }] }).verdicts)).toEqual(['t1 did_not_run_on']);
  });

  it.each([
    ['officerDirecting', true, 'officer_directing'], ['signalFault', true, 'signal_fault'], ['cameraMoved', true, 'camera_moved'],
    ['clockInStep', false, 'clock_not_in_step'], ['inspectionValid', false, 'inspection_expired'],
  ] as const)('voids when %s is %s', (key, value, why) => {
    const { verdicts } = run({ scene, lamps, driven: [{ legs: upAt(15_000) }], circumstances: () => ({ ...ALL_WELL, [key]: value }) });
    expect(accused(verdicts)).toEqual([]);
    expect(voided(verdicts)).toEqual([`t1 ${why}`]);
  });

  it('voids a track flagged about the crossing and believes one flagged long before', () => {
    const flagged = (from: number) => run({ scene, lamps, driven: [{ legs: upAt(15_000, { speed: 60, from: 980 }), distrust: [{ flag: 'merged', from }] }] }).verdicts;
    expect(voided(flagged(15_000))).toEqual(['t1 track_merged']);
    expect(accused(flagged(8000))).toEqual(['t1 red_light']);
  });
});

describe('movements permitted on red', () => {
  const permits = [{ movement: 'right' as const, arrow: 'arrow' }];
  const [line] = AWAY.stop_lines ?? [];
  if (line === undefined) throw new Error('the scene has a stop line');
  const arrowScene = aScene({
    signals: [...(AWAY.signals ?? []), { id: 'arrow', kind: 'arrow', direction: 'right', head: [0.96, 0.1, 0.99, 0.2], lamps: 'vertical' }],
    stop_lines: [{ ...line, permits }],
    exits: [
      { id: 'out-right', line: [[0.9, 0.2], [0.9, 0.6]], beyond: [0.98, 0.4], movement: 'right' },
      { id: 'out-straight', line: [[0.2, 0.1], [0.8, 0.1]], beyond: [0.5, 0.01], movement: 'straight' },
    ],
  });
  const right: readonly Leg[] = [{ at: 12_000, x: 650, y: 900 }, { at: 15_000, x: 650, y: 480 }, { at: 16_000, x: 700, y: 380 }, { at: 18_000, x: 960, y: 340 }];
  const lost: readonly Leg[] = [{ at: 12_000, x: 650, y: 900 }, { at: 15_000, x: 650, y: 480 }, { at: 16_500, x: 665, y: 350 }];
  const lit = { main: CYCLE, arrow: [{ from: 0, colour: 'green' as const }] };
  const out = { main: CYCLE, arrow: [{ from: 0, colour: 'dark' as const }] };

  it('lets a right turn pass on the arrow and accuses it without', () => {
    expect(voided(run({ scene: arrowScene, lamps: lit, driven: [{ legs: right }] }).verdicts)).toEqual(['t1 permitted_movement']);
    expect(accused(run({ scene: arrowScene, lamps: out, driven: [{ legs: right }] }).verdicts)).toEqual(['t1 red_light']);
  });

  it('accuses one who goes straight on while the arrow points right', () => {
    const straight = upAt(15_000, { to: 50 });
    expect(accused(run({ scene: arrowScene, lamps: lit, driven: [{ legs: straight }] }).verdicts)).toEqual(['t1 red_light']);
  });

  it('voids where the permission exists and the movement was not seen', () => {
    expect(voided(run({ scene: arrowScene, lamps: lit, driven: [{ legs: lost }] }).verdicts)).toEqual(['t1 movement_unknown']);
    expect(voided(run({ scene: arrowScene, lamps: { main: CYCLE }, driven: [{ legs: lost }] }).verdicts)).toEqual(['t1 movement_unknown']);
  });

  it('follows a sign only for its classes and hours', () => {
    const sign = aScene({ ...AWAY, stop_lines: [{ ...line, permits: [{ movement: 'straight', sign: 'S', classes: ['motorcycle'], hours: ['07:00-09:00'] }] }] });
    expect(voided(run({ scene: sign, lamps, driven: [{ legs: upAt(15_000, { to: 50 }) }] }).verdicts)).toEqual(['t1 permitted_movement']);
    expect(accused(run({ scene: sign, lamps, clock: '12:00', driven: [{ legs: upAt(15_000, { to: 50 }) }] }).verdicts)).toEqual(['t1 red_light']);
    expect(accused(run({ scene: sign, lamps, driven: [{ kind: 'car', size: [90, 80], legs: upAt(15_000, { to: 50 }) }] }).verdicts)).toEqual(['t1 red_light']);
  });
});
