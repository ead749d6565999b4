// A vehicle that was shown as two tracks is charged once; two vehicles are charged each.
import { describe, expect, it } from 'vitest';
import type { Sight, Track } from '../../../domain/sighting.ts';
import { epochMs, mediaMs, trackId } from '../../../domain/units.ts';
import type { Verdict } from '../../../domain/violation.ts';
import { createOnce } from '../../../pipeline/judge/once.ts';
import { createTracker } from '../../../pipeline/perceive/tracker.ts';
import { detections, type Row } from '../../factories/detections.ts';
import { AWAY, aScene, run } from './scenario.ts';

const track = (id: string, sideOf?: string): Track => ({ id: trackId(id), kind: 'car', kindShare: 1, state: 'confirmed', firstAt: mediaMs(0), lastAt: mediaMs(0), path: [], velocity: { x: 0, y: 0 }, distrust: [], ...(sideOf === undefined ? {} : { sideOf: trackId(sideOf) }) });
const sight = (at: number, tracks: readonly Track[]): Sight => ({ at: mediaMs(at), capturedAt: epochMs(at), clockErrorMs: 0, tracks, ended: [], signals: [] });
/** An accusation as the judge makes it, of another track. */
const accusedAs = (id: string): Verdict => {
  const [found] = run({ scene: aScene(AWAY), driven: [{ kind: 'car', legs: [{ at: 0, x: 500, y: 900 }, { at: 6_000, x: 500, y: 100 }] }], lamps: { main: [{ from: -5_000, colour: 'red' }] } }).verdicts.filter(({ kind }) => kind === 'accused');
  if (found === undefined) throw new Error('expected an accusation to copy');
  return { ...found, track: trackId(id) };
};

describe('one act', () => {
  it.each([
    ['the side first', 't2', 't1'],
    ['the side last', 't1', 't2'],
  ])('of one vehicle in two tracks is charged once, %s', (_, first, second) => {
    const once = createOnce();
    const seen = [track('t1'), track('t2', 't1')];
    expect(once(sight(0, seen), [accusedAs(first)]).map(({ kind }) => kind)).toEqual(['accused']);
    expect(once(sight(900, seen), [accusedAs(second)])).toEqual([expect.objectContaining({ kind: 'void', why: 'track_split', track: second })]);
  });

  it('of two vehicles is charged twice', () => {
    expect(createOnce()(sight(0, [track('t1'), track('t2')]), [accusedAs('t1'), accusedAs('t2')]).map(({ kind }) => kind)).toEqual(['accused', 'accused']);
  });

  it('is known as one by a car whose box loses to a pole the side where a second one is born', () => {
    const tracker = createTracker({ widthPx: 640, heightPx: 480, strongScore: 0.45, weakScore: 0.1 });
    const right: readonly Row['box'][] = [[399, 175, 522, 259], [401, 168, 512, 246], [393, 160, 498, 237], [397, 157, 487, 227], [396, 147, 478, 221], [399, 135, 468, 211], [402, 135, 463, 203], [403, 134, 454, 196]];
    const left: readonly (Row['box'] | null)[] = [null, null, null, null, null, null, [362, 138, 392, 200], [358, 129, 394, 193]];
    const steps = right.map((box, i) => tracker.step(detections([{ box, kind: 'car' }, ...(left[i] == null ? [] : [{ box: left[i], kind: 'motorcycle' as const }])]), mediaMs(125 * i)));
    expect(steps.at(-1)?.tracks.map(({ sideOf }) => sideOf)).toEqual([undefined, steps[0]?.tracks[0]?.id]);
  });
});
