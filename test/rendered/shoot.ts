// What happens on a site while its camera films: everybody's movement by frame, and what each is guilty of.
import type { VehicleKind } from '../../domain/vehicle.ts';
import type { Moment, VehiclePose } from '../../sandbox/street/browser.ts';
import type { SignalColour } from '../../sandbox/street/description.ts';
import type { Chance } from '../street/random.ts';
import { STEP_MS, street } from '../street/traffic.ts';
import { createTruth, type Judged } from '../street/truth.ts';
import { poseOf, type Vehicle } from '../street/vehicle.ts';
import { DRAWN } from './drawn.ts';
import type { Site } from './site.ts';
import { worldOf } from './stage.ts';

export type Shoot = { readonly moments: readonly Moment[]; readonly judged: ReadonlyMap<number, { readonly vehicle: Vehicle; readonly truth: Judged }>; readonly dropped: number };
type Spot = { readonly x: number; readonly y: number; readonly heading: number; readonly v: number; readonly braking: boolean };

function drawnBody(kind: VehicleKind, random: Chance): Vehicle['body'] {
  const cars = Object.values(DRAWN.car);
  const [length, width, height] = kind === 'car' ? random.pick(cars.map((size) => [size, 1] as const)) : kind === 'bus' || kind === 'truck' ? DRAWN[kind] : DRAWN.motorcycle;
  return { length, width, height };
}

export function shoot(site: Site): Shoot {
  const { plan } = site;
  const { lights, step, done } = street(plan, plan.vehicles, drawnBody);
  const truth = createTruth(plan, lights);
  const judged = new Map<number, { readonly vehicle: Vehicle; readonly truth: Judged }>();
  const frames: { readonly colour: SignalColour; readonly spots: ReadonlyMap<number, Spot> }[] = [];
  const speeds = new Map<number, number>();
  const bodies = new Map<number, Vehicle['body']>();
  for (let t = 0; !done(); t += STEP_MS) {
    const { live, left } = step(t);
    for (const vehicle of live) truth.see(vehicle, t, STEP_MS);
    for (const vehicle of left) judged.set(vehicle.id, { vehicle, truth: truth.end(vehicle) });
    if (t % plan.frame_ms !== 0) continue;
    const spots = new Map<number, Spot>();
    for (const vehicle of live) {
      const { x, y, heading } = poseOf(vehicle);
      const before = speeds.get(vehicle.id) ?? vehicle.v;
      speeds.set(vehicle.id, vehicle.v);
      bodies.set(vehicle.id, vehicle.body);
      spots.set(vehicle.id, { x, y, heading, v: vehicle.v, braking: vehicle.v < 0.3 || (vehicle.v - before) / (plan.frame_ms / 1000) < -1.2 });
    }
    frames.push({ colour: lights?.main(t).colour ?? 'green', spots });
  }
  const dropped = collided(frames.map(({ spots }) => spots), bodies, (id) => (judged.get(id)?.truth.guilt.length ?? 0) > 0);
  for (const id of dropped) judged.delete(id);
  const moments = frames.map(({ colour, spots }) => ({ colour, poses: [...spots].filter(([id]) => judged.has(id)).map(([id, spot]) => posed(site, id, spot)) }));
  return { moments, judged, dropped: dropped.size };
}

function posed(site: Site, id: number, { x, y, heading, v, braking }: Spot): VehiclePose {
  const world = worldOf(site);
  const [x_m, z_m] = world.at(x, y);
  return { id: String(id), x_m, z_m, heading_deg: world.heading_deg(heading), speed_ms: v, braking };
}

/** Bodies that drive through each other are no traffic: the innocent one of the two, or the later, never was there. */
function collided(frames: readonly ReadonlyMap<number, Spot>[], bodies: ReadonlyMap<number, Vehicle['body']>, guilty: (id: number) => boolean): ReadonlySet<number> {
  const gone = new Set<number>();
  for (const spots of frames) {
    const here = [...spots].filter(([id]) => !gone.has(id));
    here.forEach(([a, one], i) => {
      for (const [b, other] of here.slice(i + 1)) {
        const [first, second] = [bodies.get(a), bodies.get(b)];
        if (first === undefined || second === undefined || gone.has(a) || gone.has(b) || !overlap(one, first, other, second)) continue;
        gone.add(guilty(b) && !guilty(a) ? a : b);
      }
    });
  }
  return gone;
}

/** Mirrors may pass each other. */
const SLACK_M = 0.1;

function overlap(a: Spot, one: Vehicle['body'], b: Spot, other: Vehicle['body']): boolean {
  if (Math.hypot(a.x - b.x, a.y - b.y) > (one.length + other.length) / 2 + 2) return false;
  const axes = [a.heading, a.heading + Math.PI / 2, b.heading, b.heading + Math.PI / 2];
  return axes.every((axis) => {
    const [sin, cos] = [Math.sin(axis), Math.cos(axis)];
    const reach = (spot: Spot, { length, width }: Vehicle['body']): number => (Math.abs(Math.cos(spot.heading - axis)) * length + Math.abs(Math.sin(spot.heading - axis)) * width) / 2;
    return Math.abs((a.x - b.x) * sin + (a.y - b.y) * cos) < reach(a, one) + reach(b, other) - SLACK_M;
  });
}
