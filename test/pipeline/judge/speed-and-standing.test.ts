// Speed bands, its error and its screening-only results; standing in zones, behind queues and behind what hides it.
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../domain/geometry.ts';
import type { CameraFile } from '../../../domain/scene.ts';
import type { Track } from '../../../domain/sighting.ts';
import { mediaMs, trackId } from '../../../domain/units.ts';
import { explain } from '../../../pipeline/judge/explain.ts';
import { ALL_WELL } from '../../../pipeline/judge/rules.ts';
import { measure, steady } from '../../../pipeline/judge/seen/drive.ts';
import { offenceOf } from '../../../pipeline/judge/speed.ts';
import { accused, aScene, run, voided, type Leg } from './scenario.ts';

const certificate = { number: 'KD-1', valid_from: '2026-01-01', valid_to: '2027-12-31' };
const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]] as const;
type Declared = { readonly points: readonly (readonly [number, number])[]; readonly checks?: NonNullable<CameraFile['calibration']>['checks'] };
const road = (verified: boolean, { points, checks = [] }: Declared = { points: [...CORNERS, [0.5, 0.4]] }) => aScene({
  device: { model: 'T', serial: '1', inspection: certificate, ...(verified ? { speed_verification: { ...certificate, error_kmh: 3 } } : {}) },
  // 50 px a metre each way: a camera straight overhead.
  calibration: { points: points.map(([x, y]) => ({ at: [x, y], road_m: [x * 20, y * 20] })), checks, max_residual_m: 0.3 },
  speed: [{ from: [[0.1, 0.9], [0.9, 0.9]], to: [[0.1, 0.1], [0.9, 0.1]], limits: [{ limit_kmh: 50, source: 'P.127' }] }],
});
const atSpeed = (kmh: number): readonly Leg[] => [{ at: 0, x: 500, y: 1000 }, { at: (20 / (kmh / 3.6)) * 1000, x: 500, y: 0 }];
const car = { kind: 'car' as const, size: [90, 80] as const };

/** One sight every 50 ms at `m_s`, and what the detector makes of some of them. */
const sights = (m_s: number, slips: Readonly<Record<number, number>> = {}) => Array.from({ length: 24 }, (_, i) => ({ road: { x: slips[i] ?? 0, y: m_s * 0.05 * i }, at: 50 * i, row_m: 0.02 }));

describe('one steady drive', () => {
  it.each([
    ['keeps every sight of a clean drive', sights(15), 24],
    ['leaves single slips of the detector out', sights(15, { 0: 1.4, 11: 2 }), 22],
  ])('%s', (_, samples, kept) => {
    expect(steady(samples, 0.01)).toHaveLength(kept);
  });

  it('is none where too many sights lie off', () => {
    expect(steady(sights(15, { 3: 6, 7: -6, 11: 6, 15: -6 }), 0.01)).toBeNull();
  });

  /** 18 → 38 m away at 16.5 m/s, the foot cut off more and more from three quarters of the way on: in the end as if 2.4 m farther. */
  const hidden = sights(16.5).map((each, i) => ({ ...each, road: { x: 0, y: each.road.y + Math.max(0, i - 17) * 0.4 } }));

  it('is none where the foot is hidden more and more: no vehicle gains speed so fast', () => {
    expect(steady(hidden, 0.01)).toBeNull();
  });

  it.each([['gains', 2.5], ['loses', -2.5]])('is one that %s speed as vehicles do', (_, m_s2) => {
    expect(steady(sights(16.5).map((each) => ({ ...each, road: { x: 0, y: each.road.y + (m_s2 * (each.at / 1000) ** 2) / 2 } })), 0.01)).toHaveLength(24);
  });

  it('goes by the near sights more than by the far ones, where a slip of the box is more metres', () => {
    const slips = (row_m: (i: number) => number) => sights(16.5).map((each, i) => ({ ...each, row_m: row_m(i), road: { x: 0, y: each.road.y + Math.max(0, i - 20) * 0.3 } }));
    const far = measure(slips((i) => 0.02 + 0.004 * i), 0)?.kmh ?? 0;
    const alike = measure(slips(() => 0.02), 0)?.kmh ?? 0;
    expect(far).toBeGreaterThan(59.4);
    expect(far).toBeLessThan(alike - 0.3);
  });

  it('is none, or is charged with no more than its own speed, where its end slides onto a neighbour who comes the other way', () => {
    for (const last of [2, 4, 6, 8]) {
      const slid = sights(15).map((each, i) => (i < 24 - last ? each : { ...each, road: { x: 0, y: each.road.y - 1.5 * (i - 23 + last) } }));
      const kept = steady(slid, 0.01);
      const measured = kept === null ? null : measure(kept, 0.01);
      expect(measured === null ? 0 : measured.kmh - Math.max(3, measured.error_kmh)).toBeLessThan(54 + 3);
    }
  });
});

