// A day of traffic through tracker, signal follower and judge, and what of it is still in memory: `tsx test/street/long-run.ts [hours]`.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import { resolveScene } from '../../domain/resolve-scene.ts';
import type { Detections, Track } from '../../domain/sighting.ts';
import { epochMs, mediaMs } from '../../domain/units.ts';
import { ALL_WELL, createJudge } from '../../pipeline/judge/rules.ts';
import { createSignalFollower } from '../../pipeline/perceive/signal.ts';
import { createTracker } from '../../pipeline/perceive/tracker.ts';
import { declared, planFile } from './plan.ts';
import { chance } from './random.ts';

export type LongRun = {
  readonly tracks: number;
  readonly verdicts: number;
  /** Ended tracks that something still holds long after their end. */
  readonly held: number;
  /** After each eighth of the time, garbage collected. */
  readonly heapMiB: readonly number[];
};

const FRAME_MS = 400;
/** Platoons: so many riders pass within twelve seconds of every minute, in every tenth minute twice as many. */
const PLATOON = 5;
/** State may outlive a track by what rules wait for; not by this. */
const LONG_AGO_MS = 120_000;
/** Only the latest ended tracks are looked after: older ones were counted before. */
const LOOKED_AFTER = 400;

export async function longRun(hours: number, onEnded: (track: Track) => void = () => undefined): Promise<LongRun> {
  const plan = planFile.parse(parse(readFileSync(new URL('./scenes/measure-away.yaml', import.meta.url), 'utf8')));
  const judge = createJudge(resolveScene(declared(plan), plan.pole.width_px, plan.pole.height_px));
  const tracker = createTracker({ widthPx: plan.pole.width_px, heightPx: plan.pole.height_px, strongScore: 0.4, weakScore: 0.2 });
  const follower = createSignalFollower();
  const random = chance(5);
  const collect = collector();
  const ended: { readonly ref: WeakRef<Track['path']>; readonly at: number }[] = [];
  const heapMiB: number[] = [];
  let [tracks, verdicts, held] = [0, 0, 0];
  const end = hours * 3_600_000;
  for (let t = 0; t < end; t += FRAME_MS) {
    const now = mediaMs(t);
    const step = tracker.step(platoon(t, random.next), now);
    const signals = follower.step([{ signal: 'main', colour: t % 60_000 < 25_000 ? 'green' : 'red', score: 0.9 }], now);
    verdicts += judge.see({ at: now, capturedAt: epochMs(1_795_136_400_000 + t), clockErrorMs: 50, tracks: step.tracks, ended: step.ended, signals }, ALL_WELL).length;
    for (const track of step.ended) {
      ended.push({ ref: new WeakRef(track.path), at: t });
      onEnded(track);
    }
    tracks += step.ended.length;
    if (ended.length > LOOKED_AFTER) ended.splice(0, ended.length - LOOKED_AFTER);
    if ((t + FRAME_MS) % (end / 8) >= FRAME_MS) continue;
    // What a weak reference was asked about lives on until the job ends.
    await setImmediate();
    collect();
    held += ended.filter(({ ref, at }) => at < t - LONG_AGO_MS && ref.deref() !== undefined).length;
    heapMiB.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  return { tracks, verdicts, held, heapMiB };
}

/** Riders side by side, two metres apart, who go up the picture and grow smaller. */
function platoon(t: number, next: () => number): Detections {
  const into = t % 60_000;
  const many = Math.floor(t / 60_000) % 10 === 0 ? 2 * PLATOON : PLATOON;
  const boxes = Array.from({ length: many }, (_, i) => {
    const y2 = 1060 - ((into - 25_000 - i * 300) / 12_000) * 800;
    const h = 30 + (y2 - 260) * 0.22;
    const x = 960 + (i - many / 2) * (h * 1.1) + (next() - 0.5) * 0.04 * h;
    return { x1: x - 0.25 * h, y1: y2 - h, x2: x + 0.25 * h, y2: y2 + (next() - 0.5) * 0.03 * h };
  }).filter(({ y2 }) => y2 > 270 && y2 < 1060);
  return { count: boxes.length, xyxy: Float32Array.from(boxes.flatMap(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2])), score: new Float32Array(boxes.length).fill(0.7), kind: new Uint8Array(boxes.length).fill(1) };
}

/** Node's garbage collector, without a flag on the command line. */
function collector(): () => void {
  setFlagsFromString('--expose_gc');
  const gc: unknown = runInNewContext('gc');
  return () => {
    if (typeof gc === 'function') gc();
  };
}

if (process.argv[1]?.endsWith('long-run.ts') === true) {
  const hours = Number(process.argv[2] ?? 24);
  const from = process.cpuUsage();
  const { tracks, verdicts, held, heapMiB } = await longRun(hours);
  const { user, system } = process.cpuUsage(from);
  console.log(`${hours} h: ${tracks} tracks, ${verdicts} verdicts in ${((user + system) / 1e6).toFixed(0)} s of processor time; ${held} ended tracks still held; heap, MiB: ${heapMiB.map((value) => value.toFixed(1)).join(' ')}`);
}
