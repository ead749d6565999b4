// Pairing of two cameras on dense simulated traffic: who is paired is paired rightly, who is doubtful is not paired.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { epochMs, trackId } from '../../../domain/units.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import { pairTracks, type RoadTrack, type View } from '../../../pipeline/pair/pair.ts';
import { planFile } from '../../street/plan.ts';
import { chance, type Chance } from '../../street/random.ts';
import { STEP_MS, street } from '../../street/traffic.ts';
import { poseOf } from '../../street/vehicle.ts';

const COLOURS = ['white', 'black', 'silver', 'red', 'blue', 'grey'] as const;
type Faults = { readonly clockMs: number; readonly clockErrorMs: number; readonly place_m: number; readonly unseen: number; readonly misnamed: number; readonly miscoloured: number };
type Seen = { id: number; kind: VehicleKind; colour: string; bias: readonly [number, number]; path: RoadTrack['path'][number][] };

/** Drives the street and lets each camera see a stretch of it, with a bias for each vehicle, a wrong clock and vehicles it never sees. */
function look(scene: string, vehicles: number, stretches: readonly (readonly [number, number])[], faults: Faults): readonly (View & { readonly truth: ReadonlyMap<string, number> })[] {
  const plan = planFile.parse(parse(readFileSync(new URL(`../../street/scenes/${scene}.yaml`, import.meta.url), 'utf8')));
  const { step, done } = street(plan, vehicles);
  const random: Chance = chance(plan.seed + 5);
  const cameras = stretches.map((stretch, index) => ({ stretch, seen: new Map<number, Seen | null>(), clock: (index === 0 ? 1 : -1) * faults.clockMs }));
  const colours = new Map<number, string>();
  for (let t = 0; !done(); t += STEP_MS) {
    const { live } = step(t);
    if (t % 100 !== 0) continue;
    for (const vehicle of live) {
      const { rear } = poseOf(vehicle);
      if (!colours.has(vehicle.id)) colours.set(vehicle.id, random.pick(COLOURS.map((colour) => [colour, 1] as const)));
      for (const { stretch, seen, clock } of cameras) {
        if (rear.y < stretch[0] || rear.y > stretch[1]) continue;
        let one = seen.get(vehicle.id);
        if (one === undefined) {
          const kind: VehicleKind = random.happens(faults.misnamed) ? (vehicle.kind === 'car' ? 'truck' : vehicle.kind === 'motorcycle' ? 'bicycle' : vehicle.kind) : vehicle.kind;
          const colour = random.happens(faults.miscoloured) ? 'grey' : (colours.get(vehicle.id) ?? 'white');
          one = random.happens(faults.unseen) ? null : { id: vehicle.id, kind, colour, bias: [random.normal(0, faults.place_m * 0.6), random.normal(0, faults.place_m)], path: [] };
          seen.set(vehicle.id, one);
        }
        if (one === null || random.happens(0.1)) continue;
        one.path.push({ at: epochMs(1_000_000 + t + clock), road: { x: rear.x + one.bias[0] + random.normal(0, 0.1), y: rear.y + one.bias[1] + random.normal(0, 0.15) } });
      }
    }
  }
  return cameras.map(({ seen }, index) => {
    const tracks = [...seen.values()].flatMap((one) => (one === null || one.path.length < 3 ? [] : [{ one, track: { track: trackId(`c${index}-${one.id}`), kind: one.kind, colour: one.colour, path: one.path } }]));
    return { camera: `c${index}`, clockErrorMs: faults.clockErrorMs, tracks: tracks.map(({ track }) => track), truth: new Map(tracks.map(({ one, track }) => [track.track, one.id])) };
  });
}

function score(views: ReturnType<typeof look>): { readonly paired: number; readonly wrong: number; readonly all: number; readonly both: number } {
  const [overview, plate] = views;
  if (overview === undefined || plate === undefined) throw new Error('expected two views');
  const pairings = pairTracks(overview, plate);
  const paired = pairings.filter((each) => each.kind === 'paired');
  const wrong = paired.filter((each) => overview.truth.get(each.overview) !== plate.truth.get(each.plate));
  const ids = new Set(plate.truth.values());
  return { paired: paired.length, wrong: wrong.length, all: pairings.length, both: [...overview.truth.values()].filter((id) => ids.has(id)).length };
}

