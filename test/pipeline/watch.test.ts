// The live loop without pixels: frames and detections from plain numbers, through tracking and judging, to what is recorded.
import { describe, expect, it } from 'vitest';
import type { Frame, PlateReading, Sight, SignalColour } from '../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, plateText, sessionId, sha256 } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { ALL_WELL, createJudge } from '../../pipeline/judge/rules.ts';
import { watch, type Proof, type Stages, type WatchStep } from '../../pipeline/watch.ts';
import { detections, rowAt, type Drive, type Row } from '../factories/detections.ts';
import { aScene, AWAY } from './judge/scenario.ts';

const SCENE = aScene(AWAY);
const START = Date.UTC(2026, 10, 20, 1, 15);
/** One session of one camera, a picture every 100 ms; pixels are never looked at. */
async function* sessions(...parts: readonly (readonly [string, number])[]): AsyncGenerator<Frame> {
  for (const [id, untilMs] of parts) {
    for (let at = 0; at <= untilMs; at += 100) {
      await Promise.resolve();
      yield { camera: cameraId('c'), session: sessionId(id), at: mediaMs(at), capturedAt: epochMs(START + at), clockErrorMs: 80, widthPx: 1000, heightPx: 1000, rgb: PIXELS };
    }
  }
}
const PIXELS = new Uint8Array(1000 * 1000 * 3);
const runner: Drive = { from: [500, 980], to: [500, 150], fromMs: 3000, toMs: 9000, size: [90, 200] };

type Played = { readonly recorded: readonly { readonly violation: Violation; readonly proof: Proof; readonly atMs: number }[]; readonly kept: number; readonly steps: readonly WatchStep[]; readonly read: number; readonly voids: readonly string[] };

async function play(frames: AsyncIterable<Frame>, drives: readonly Drive[], colour: (at: number) => SignalColour, more: Partial<Stages> = {}): Promise<Played> {
  const recorded: { violation: Violation; proof: Proof; atMs: number }[] = [];
  const steps: WatchStep[] = [];
  let kept = 0;
  let now = 0;
  let read = 0;
  const { voids } = await watch(frames, {
    detect: async (frame) => Promise.resolve(detections(drives.flatMap((drive) => rowAt(drive, frame.at) ?? []))),
    readSignals: async (frame) => Promise.resolve([{ signal: 'main', colour: colour(frame.at), score: 1 }]),
    readPlate: async (frame) => {
      read += 1;
      return Promise.resolve(reading(frame));
    },
    judge: () => createJudge(SCENE),
    circumstances: () => ALL_WELL,
    keep: (frame) => {
      kept += 1;
      now = frame.at;
    },
    record: async (violation, proof) => {
      recorded.push({ violation, proof, atMs: now });
      return Promise.resolve();
    },
    onStep: (step) => {
      steps.push(step);
    },
    ...more,
  }, { scene: SCENE, sceneSha256: sha256('0'.repeat(64)), models: [], strongScore: 0.45, weakScore: 0.1, postRollMs: 5000, synthetic: true });
  return { recorded, kept, steps, read, voids: voids.map(({ why }) => why) };
}

const reading = ({ at }: Frame): PlateReading => ({ at, text: plateText('61B112345'), lines: 2, colour: 'white', score: 0.97, chars: [...'61B112345'].map((symbol) => ({ [symbol]: 0.97 })), box: { x1: 5, y1: 6, x2: 25, y2: 20 }, lineHeightPx: 12 });

