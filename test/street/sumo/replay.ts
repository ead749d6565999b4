// Puts traffic recorded from SUMO under a camera: one approach of a junction, true tracks from an independent driver.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { resolveScene } from '../../../domain/resolve-scene.ts';
import { VEHICLE_KINDS, type VehicleKind } from '../../../domain/vehicle.ts';
import { epochMs, mediaMs } from '../../../domain/units.ts';
import type { Accused } from '../../../domain/violation.ts';
import { ALL_WELL, createJudge } from '../../../pipeline/judge/rules.ts';
import { createSignalFollower } from '../../../pipeline/perceive/signal.ts';
import { createTracker } from '../../../pipeline/perceive/tracker.ts';
import { boxOf } from '../camera.ts';
import { createDetector } from '../detector-model.ts';
import type { DetectorRates } from '../detector-rates.ts';
import { declared, planFile } from '../plan.ts';
import { chance } from '../random.ts';

const recording = z.object({
  step_ms: z.number(), line_m: z.number(), signal: z.array(z.tuple([z.number(), z.string()])),
  vehicles: z.array(z.object({ id: z.string(), kind: z.enum(VEHICLE_KINDS), length: z.number(), width: z.number(), runner: z.boolean(), path: z.array(z.tuple([z.number(), z.number(), z.number()])) })),
});
type Recorded = z.infer<typeof recording>['vehicles'][number];

/** The painted line stands this far from the pole's foot; SUMO's lanes lie right of its road's middle. */
const LINE_Y = 26;
const MIDDLE_X = -5.25;
const GRACE_MS = 500;
const TALL: Readonly<Record<VehicleKind, number>> = { car: 1.55, motorcycle: 1.65, bus: 3.1, truck: 2.8, bicycle: 1.65, person: 1.7 };

const plan = planFile.parse({
  name: 'sumo', role: 'measure', seed: 5, vehicles: 1, frame_ms: 100, range_m: [0, 75], lanes: [],
  pole: { height_m: 7.5, pitch_deg: 19, focal_px: 1350, width_px: 1920, height_px: 1080 },
  signal: { green_s: 28, amber_s: 3, red_s: 29, offset_ms: 0 }, stop_line: { y: LINE_Y, x: [-5.6, 5.6], dir: 'away', grace_ms: GRACE_MS },
});

export type Replayed = { readonly vehicles: number; readonly guilty: number; readonly found: number; readonly right: number; readonly wrong: readonly string[] };

export function replay(file: URL, rates: DetectorRates, until = Infinity): Replayed {
  const told = recording.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')));
  const colourAt = (t: number): { readonly colour: string; readonly since: number } => told.signal.reduce((last, [at, colour]) => (at <= t ? { colour, since: at } : last), { colour: 'r', since: 0 });
  const guilty = new Map(told.vehicles.flatMap((one) => (guiltyAt(one, told.line_m, colourAt) === null ? [] : [[one.id, one]])));
  const scene = resolveScene(declared(plan), plan.pole.width_px, plan.pole.height_px);
  const judge = createJudge(scene);
  const tracker = createTracker({ widthPx: 1920, heightPx: 1080, strongScore: rates.strongScore, weakScore: rates.weakScore });
  const follower = createSignalFollower();
  const detector = createDetector(rates, chance(plan.seed), plan.pole);
  const byTime = group(told.vehicles);
  const shown = new Map<string, string[]>();
  const accused: Accused[] = [];
  const end = Math.min(until, Math.max(...byTime.keys()) + 3000);
  for (let t = 0; t <= end; t += told.step_ms) {
    const here = byTime.get(t) ?? [];
    const bodies = here.flatMap(({ one, along, across, index }) => {
      const box = boxOf(plan.pole, { length: one.length, width: one.width, height: TALL[one.kind] }, { x: MIDDLE_X + across, y: LINE_Y + along - told.line_m - one.length / 2, heading: 0 });
      return box === null ? [] : [{ id: index, kind: one.kind, box }];
    });
    const { detections, of } = detector.look(bodies, t);
    const { tracks, ended, of: trackOf } = tracker.step(detections, mediaMs(t));
    trackOf.forEach((track, i) => {
      const name = told.vehicles[of[i] ?? -1]?.id;
      if (track !== null && name !== undefined) shown.set(`${track} ${t}`, [name]);
    });
    const { colour } = colourAt(t);
    const signals = follower.step([{ signal: 'main', colour: colour === 'r' ? 'red' : colour === 'y' ? 'amber' : 'green', score: 0.9 }], mediaMs(t));
    const verdicts = judge.see({ at: mediaMs(t), capturedAt: epochMs(1_795_136_400_000 + t), clockErrorMs: 50, tracks, ended, signals }, ALL_WELL);
    for (const verdict of verdicts) if (verdict.kind === 'accused' && verdict.offence === 'red_light') accused.push(verdict);
  }
  return settle(told.vehicles.length, guilty, accused, shown);
}

function settle(vehicles: number, guilty: ReadonlyMap<string, Recorded>, accused: readonly Accused[], shown: ReadonlyMap<string, readonly string[]>): Replayed {
  const at = (verdict: Accused, ms: number): string => [0, 100, -100, 200, -200, 300, -300].flatMap((off) => shown.get(`${verdict.track} ${ms + off}`) ?? [])[0] ?? 'nobody';
  const found = new Set<string>();
  const wrong: string[] = [];
  for (const verdict of accused) {
    const [before, after] = [at(verdict, verdict.facts.before.at_ms), at(verdict, verdict.facts.after.at_ms)];
    if (before === after && guilty.has(after)) found.add(after);
    else wrong.push(`${before} → ${after} at ${(verdict.at / 1000).toFixed(1)} s`);
  }
  return { vehicles, guilty: guilty.size, found: found.size, right: found.size, wrong };
}

/** Front over the painted line after the grace, rear 3 m past it under the same red. */
function guiltyAt(one: Recorded, line_m: number, colourAt: (t: number) => { readonly colour: string; readonly since: number }): number | null {
  const front = passes(one, line_m * 100);
  const rear = passes(one, (line_m + 3 + one.length) * 100);
  if (front === null || rear === null) return null;
  const [then, later] = [colourAt(front), colourAt(rear)];
  return then.colour === 'r' && front - then.since >= GRACE_MS && later.colour === 'r' && later.since === then.since ? front : null;
}

function passes({ path }: Recorded, level: number): number | null {
  for (let i = 1; i < path.length; i += 1) {
    const [ta = 0, a = 0] = path[i - 1] ?? [];
    const [tb = 0, b = 0] = path[i] ?? [];
    if (a < level && b >= level) return ta + ((tb - ta) * (level - a)) / (b - a);
  }
  return null;
}

type Here = { readonly one: Recorded; readonly along: number; readonly across: number; readonly index: number };

function group(vehicles: readonly Recorded[]): ReadonlyMap<number, readonly Here[]> {
  const byTime = new Map<number, Here[]>();
  vehicles.forEach((one, index) => {
    for (const [t, along, across] of one.path) byTime.set(t, [...(byTime.get(t) ?? []), { one, along: along / 100, across: across / 100, index }]);
  });
  return byTime;
}