describe('pairing', () => {
  const faults: Faults = { clockMs: 40, clockErrorMs: 60, place_m: 0.3, unseen: 0.1, misnamed: 0.03, miscoloured: 0.1 };

  it('pairs nobody wrongly among 3 400 vehicles of dense traffic, one in ten unseen by the plate camera', () => {
    const found = score(look('measure-one-way', 3400, [[8, 40], [20, 34]], faults));
    console.info(`overlapping views: ${found.paired} of ${found.both} paired, ${found.wrong} wrongly`);
    expect(found.all).toBeGreaterThan(3000);
    expect(found.wrong).toBe(0);
    expect(found.paired / found.both).toBeGreaterThan(0.6);
  }, 300_000);

  it('pairs nobody wrongly in a swarm about a stop line, where most are doubtful', () => {
    const found = score(look('measure-swarm-640', 1200, [[6, 30], [10, 22]], faults));
    console.info(`a swarm: ${found.paired} of ${found.both} paired, ${found.wrong} wrongly`);
    expect(found.wrong).toBe(0);
    expect(found.paired).toBeGreaterThan(50);
  }, 300_000);

  it('pairs across a gap between the views only where nobody else could have come', () => {
    const found = score(look('measure-avenue', 1000, [[10, 26], [30, 44]], faults));
    console.info(`views that do not meet: ${found.paired} of ${found.both} paired, ${found.wrong} wrongly`);
    expect(found.wrong).toBe(0);
    expect(found.paired).toBeGreaterThan(100);
  }, 300_000);

  it('notices clocks farther out of step than they state, and pairs once the true bound is stated', () => {
    const bad = score(look('measure-avenue', 300, [[10, 40], [20, 34]], { ...faults, clockMs: 400, clockErrorMs: 60 }));
    expect(bad.paired).toBe(0);
    const good = score(look('measure-avenue', 300, [[10, 40], [20, 34]], { ...faults, clockMs: 400, clockErrorMs: 450 }));
    expect(good.wrong).toBe(0);
    expect(good.paired).toBeGreaterThan(bad.paired);
  }, 300_000);

  it('keeps the reasons of a pairing', () => {
    const [overview, plate] = look('measure-avenue', 120, [[10, 40], [20, 34]], faults);
    if (overview === undefined || plate === undefined) throw new Error('expected two views');
    const one = pairTracks(overview, plate).find((each) => each.kind === 'paired');
    expect(one?.kind === 'paired' && one.reasons.place_m < 2 && one.reasons.compared > 0 && one.reasons.kind !== undefined).toBe(true);
  }, 60_000);

  it('knows the pieces of a broken track for one vehicle, and still doubts where somebody rode beside it', () => {
    const drive = (track: string, from: number, to: number, x: number): RoadTrack => ({
      track: trackId(track), kind: 'car', colour: null, path: Array.from({ length: (to - from) / 100 + 1 }, (_, i) => ({ at: epochMs(from + i * 100), road: { x, y: (8 * (from + i * 100)) / 1000 } })),
    });
    const overview: View = { camera: 'overview', clockErrorMs: 50, tracks: [drive('o', 1000, 5000, 3)] };
    const pieces = [drive('p1', 1000, 1900, 3), drive('p2', 2100, 4500, 3.2), drive('gone', 0, 500, 3)];
    const paired = (tracks: readonly RoadTrack[]) => pairTracks(overview, { camera: 'plates', clockErrorMs: 50, tracks }).map((each) => (each.kind === 'paired' ? each.plate : each.why));
    expect(paired(pieces)).toEqual(['p1']);
    expect(paired([...pieces, drive('beside', 1000, 4500, 4.2)])).toEqual(['runner_up_close']);
  });
});
