// How fast the rule engine is alone, and whether its memory stays flat: `tsx test/street/bench.ts [hours]`.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ground } from '../../domain/geometry.ts';
import { resolveScene } from '../../domain/resolve-scene.ts';
import type { Sight, Track, TrackPoint } from '../../domain/sighting.ts';
import { epochMs, mediaMs, trackId } from '../../domain/units.ts';
import { ALL_WELL, createJudge } from '../../pipeline/judge/rules.ts';
import { declared, planFile } from './plan.ts';
import { chance } from './random.ts';

export type Bench = { readonly updates: number; readonly seconds: number; readonly verdicts: number; readonly heapMiB: readonly number[] };

/** Thirty vehicles at a time drive over the whole scene of a junction, ten looks a second, for so many simulated hours. */
export function bench(hours: number): Bench {
  const plan = planFile.parse(parse(readFileSync(new URL('./scenes/measure-away.yaml', import.meta.url), 'utf8')));
  const scene = resolveScene(declared(plan), plan.pole.width_px, plan.pole.height_px);
  const judge = createJudge(scene);
  const random = chance(3);
  const live: { id: number; x: number; y: number; vy: number; path: TrackPoint[] }[] = [];
  const heapMiB: number[] = [];
  let [born, updates, verdicts, spent] = [0, 0, 0, 0];
  const end = hours * 3_600_000;
  for (let t = 0; t < end; t += 100) {
    while (live.length < 30) live.push({ id: (born += 1), x: random.between(600, 1300), y: random.between(900, 1070), vy: random.between(-180, -60), path: [] });
    const ended: Track[] = [];
    const tracks = live.map((one): Track => {
      one.y += one.vy * 0.1;
      const box = { x1: one.x - 30, x2: one.x + 30, y1: one.y - 110 * (one.y / 1080), y2: one.y };
      one.path.push({ at: mediaMs(t), box, ground: ground(box), score: 0.9, observed: true });
      if (one.path.length > 120) one.path.shift();
      return trackOf(one.id, one.path, 'confirmed');
    });
    for (let i = live.length - 1; i >= 0; i -= 1) {
      const one = live[i];
      if (one === undefined || one.y > 300) continue;
      ended.push(trackOf(one.id, one.path, 'ended'));
      live.splice(i, 1);
    }
    const into = t % 60_000;
    const since = t - into + (into < 30_000 ? 0 : 30_000);
    const sight: Sight = {
      at: mediaMs(t), capturedAt: epochMs(1_795_136_400_000 + t), clockErrorMs: 50, tracks, ended,
      signals: [{ signal: 'main', colour: into < 30_000 ? 'green' : 'red', flashing: false, since: mediaMs(since), notBefore: mediaMs(Math.max(0, since - 100)), source: 'vision' }],
    };
    // Processor time, not wall time: the machine may be shared.
    const started = process.cpuUsage();
    verdicts += judge.see(sight, ALL_WELL).length;
    const { user, system } = process.cpuUsage(started);
    spent += user + system;
    updates += tracks.length;
    if (t % (end / 8) < 100) {
      globalThis.gc?.();
      heapMiB.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
  }
  return { updates, seconds: spent / 1e6, verdicts, heapMiB };
}

const trackOf = (id: number, path: readonly TrackPoint[], state: Track['state']): Track => ({
  id: trackId(`t${id}`), kind: 'motorcycle', kindShare: 1, state, firstAt: path[0]?.at ?? mediaMs(0), lastAt: path.at(-1)?.at ?? mediaMs(0), path, velocity: { x: 0, y: 0 }, distrust: [],
});

if (process.argv[1]?.endsWith('bench.ts') === true) {
  const hours = Number(process.argv[2] ?? 1);
  const { updates, seconds, verdicts, heapMiB } = bench(hours);
  console.log(`${hours} h: ${updates} track updates in ${seconds.toFixed(1)} s of processor time in judging = ${Math.round(updates / seconds)} a second, ${verdicts} verdicts`);
  console.log(`heap, MiB: ${heapMiB.map((value) => value.toFixed(1)).join(' ')}`);
}