describe('watch', () => {
  it('records a red-light runner once, after its post-roll, with plate, clock and witnesses', async () => {
    const { recorded, kept } = await play(sessions(['s1', 20_000]), [runner], () => 'red');
    expect(recorded.map(({ violation }) => violation.offence)).toEqual(['red_light']);
    const [one] = recorded;
    expect(one?.violation.plate?.text).toBe('61B112345');
    expect(one?.violation.at).toBe(START + (one?.violation.mediaAt ?? 0));
    expect(one?.violation.clockErrorMs).toBe(80);
    expect(one?.violation.synthetic).toBe(true);
    expect(one?.atMs).toBeGreaterThanOrEqual((one?.violation.mediaAt ?? 0) + 5000);
    expect(kept).toBe(201);
  });

  it('keeps the very picture from which the plate was read, its box in that picture and in the frame', async () => {
    const { recorded: [one] } = await play(sessions(['s1', 20_000]), [runner], () => 'red');
    expect(one?.proof.plateView?.frame.at).toBe(one?.violation.plate?.bestAt);
    expect(one?.proof.plateView?.plateBox).toEqual({ x1: 5, y1: 6, x2: 25, y2: 20 });
    expect(one?.violation.plate?.bestBox.x1).toBeGreaterThan(400);
  });

  it('still reads an approaching plate after the post-roll, and waits no longer once it is read or the vehicle is gone', async () => {
    const slowly: Drive = { ...runner, toMs: 18_000 };
    const lateUntil = async (readableFrom: number) => {
      const { recorded: [one] } = await play(sessions(['s1', 40_000]), [slowly], () => 'red', { readPlate: async (frame) => Promise.resolve(frame.at < readableFrom ? null : reading(frame)) });
      return { text: one?.violation.plate?.text ?? null, waitedMs: (one?.atMs ?? 0) - (one?.violation.mediaAt ?? 0) };
    };
    const crossed = (await play(sessions(['s1', 40_000]), [slowly], () => 'red')).recorded[0]?.violation.mediaAt ?? 0;
    expect(await lateUntil(0)).toEqual({ text: '61B112345', waitedMs: expect.closeTo(5000, -2) });
    const late = await lateUntil(crossed + 6000);
    expect(late.text).toBe('61B112345');
    expect(late.waitedMs).toBeLessThan(9000);
    const never = await lateUntil(Infinity);
    expect(never.text).toBeNull();
    expect(never.waitedMs).toBeLessThan(16_000);
  });

  it('reads no plate of anybody who is not accused', async () => {
    const { recorded, read } = await play(sessions(['s1', 15_000]), [runner], () => 'green');
    expect(recorded).toEqual([]);
    expect(read).toBe(0);
  });

  it.each([['dark', 'signal_dark'], ['unknown', 'signal_unknown']] as const)('accuses nobody when the signal is %s', async (colour, why) => {
    const { recorded, voids } = await play(sessions(['s1', 15_000]), [runner], () => colour);
    expect(recorded).toEqual([]);
    expect(voids).toContain(why);
  });

  it('gives the same id to the same stream judged twice, and another to another session', async () => {
    const ids = await Promise.all([['s1'], ['s1'], ['s2']].map(async ([id = '']) => (await play(sessions([id, 20_000]), [runner], () => 'red')).recorded.map(({ violation }) => violation.id)));
    expect(ids[0]).toEqual(ids[1]);
    expect(ids[0]).not.toEqual(ids[2]);
  });

  it('loses nothing when the stream ends or breaks during the post-roll, and begins anew after a break', async () => {
    const { recorded, steps } = await play(sessions(['s1', 8500], ['s2', 20_000]), [runner], () => 'red');
    expect(recorded.map(({ violation }) => violation.session)).toEqual(['s1', 's2']);
    const second: readonly Sight[] = steps.filter(({ frame }) => frame.session === 's2').map(({ sight }) => sight);
    expect(second[0]?.tracks).toEqual([]);
  });

  it('tracks as if the camera stood still, and reads signal heads where they are in the swaying picture', async () => {
    const sway = (at: number) => ({ x: 3 * Math.sin(at / 90), y: 12 * Math.sin(at / 70) });
    const swayed = (at: number): readonly Row[] => {
      const row = rowAt(runner, at);
      if (row === null) return [];
      const [x1, y1, x2, y2] = row.box;
      const { x, y } = sway(at);
      return [{ ...row, box: [x1 + x, y1 + y, x2 + x, y2 + y] }];
    };
    const heads: unknown[] = [];
    const { recorded: [one], steps } = await play(sessions(['s1', 20_000]), [], () => 'red', {
      sway: ({ at }) => sway(at),
      detect: async ({ at }) => Promise.resolve(detections(swayed(at))),
      readSignals: async (_frame, by) => {
        heads.push(by);
        return Promise.resolve([{ signal: 'main', colour: 'red', score: 1 }]);
      },
    });
    expect(heads).toEqual(steps.map(({ frame }) => sway(frame.at)));
    expect(one?.violation.offence).toBe('red_light');
    const still = (await play(sessions(['s1', 20_000]), [runner], () => 'red')).recorded[0];
    expect(one?.violation.facts.before.ground.y).toBeCloseTo(still?.violation.facts.before.ground.y ?? 0, 1);
  });

  it('takes the controller\'s word beside the picture\'s: disagreeing, they accuse nobody', async () => {
    const { recorded, voids } = await play(sessions(['s1', 20_000]), [runner], () => 'red', {
      controller: () => [{ signal: 'main', colour: 'green', flashing: false, since: mediaMs(0), notBefore: mediaMs(0), source: 'controller' }],
    });
    expect(recorded).toEqual([]);
    expect(voids).toContain('signal_disagrees');
  });
});
