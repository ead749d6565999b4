// The bundled sample's traffic, written by hand: who reaches the line when, where, and what the driver does at red.
import type { Approach, VehicleKind } from './description.ts';
import type { Planned } from './dress.ts';
import { CAR_LANES_M, GAPS_M, START_Z_M, STOP_Z_M } from './junction.ts';

const [CAR_LANE_1, CAR_LANE_2] = CAR_LANES_M;
const { between_cars: BETWEEN_CARS, along_kerb: ALONG_KERB } = GAPS_M;

type Way = Approach['way'];
type AtRed = Approach['at_red'];
const straight = (x_m: number): Way => [{ z_m: START_Z_M, x_m }];
/** From one side to the other before the queue, and back after the line. */
const weave = (from: number, through: number, after: number): Way => [
  { z_m: START_Z_M, x_m: from },
  { z_m: 6, x_m: from },
  { z_m: -5, x_m: through },
  { z_m: STOP_Z_M - 2, x_m: through },
  { z_m: STOP_Z_M - 14, x_m: after },
];

/** `line_s`: when the vehicle's middle would reach the stop line if nothing held it. */
function approach(id: string, kind: VehicleKind, line_s: number, way: Way, speed_ms: number, at_red: AtRed = 'stop', stop_gap_m = 0.8): Planned {
  const enters_at_s = line_s - (START_Z_M - STOP_Z_M) / speed_ms;
  return { id, kind, drive: { kind: 'approach', enters_at_s, from_z_m: START_Z_M, speed_ms, at_red, stop_gap_m, way } };
}

function cruise(id: string, kind: VehicleKind, enters_at_s: number, from_m: [number, number], to_m: [number, number], speed_ms: number): Planned {
  return { id, kind, drive: { kind: 'cruise', enters_at_s, from_m, to_m, speed_ms } };
}

/** Crossing traffic passes x = 0 at `middle_s`; eastbound is the half of the cross road nearer to the camera. */
function crossing(id: string, kind: VehicleKind, middle_s: number, eastbound: boolean): Planned {
  const speed_ms = 5.5;
  const z = eastbound ? STOP_Z_M - 10.4 : STOP_Z_M - 17;
  const side = eastbound ? -1 : 1;
  return cruise(id, kind, middle_s - 26 / speed_ms, [side * 26, z], [-side * 26, z], speed_ms);
}

function oncoming(id: string, kind: VehicleKind, enters_at_s: number, x: number): Planned {
  return cruise(id, kind, enters_at_s, [x, -100], [x, 20], 8);
}

/** Green until 6 s, amber until 9 s, red until 27 s, green again. */
export const SAMPLE_PLAN: readonly Planned[] = [
  approach('green-1', 'motorcycle', 0.3, straight(3.1), 7),
  approach('green-2', 'car', 1.0, straight(CAR_LANE_1), 8),
  approach('green-3', 'motorcycle', 1.7, straight(2.3), 7),
  { ...approach('green-4', 'car', 2.4, straight(CAR_LANE_2), 8), taxi: true },
  approach('green-5', 'motorcycle', 3.2, straight(3.5), 7),
  approach('green-6', 'truck', 4.3, straight(CAR_LANE_1), 8),
  approach('green-7', 'motorcycle', 4.9, straight(2.5), 7.5),
  approach('amber-runner', 'motorcycle', 7.3, straight(2.9), 8.5, 'run'),
  approach('queue-1', 'motorcycle', 8.3, straight(0.72), 7.5, 'stop', 0.6),
  approach('queue-2', 'motorcycle', 8.8, straight(-0.22), 7.5, 'stop', 0.9),
  approach('queue-3', 'car', 9.9, straight(CAR_LANE_2), 8),
  approach('queue-4', 'motorcycle', 9.4, straight(2.12), 7.5, 'stop', 0.5),
  approach('over-the-line', 'motorcycle', 10.4, straight(3.04), 7.5, 'stop-past-line', -0.95),
  approach('runner-1', 'car', 10.9, straight(CAR_LANE_1), 9.5, 'run'),
  approach('queue-5', 'car', 14.2, straight(CAR_LANE_1), 8, 'stop', 0.9),
  approach('runner-2', 'motorcycle', 13.2, weave(-1.0, BETWEEN_CARS, -0.6), 8.5, 'run'),
  approach('queue-6', 'motorcycle', 12.4, straight(2.12), 7.5),
  approach('runner-3', 'motorcycle', 16.2, weave(3.2, ALONG_KERB, 3.2), 8, 'run'),
  approach('queue-7', 'motorcycle', 14.6, straight(3.05), 7.5),
  approach('runner-4', 'motorcycle', 19.2, weave(-1.2, BETWEEN_CARS, -2.4), 8, 'run'),
  approach('queue-8', 'car', 18.0, straight(CAR_LANE_2), 8),
  approach('runner-5', 'motorcycle', 22.4, weave(3.3, ALONG_KERB, 2.6), 9, 'run'),
  approach('queue-9', 'motorcycle', 21.0, straight(2.55), 7.5),
  approach('late-1', 'motorcycle', 30.5, straight(3.4), 7.5),
  approach('late-2', 'car', 32.2, straight(CAR_LANE_1), 8),
  approach('late-3', 'motorcycle', 33.0, straight(2.4), 7.5),
  crossing('cross-1', 'motorcycle', 18.8, true),
  crossing('cross-2', 'motorcycle', 15.9, false),
  crossing('cross-3', 'car', 25.4, true),
  crossing('cross-4', 'motorcycle', 22.3, false),
  oncoming('oncoming-1', 'car', -5.5, -7),
  oncoming('oncoming-2', 'motorcycle', -2, -9.6),
  oncoming('oncoming-3', 'motorcycle', 24.5, -7.2),
  oncoming('oncoming-4', 'car', 26, -10.2),
];
