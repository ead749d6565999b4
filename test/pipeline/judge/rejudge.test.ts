// Stored facts carry their own verdict: judged again they agree, and tampered with they do not.
import { describe, expect, it } from 'vitest';
import { facts as factsSchema, type Accused } from '../../../domain/violation.ts';
import { explain } from '../../../pipeline/judge/explain.ts';
import { rejudge } from '../../../pipeline/judge/rejudge.ts';
import { AWAY, aScene, run, upAt, type Lamp } from './scenario.ts';
import { trackId, mediaMs } from '../../../domain/units.ts';

const lamps: Readonly<Record<string, readonly Lamp[]>> = { main: [{ from: 0, colour: 'red' }] };
const certificate = { number: 'KD-1', valid_from: '2026-01-01', valid_to: '2027-12-31' };

function accusations(): readonly Accused[] {
  const red = run({ scene: aScene(AWAY), lamps, driven: [{ legs: upAt(15_000) }] });
  const ways = run({
    scene: aScene({
      zones: [{ id: 'ow', kind: 'one_way', area: [[0, 0], [1, 0], [1, 1], [0, 1]], heading: [[0.5, 0.1], [0.5, 0.9]] }, { id: 'p', kind: 'prohibited', area: [[0, 0], [1, 0], [1, 1], [0, 1]] }],
      lanes: [{ id: 'cars', area: [[0, 0], [1, 0], [1, 1], [0, 1]], heading: [[0.5, 0.9], [0.5, 0.1]], classes: ['car'] }],
      solid_lines: [{ id: 'line', line: [[0.5, 0.1], [0.5, 0.95]], offence: 'crosses_solid_line' }],
    }),
    driven: [{ legs: [{ at: 0, x: 420, y: 900 }, { at: 5000, x: 580, y: 300 }] }],
  });
  const fast = run({
    scene: aScene({
      device: { model: 'T', serial: '1', inspection: certificate, speed_verification: { ...certificate, error_kmh: 3 } },
      calibration: { points: [[0, 0], [1, 0], [1, 1], [0, 1]].map(([x = 0, y = 0]) => ({ at: [x, y] as [number, number], road_m: [x * 20, y * 20] as [number, number] })), checks: [], max_residual_m: 0.3 },
      speed: [{ from: [[0.1, 0.9], [0.9, 0.9]], to: [[0.1, 0.1], [0.9, 0.1]], limits: [{ limit_kmh: 50, source: 'P.127' }] }],
    }),
    stepMs: 40,
    driven: [{ kind: 'car', size: [90, 80], legs: [{ at: 0, x: 500, y: 1000 }, { at: 800, x: 500, y: 0 }] }],
  });
  return [...red.verdicts, ...ways.verdicts, ...fast.verdicts].flatMap((verdict) => (verdict.kind === 'accused' ? [verdict] : []));
}

describe('rejudge', () => {
  it('agrees with every verdict after a round trip through JSON', () => {
    const found = accusations();
    expect(new Set(found.map(({ facts }) => facts.rule))).toEqual(new Set(['red_light', 'wrong_way', 'prohibited_road', 'wrong_lane', 'solid_line', 'speed']));
    for (const { facts, offence, vehicle } of found) {
      const stored = factsSchema.parse(JSON.parse(JSON.stringify(facts)));
      expect(rejudge(stored, vehicle)).toEqual({ holds: true, offence });
    }
  });

  it('notices facts that were changed afterwards', () => {
    for (const { facts, vehicle } of accusations()) {
      if (facts.rule === 'red_light') {
        expect(rejudge({ ...facts, red_since_ms: facts.red_since_ms + 100 }, vehicle).holds).toBe(false);
        expect(rejudge({ ...facts, ran_on_px: 3 }, vehicle).holds).toBe(false);
      }
      if (facts.rule === 'speed') {
        expect(rejudge({ ...facts, measured_kmh: facts.measured_kmh + 10, charged_kmh: facts.charged_kmh + 10 }, vehicle).holds).toBe(false);
        expect(rejudge({ ...facts, from_m: [facts.from_m[0], facts.from_m[1] + 5] }, vehicle).holds).toBe(false);
      }
      if (facts.rule === 'solid_line') expect(rejudge({ ...facts, side_before_px: facts.side_after_px }, vehicle).holds).toBe(false);
      expect(rejudge({ ...facts, before: facts.after }, vehicle).holds).toBe(false);
    }
  });
});

describe('explain', () => {
  const track = { id: trackId('t1'), kind: 'motorcycle' as const, kindShare: 0.97, state: 'ended' as const, firstAt: mediaMs(0), lastAt: mediaMs(9000), path: [], velocity: { x: 0, y: 0 }, distrust: [] };

  it('tells both languages and the numbers of an accusation, of a lawful crossing, and of nothing', () => {
    const red = run({ scene: aScene(AWAY), lamps, driven: [{ legs: upAt(15_000) }] });
    const text = explain(track, red.verdicts, red.notes).map(({ vi, en }) => `${vi} ${en}`).join('\n');
    expect(text).toMatch(/red since 0\.00 s/);
    expect(text).toMatch(/đầu xe qua vạch stop sau 1\d\.\d\d s/);
    const green = run({ scene: aScene(AWAY), lamps: { main: [{ from: 0, colour: 'green' }] }, driven: [{ legs: upAt(15_000) }] });
    expect(explain(track, green.verdicts, green.notes).map(({ vi }) => vi).join()).toContain('khi đèn xanh');
    expect(explain(track, [], []).at(-1)?.en).toBe('Nothing it did looked like an offence.');
    expect(explain(null, [], [])).toHaveLength(1);
  });
});
