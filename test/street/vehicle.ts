// One simulated road user: its body, its way, how it drives and what it is about to do.
import type { VehicleKind } from '../../domain/vehicle.ts';
import { boxOf, type Body, type Pole, type Pose } from './camera.ts';
import { along, type Path } from './path.ts';
import type { Chance } from './random.ts';

/** How it treats the signal. */
export type Obeys = 'law' | 'never' | 'amber_as_green' | 'jumps' | 'starts_early' | 'arrow';

export type Vehicle = {
  readonly id: number;
  readonly lane: string;
  readonly slot: string;
  readonly kind: VehicleKind;
  readonly act: string;
  readonly body: Body;
  readonly way: Path;
  readonly obeys: Obeys;
  /** Where its front meets the stop line, along its way; null where no line stands on it. */
  readonly lineS: number | null;
  /** Where it comes to stand, before (negative) or past the line. */
  readonly standsAt: number;
  /** When a jumper goes, ms after it stood; how early an early starter goes, ms before green. */
  readonly goes: number;
  /** Stops on its way: where and for how long. */
  readonly hold: { readonly s: number; readonly ms: number } | null;
  /** Beyond this it is no longer in its slot. */
  readonly leavesS: number;
  readonly v0: number;
  readonly accel: number;
  s: number;
  v: number;
  stoodSince: number | null;
  heldSince: number | null;
  released: boolean;
  committed: boolean;
};

const BODIES: Readonly<Record<VehicleKind, readonly [readonly [number, number], number, readonly [number, number]]>> = {
  car: [[3.7, 4.9], 1.8, [1.45, 1.75]],
  motorcycle: [[1.8, 2.0], 0.75, [1.5, 1.75]],
  bus: [[8, 12], 2.5, [2.9, 3.3]],
  truck: [[5.5, 9], 2.3, [2.4, 3.2]],
  bicycle: [[1.6, 1.8], 0.6, [1.55, 1.75]],
  person: [[0.4, 0.6], 0.5, [1.55, 1.8]],
};

export function bodyOf(kind: VehicleKind, random: Chance): Body {
  const [length, width, height] = BODIES[kind];
  return { length: random.between(...length), width: width * random.between(0.95, 1.05), height: random.between(...height) };
}

export function poseOf({ way, s, body }: Vehicle): Pose & { readonly front: { readonly x: number; readonly y: number }; readonly rear: { readonly x: number; readonly y: number } } {
  const front = along(way, s);
  const rear = along(way, s - body.length);
  return { x: (front.x + rear.x) / 2, y: (front.y + rear.y) / 2, heading: Math.atan2(front.x - rear.x, front.y - rear.y), front, rear };
}

export const boxFor = (pole: Pole, vehicle: Vehicle): ReturnType<typeof boxOf> => boxOf(pole, vehicle.body, poseOf(vehicle));
