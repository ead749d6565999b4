// Picture and controller as two witnesses of one signal: agreeing they accuse, differing beyond their clocks they accuse nobody.
import { describe, expect, it } from 'vitest';
import type { SignalColour, SignalState } from '../../../domain/sighting.ts';
import { epochMs, mediaMs } from '../../../domain/units.ts';
import { createAgreement } from '../../../pipeline/perceive/agreement.ts';
import { createPhases } from '../../../pipeline/judge/seen/phases.ts';
import { accused, aScene, AWAY, run, upAt, voided, type Lamp } from './scenario.ts';

const SCENE = aScene(AWAY);
const RED_FROM_3: readonly Lamp[] = [{ from: 0, colour: 'green' }, { from: 2000, colour: 'amber' }, { from: 3000, colour: 'red' }];
const drive = (cross: number, controller: readonly Lamp[]) => run({ scene: SCENE, driven: [{ legs: upAt(cross) }], lamps: { main: RED_FROM_3 }, controller: { main: controller } });

describe('two witnesses of a signal', () => {
  it('accuse together, and say so in the facts', () => {
    const { verdicts } = drive(6000, RED_FROM_3);
    expect(accused(verdicts)).toEqual(['t1 red_light']);
    const [verdict] = verdicts;
    expect(verdict?.kind === 'accused' && verdict.facts.rule === 'red_light' && verdict.facts.signal_source).toBe('both');
  });

  it('accuse nobody when they differ', () => {
    const { verdicts } = drive(6000, [{ from: 0, colour: 'green' }]);
    expect(accused(verdicts)).toEqual([]);
    expect(voided(verdicts)).toEqual(['t1 signal_disagrees']);
  });

  it('leave the picture to speak alone when the controller is silent', () => {
    const { verdicts } = drive(6000, [{ from: 0, colour: 'unknown' }]);
    expect(accused(verdicts)).toEqual(['t1 red_light']);
  });
});

const state = (source: SignalState['source'], colour: SignalColour, since: number, bound = 0): SignalState => ({ signal: 'main', colour, flashing: false, since: mediaMs(since + bound), notBefore: mediaMs(since - bound), source });
const FROM = epochMs(0);
const sight = (at: number, ...signals: readonly SignalState[]) => ({ at: mediaMs(at), signals });

describe('a change at the edge of both clocks', () => {
  const phases = createPhases();
  const both = (at: number, vision: SignalState, controller: SignalState): void => phases.see({ ...sight(at, vision, controller), capturedAt: FROM, clockErrorMs: 0, tracks: [], ended: [] });
  both(1000, state('vision', 'amber', 500), state('controller', 'amber', 500, 200));
  both(3000, state('vision', 'red', 3000), state('controller', 'red', 2950, 200));
  both(8990, state('vision', 'red', 3000), state('controller', 'red', 2950, 200));
  both(9000, state('vision', 'green', 9000), state('controller', 'green', 9000, 200));

  it('is no disagreement, and red counts from the later witness', () => {
    const then = phases.at('main', 3050);
    expect(then.state === 'known' && [then.colour, then.phase.since, then.source]).toEqual(['red', 3150, 'both']);
  });
  it('never lets red be held over a moment at which the controller may have shown green', () => {
    expect(phases.holds('main', 'red', 4000, 8700)).toBe(true);
    expect(phases.holds('main', 'red', 4000, 8850)).toBe(false);
  });
});

describe('agreement', () => {
  it('raises a fault only for a difference that lasts beyond the bounds, and takes it back after ten seconds of agreement', () => {
    const agreement = createAgreement([]);
    const see = (at: number, vision: SignalColour, controller: SignalColour): number => agreement.see([state('vision', vision, 0), state('controller', controller, 0, 200)], mediaMs(at)).length;
    const faults = Array.from({ length: 400 }, (_, i) => see(i * 100, i >= 100 && i < 105 ? 'red' : i >= 200 && i < 250 ? 'red' : 'green', 'green'));
    expect(faults.slice(0, 219)).not.toContain(1);
    expect(faults.indexOf(1)).toBe(219);
    expect(faults.lastIndexOf(1)).toBe(349);
  });

  it('compares of an arrow only whether it is lit', () => {
    const agreement = createAgreement(['main']);
    for (let at = 0; at < 10_000; at += 100) expect(agreement.see([state('vision', 'dark', 0), state('controller', 'red', 0, 50)], mediaMs(at))).toEqual([]);
  });
});
