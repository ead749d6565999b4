// The simulated street itself: the same seed gives the same street, truth comes from movement, intervals are right.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MEASURED } from './detector-model.ts';
import { createIdentities } from './identities.ts';
import { planFile } from './plan.ts';
import { runStreet } from './run.ts';
import { wilson } from './score.ts';
import { programme } from './signal-programme.ts';
import { STEP_MS, street } from './traffic.ts';
import { createTruth } from './truth.ts';

const plan = (name: string) => planFile.parse(parse(readFileSync(new URL(`./scenes/${name}.yaml`, import.meta.url), 'utf8')));

describe('the simulated street', () => {
  it('gives the same verdicts for the same seed', () => {
    const [a, b] = [0, 1].map(() => runStreet(plan('tune-median'), 40, MEASURED));
    expect([...(a?.tallies ?? [])]).toEqual([...(b?.tallies ?? [])]);
    expect(a?.updates).toBeGreaterThan(500);
  }, 60_000);

  it('counts the tracks that a vehicle falls into and those that go over to another, but no slips', () => {
    const identities = createIdentities();
    const see = (track: string, ...vehicles: readonly number[]): void => vehicles.forEach((vehicle) => identities.see(track, vehicle));
    see('t1', 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1);
    see('t2', 1, 1, 1, 1, 1);
    see('t3', 3, 3, 3, 3, 4, 4, 4, 4);
    expect(identities.kept()).toEqual({ followed: 3, tracks: 4, switches: 1 });
  });

  it('finds lawful drivers innocent and runners guilty by their movement', () => {
    const site = plan('tune-away');
    const { step, done, lights } = street(site, 150);
    const truth = createTruth(site, lights);
    const guiltyOf = new Map<string, number>();
    const actsSeen = new Map<string, number>();
    for (let t = 0; !done(); t += STEP_MS) {
      const { live, left } = step(t);
      for (const vehicle of live) truth.see(vehicle, t, STEP_MS);
      for (const vehicle of left) {
        actsSeen.set(vehicle.act, (actsSeen.get(vehicle.act) ?? 0) + 1);
        if (truth.end(vehicle).guilt.some(({ offence, grade }) => offence === 'red_light' && grade === 'yes')) guiltyOf.set(vehicle.act, (guiltyOf.get(vehicle.act) ?? 0) + 1);
      }
    }
    expect(guiltyOf.get('lawful') ?? 0).toBe(0);
    expect([...guiltyOf.keys()].every((act) => ['red_run', 'red_edge', 'red_jump', 'early_start'].includes(act))).toBe(true);
    expect(guiltyOf.size).toBeGreaterThan(0);
    expect(actsSeen.get('lawful') ?? 0).toBeGreaterThan(60);
  }, 60_000);

  it('switches between two samples: the programme is told by the millisecond', () => {
    const lights = programme(plan('tune-away'));
    expect(lights?.main(24_036).colour).toBe('green');
    expect(lights?.main(24_037).colour).toBe('amber');
    expect(lights?.main(27_037)).toMatchObject({ colour: 'red', since: 27_037 });
  });

  it('knows Wilson\'s interval', () => {
    const [low, high] = wilson(50, 100);
    expect(low).toBeCloseTo(0.4038, 3);
    expect(high).toBeCloseTo(0.5962, 3);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});
