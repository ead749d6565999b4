// Stored facts carry their own verdict: judged again they agree, and tampered with they do not.
import { describe, expect, it } from 'vitest';
import { facts as factsSchema, type Accused, type Note } from '../../../domain/violation.ts';
import { explain } from '../../../pipeline/judge/explain.ts';
import { rejudge } from '../../../pipeline/judge/rejudge.ts';
import { AWAY, aScene, FROM_ABOVE, run, upAt, type Lamp, type Leg } from './scenario.ts';
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

  const everywhere: [number, number][] = [[0, 0], [1, 0], [1, 1], [0, 1]];
  const zone = (kind: 'one_way' | 'no_stopping' | 'no_left_turn') => aScene({ zones: [{ id: 'z', kind, area: everywhere, ...(kind === 'one_way' ? { heading: [[0.5, 0.1], [0.5, 0.9]] as [[number, number], [number, number]] } : {}) }] });
  const halfPast = [{ at: 1000, x: 500, y: 800 }, { at: 4000, x: 500, y: 515 }, { at: 9000, x: 500, y: 515 }];
  it.each<readonly [Note['rule'], RegExp, Parameters<typeof aScene>[0], readonly Leg[]]>([
    ['stop_line', /middle -?\d+ px past stop \(11 px asked\): not far enough/, AWAY, halfPast],
    ['wrong_lane', /inside cars at most for 1\.00 s \(1\.50 s asked\), 5\.\d m \(6\.0 m asked\)/, { lanes: [{ id: 'cars', area: everywhere, heading: [[0.5, 0.9], [0.5, 0.1]], classes: ['car'] }] }, [{ at: 0, x: 500, y: 900 }, { at: 1000, x: 500, y: 780 }]],
    ['wrong_way', /at most \d\.\d m against z \(8\.0 m asked\)/, zone('one_way').file, [{ at: 0, x: 500, y: 900 }, { at: 2000, x: 500, y: 800 }]],
    ['solid_line', /between -15 and \d+ px about line line; 23 px on either side in 2 sights are asked of a motorcycle/, { solid_lines: [{ id: 'line', line: [[0.5, 0.1], [0.5, 0.95]], offence: 'crosses_solid_line' }] }, [{ at: 0, x: 420, y: 900 }, { at: 3000, x: 515, y: 600 }, { at: 6000, x: 515, y: 300 }]],
    ['turn', /turned -4\d° \(right: positive; 50° asked\)/, { ...zone('no_left_turn').file, calibration: FROM_ABOVE }, [{ at: 0, x: 700, y: 850 }, { at: 2500, x: 700, y: 550 }, { at: 5000, x: 487, y: 337 }]],
    ['standing', /stood in z for \d\.\d0 s \(15\.00 s asked\), \d\.\d0 s of it while traffic could move/, zone('no_stopping').file, [{ at: 0, x: 500, y: 900 }, { at: 2000, x: 500, y: 600 }, { at: 9000, x: 500, y: 600 }, { at: 11_000, x: 500, y: 300 }]],
  ])('says of one who comes near to a %s how near', (rule, words, part, legs) => {
    const { verdicts, notes } = run({ scene: aScene(part), lamps, driven: [{ legs }] });
    expect(verdicts.filter(({ kind }) => kind === 'accused')).toEqual([]);
    expect(notes.filter((note) => note.rule === rule).map(({ en }) => en).join()).toMatch(words);
  });

  it('says of a bicycle that the schedule has nothing for what it did', () => {
    const { verdicts, notes } = run({ scene: aScene({ zones: [{ id: 'p', kind: 'prohibited', area: everywhere }] }), driven: [{ kind: 'bicycle', legs: [{ at: 0, x: 500, y: 900 }, { at: 5000, x: 500, y: 300 }] }] });
    expect(verdicts).toEqual([]);
    expect(notes.map(({ en }) => en).join()).toContain('looked like prohibited_road, but it is taken for a bicycle');
  });

  it('says of a long stay in a lane why it was not believed', () => {
    const scene = aScene({ lanes: [{ id: 'cars', area: everywhere, heading: [[0.5, 0.9], [0.5, 0.1]], classes: ['car'] }] });
    const { verdicts, notes } = run({ scene, driven: [{ legs: [{ at: 0, x: 500, y: 900 }, { at: 2600, x: 500, y: 700 }], distrust: [{ flag: 'merged', from: 1800 }] }] });
    expect(verdicts).toEqual([]);
    expect(notes.map(({ en }) => en).join()).toMatch(/inside cars at most for 2\.\d\d s .* but not to be believed: two vehicles were merged/);
  });
});