describe('speed', () => {
  it.each([[57, 'below'], [59, 'speed_05_10'], [66, 'speed_10_20'], [80, 'speed_20_35'], [95, 'speed_35_up']])('at %s km/h in a 50 zone says %s after the certified error', (kmh, expected) => {
    const { verdicts } = run({ scene: road(true), stepMs: 40, driven: [{ ...car, legs: atSpeed(kmh) }] });
    expect(accused(verdicts)).toEqual(expected === 'below' ? [] : [`t1 ${expected}`]);
    if (expected === 'below') expect(voided(verdicts)).toEqual(['t1 below_threshold']);
  });

  it('is screening only without a verification, and says so in the facts', () => {
    const [bare] = run({ scene: road(false), stepMs: 40, driven: [{ ...car, legs: atSpeed(80) }] }).verdicts;
    const [expired] = run({ scene: road(true), stepMs: 40, driven: [{ ...car, legs: atSpeed(80) }], circumstances: () => ({ ...ALL_WELL, speedVerified: false }) }).verdicts;
    expect([bare, expired].map((verdict) => verdict?.kind === 'accused' && verdict.screeningOnly)).toEqual([true, true]);
  });

  it.each([
    ['four points alone', { points: CORNERS }, ['calibration_unproven']],
    ['a corner given twice', { points: [...CORNERS, [1, 1]] }, ['calibration_unproven']],
    ['a fifth point', { points: [...CORNERS, [0.5, 0.4]] }, []],
    ['a known length', { points: CORNERS, checks: [{ from: [0.5, 0.2], to: [0.5, 0.7], length_m: 10 }] }, []],
  ] satisfies [string, Declared, string[]][])('with a verified meter and %s', (_, declared, why) => {
    const { verdicts } = run({ scene: road(true, declared), stepMs: 40, driven: [{ ...car, legs: atSpeed(80) }] });
    expect(verdicts).toEqual([expect.objectContaining({ offence: 'speed_20_35', screeningOnly: why.length > 0, facts: expect.objectContaining({ screening_only: why.length > 0, screening_why: why }) })]);
  });

  it('keeps as witnesses the boxes whose feet were measured', () => {
    const scene = road(true);
    const { verdicts } = run({ scene, stepMs: 40, driven: [{ ...car, legs: atSpeed(80), told: (box) => ({ ...box, y2: box.y2 + 30 }) }] });
    const [verdict] = verdicts;
    if (verdict?.kind !== 'accused' || verdict.facts.rule !== 'speed') throw new Error('expected a speed accusation');
    const { before, after, from_m, to_m } = verdict.facts;
    expect([before.ground.x / 50, before.ground.y / 50]).toEqual([expect.closeTo(from_m[0], 3), expect.closeTo(from_m[1], 3)]);
    expect([after.ground.x / 50, after.ground.y / 50]).toEqual([expect.closeTo(to_m[0], 3), expect.closeTo(to_m[1], 3)]);
  });

  it('says in words why it is screening only', () => {
    const { verdicts } = run({ scene: road(false, { points: CORNERS }), stepMs: 40, driven: [{ ...car, legs: atSpeed(80) }] });
    const track: Track = { id: trackId('t1'), kind: 'car', kindShare: 1, state: 'ended', firstAt: mediaMs(0), lastAt: mediaMs(900), path: [], velocity: { x: 0, y: 0 }, distrust: [] };
    expect(explain(track, verdicts, []).at(-1)?.vi).toMatch(/Chỉ để sàng lọc: máy đo không có giấy kiểm định còn hạn; hiệu chuẩn không có điểm thứ năm/);
  });

  it('keeps two places and times from which a person gets the same speed', () => {
    const [verdict] = run({ scene: road(true), stepMs: 40, driven: [{ ...car, legs: atSpeed(80) }] }).verdicts;
    if (verdict?.kind !== 'accused' || verdict.facts.rule !== 'speed') throw new Error('expected a speed');
    const { from_m, to_m, before, after, measured_kmh } = verdict.facts;
    const by_hand = (Math.hypot(to_m[0] - from_m[0], to_m[1] - from_m[1]) / (after.at_ms - before.at_ms)) * 3600;
    expect(by_hand).toBeCloseTo(80, 0);
    expect(measured_kmh).toBeCloseTo(80, 0);
  });

  it('says that an uncalibrated base line measures nothing', () => {
    const scene = aScene({ speed: [{ from: [[0.1, 0.9], [0.9, 0.9]], to: [[0.1, 0.1], [0.9, 0.1]], limits: [{ limit_kmh: 50, source: 'P.127' }] }] });
    expect(voided(run({ scene, stepMs: 40, driven: [{ ...car, legs: atSpeed(90) }] }).verdicts)).toEqual(['t1 not_calibrated']);
  });

  it('grows its error with scatter', () => {
    const steady = Array.from({ length: 12 }, (_, i) => ({ at: i * 100, road: { x: 0, y: i * 2 }, row_m: 0.02 }));
    const shaky = steady.map((sample, i) => ({ ...sample, road: { x: 0, y: sample.road.y + (i % 2 === 0 ? 0.3 : -0.3) } }));
    expect(measure(steady, 0)?.kmh).toBeCloseTo(72, 6);
    expect(measure(shaky, 0)?.error_kmh ?? 0).toBeGreaterThan((measure(steady, 0)?.error_kmh ?? 0) + 0.5);
  });

  it('puts exactly 10 and exactly 20 km/h over into 10–20', () => {
    expect([4.99, 5, 9.99, 10, 20, 20.01, 35, 35.01].map((over) => offenceOf(over, 'car'))).toEqual([null, 'speed_05_10', 'speed_05_10', 'speed_10_20', 'speed_10_20', 'speed_20_35', 'speed_20_35', 'speed_35_up']);
    expect(offenceOf(40, 'motorcycle')).toBe('speed_20_up');
    expect(offenceOf(40, 'bicycle')).toBeNull();
  });
});

