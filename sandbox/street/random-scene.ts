// Described scenes by the number: traffic, light and signal drawn from a seed, on the same junction.
import type { Approach, Scene, VehicleKind } from './description.ts';
import { dress, type Planned } from './dress.ts';
import { CAR_LANES_M, DAYLIGHT, GAPS_M, junction, SIGNAL_HEAD_M, START_Z_M, STOP_Z_M } from './junction.ts';
import { seededRandom, type Random } from './random.ts';

export type RandomSceneOptions = { readonly seed: number; readonly duration_s: number };

/** Least time between two vehicles of one file, seconds. */
const FILE_GAP_S = 1.6;
const RUNNER_SHARE = 0.12;
const MOTORCYCLE_FILES_M = [2.15, 3.05] as const;

export function randomScene({ seed, duration_s }: RandomSceneOptions): Scene {
  const random = seededRandom(seed);
  const plan = [
    ...CAR_LANES_M.flatMap((x, lane) => fileOf(random, `car-${lane}`, x, duration_s, 5, carKind)),
    ...MOTORCYCLE_FILES_M.flatMap((x, file) => fileOf(random, `moto-${file}`, x, duration_s, 3, () => 'motorcycle')),
    ...gapRiders(random, duration_s),
  ];
  return {
    name: `random ${seed}`,
    starts_at: '2026-11-20T08:15:00+07:00',
    seed,
    duration_s,
    ...junction(),
    light: {
      ...DAYLIGHT,
      sun: random.between(2.2, 3.6),
      sun_direction: [random.between(-0.8, 0.9), 1, random.between(-0.2, 0.6)],
      sky: random.between(0.4, 0.8),
      exposure: random.between(0.85, 1.1),
    },
    signal: { head_m: SIGNAL_HEAD_M, phases: cycle(random, duration_s) },
    vehicles: dress(plan, random),
  };
}

function carKind(random: Random): VehicleKind {
  const part = random.next();
  return part < 0.78 ? 'car' : part < 0.9 ? 'truck' : 'bus';
}

/** One file of traffic that keeps to its place across the road. */
function fileOf(random: Random, name: string, x_m: number, duration_s: number, mean_gap_s: number, kindOf: (random: Random) => VehicleKind): Planned[] {
  const plan: Planned[] = [];
  for (let line_s = -6; line_s < duration_s; line_s += FILE_GAP_S + random.next() * 2 * (mean_gap_s - FILE_GAP_S)) {
    const kind = kindOf(random);
    const at_red = random.chance(RUNNER_SHARE) ? 'run' : 'stop';
    const way = [{ z_m: START_Z_M, x_m: x_m + random.between(-0.06, 0.06) }];
    plan.push({ id: `${name}-${plan.length + 1}`, kind, drive: approachAt(random, line_s, way, at_red), taxi: kind === 'car' && random.chance(0.1) });
  }
  return plan;
}

/** Motorcycles that pass the queue through its gaps and do not wait. */
function gapRiders(random: Random, duration_s: number): Planned[] {
  const plan: Planned[] = [];
  for (let line_s = random.between(4, 9); line_s < duration_s; line_s += random.between(5, 11)) {
    const way = [{ z_m: START_Z_M, x_m: random.chance(0.5) ? GAPS_M.between_cars : GAPS_M.along_kerb }];
    plan.push({ id: `gap-${plan.length + 1}`, kind: 'motorcycle', drive: approachAt(random, line_s, way, 'run') });
  }
  return plan;
}

/** `line_s`: when the vehicle's middle would reach the stop line if nothing held it. */
function approachAt(random: Random, line_s: number, way: Approach['way'], at_red: Approach['at_red']): Approach {
  const speed_ms = random.between(7, 9);
  const enters_at_s = line_s - (START_Z_M - STOP_Z_M) / speed_ms;
  return { kind: 'approach', enters_at_s, from_z_m: START_Z_M, speed_ms, at_red, stop_gap_m: random.between(0.4, 1.2), way };
}

function cycle(random: Random, duration_s: number): Scene['signal']['phases'] {
  const phases: Scene['signal']['phases'] = [];
  const lengths_s = { green: random.between(6, 10), amber: 3, red: random.between(10, 16) };
  const order = ['green', 'amber', 'red'] as const;
  let from_s = 0;
  for (let step = random.integer(0, 2); from_s < duration_s; step++) {
    const colour = order[step % 3] ?? 'red';
    phases.push({ from_s, colour });
    from_s += Math.round(lengths_s[colour] * 10) / 10;
  }
  return phases;
}