describe('standing', () => {
  const zones = [{ id: 'kerb', kind: 'no_stopping' as const, area: [[0, 0], [1, 0], [1, 1], [0, 1]] as [number, number][], stop_s: 15 }];
  const parks = (ms: number, x = 500, y = 500): readonly Leg[] => [{ at: 0, x, y: y + 300 }, { at: 3000, x, y }, { at: 3000 + ms, x, y }, { at: 6000 + ms, x, y: y - 300 }];

  it('accuses one who stands longer than the site allows, not one who stops briefly', () => {
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(20_000) }] }).verdicts)).toEqual(['t1 stop_no_stopping_sign']);
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(9000) }] }).verdicts)).toEqual([]);
  });

  it('survives that a bus hides it for ten seconds, even under a new track', () => {
    const hidden = (at: number) => at > 8000 && at < 18_000;
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(20_000), hidden }] }).verdicts)).toEqual(['t1 stop_no_stopping_sign']);
    const first: readonly Leg[] = [{ at: 0, x: 500, y: 800 }, { at: 3000, x: 500, y: 500 }, { at: 8000, x: 500, y: 500 }];
    const second: readonly Leg[] = [{ at: 18_000, x: 500, y: 500 }, { at: 22_000, x: 500, y: 500 }, { at: 26_000, x: 500, y: 100 }];
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: first }, { ...car, legs: second }] }).verdicts)).toEqual(['t2 stop_no_stopping_sign']);
  });

  it('takes nobody for the hidden one who is seen to drive up and to stop briefly where it stood', () => {
    const bay = [{ ...zones[0], id: 'kerb', kind: 'no_stopping' as const, area: [[0, 0.4], [1, 0.4], [1, 0.51], [0, 0.51]] as [number, number][] }];
    const lost: readonly Leg[] = [{ at: 0, x: 500, y: 800 }, { at: 3000, x: 500, y: 500 }, { at: 12_000, x: 500, y: 500 }];
    const brief: readonly Leg[] = [{ at: 17_000, x: 500, y: 800 }, { at: 20_000, x: 500, y: 500 }, { at: 26_000, x: 500, y: 500 }, { at: 28_000, x: 500, y: 200 }];
    expect(accused(run({ scene: aScene({ zones: bay }), driven: [{ ...car, legs: lost }, { ...car, legs: brief }] }).verdicts)).toEqual([]);
  });

  it('takes nobody for the hidden one who only passes where it stood', () => {
    const legs: readonly Leg[] = [{ at: 0, x: 500, y: 800 }, { at: 3000, x: 500, y: 500 }, { at: 20_000, x: 500, y: 500 }, { at: 22_000, x: 500, y: 100 }];
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs, hidden: (at) => at > 8000 && at < 20_000 }] }).verdicts)).toEqual([]);
  });

  it('begins anew with one who was seen to drive off and to come back', () => {
    const half = [{ ...zones[0], id: 'kerb', kind: 'no_stopping' as const, area: [[0, 0.4], [1, 0.4], [1, 1], [0, 1]] as [number, number][] }];
    const legs: readonly Leg[] = [{ at: 0, x: 500, y: 800 }, { at: 3000, x: 500, y: 405 }, { at: 8000, x: 500, y: 405 }, { at: 10_000, x: 500, y: 200 }, { at: 18_000, x: 500, y: 200 }, { at: 20_000, x: 500, y: 405 }, { at: 26_000, x: 500, y: 405 }];
    expect(accused(run({ scene: aScene({ zones: half }), driven: [{ ...car, legs }] }).verdicts)).toEqual([]);
  });

  it('does not take a queue for parking: at red, or behind one who stands ahead', () => {
    const scene = aScene({ zones, signals: [{ id: 'main', kind: 'main', head: [0.9, 0.1, 0.95, 0.2], lamps: 'vertical' }] });
    expect(accused(run({ scene, lamps: { main: [{ from: 0, colour: 'red' }] }, driven: [{ ...car, legs: parks(40_000) }] }).verdicts)).toEqual([]);
    const behind = run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(40_000) }, { ...car, legs: parks(40_000, 500, 650) }] });
    expect(accused(behind.verdicts)).toEqual(['t1 stop_no_stopping_sign']);
  });

  it('holds nobody to wait for one who drove up and stopped ahead only later', () => {
    const later: readonly Leg[] = [{ at: 9000, x: 640, y: 950 }, { at: 12_000, x: 640, y: 550 }, { at: 14_000, x: 500, y: 350 }, { at: 40_000, x: 500, y: 350 }];
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(30_000) }, { ...car, legs: later }] }).verdicts)).toContain('t1 stop_no_stopping_sign');
    const aheadOfIt: readonly Leg[] = [{ at: 9000, x: 500, y: 380 }, { at: 12_000, x: 500, y: 380 }, { at: 14_000, x: 500, y: 350 }, { at: 40_000, x: 500, y: 350 }];
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(30_000) }, { ...car, legs: aheadOfIt }] }).verdicts)).not.toContain('t1 stop_no_stopping_sign');
  });

  it('takes one for parked that still stands behind another after three minutes while others drove past', () => {
    const row = [{ ...car, legs: parks(220_000) }, { ...car, legs: parks(220_000, 500, 650) }];
    const passes = (at: number) => ({ ...car, legs: [{ at, x: 650, y: 900 }, { at: at + 4000, x: 650, y: 100 }] });
    expect(accused(run({ scene: aScene({ zones }), stepMs: 200, driven: [...row, passes(60_000), passes(120_000)] }).verdicts)).toEqual(['t1 stop_no_stopping_sign', 't2 stop_no_stopping_sign']);
    expect(accused(run({ scene: aScene({ zones }), stepMs: 200, driven: row }).verdicts)).toEqual(['t1 stop_no_stopping_sign']);
  });

  it('holds one who waits behind a vehicle that he hides to be in a queue all the same', () => {
    const hidesLeader = run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(40_000), hidden: (at) => at > 8000 }, { ...car, legs: parks(40_000, 500, 650) }] });
    expect(accused(hidesLeader.verdicts)).toEqual([]);
  });

  it('holds one who waits to be in a queue when the box of him ahead creeps onto a third', () => {
    const creeps = (box: Box, at: number): Box => {
      const share = Math.min(1, Math.max(0, (at - 8000) / 1500));
      return { ...box, x1: box.x1 - 200 * share, y2: box.y2 + 20 * share };
    };
    const queue = (seen?: typeof creeps) => run({ scene: aScene({ zones }), driven: [{ legs: parks(40_000), ...(seen === undefined ? {} : { seen }) }, { legs: parks(40_000, 500, 545) }] });
    expect(accused(queue().verdicts)).toEqual(['t1 stop_no_stopping_sign']);
    expect(accused(queue(creeps).verdicts)).toEqual(['t1 stop_no_stopping_sign']);
  });

  it('accuses no rider by a box that came to show others as well', () => {
    const fused = (box: Box, at: number): Box => (at > 8000 ? { x1: box.x1 - 25, y1: box.y1 - 40, x2: box.x2 + 45, y2: box.y2 + 30 } : box);
    const { verdicts } = run({ scene: aScene({ zones }), driven: [{ legs: parks(40_000), seen: fused }] });
    expect(accused(verdicts)).toEqual([]);
    expect(voided(verdicts)).toEqual(['t1 track_merged']);
  });

  it('holds nobody to wait for a part of itself that was followed as another', () => {
    const part: readonly Leg[] = [{ at: 2000, x: 500, y: 475 }, { at: 9000, x: 500, y: 475 }];
    expect(accused(run({ scene: aScene({ zones }), driven: [{ ...car, legs: parks(40_000) }, { ...car, size: [40, 30], legs: part }] }).verdicts)).toEqual(['t1 stop_no_stopping_sign']);
  });

  it('takes nothing for stopped that was never seen to drive: it may be a thing at the kerb', () => {
    const { verdicts } = run({ scene: aScene({ zones }), driven: [{ ...car, legs: [{ at: 0, x: 500, y: 500 }, { at: 40_000, x: 500, y: 500 }] }] });
    expect(accused(verdicts)).toEqual([]);
    expect(voided(verdicts)).toEqual(['t1 no_before']);
  });
});
