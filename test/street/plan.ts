// A simulated site as a file describes it, and the camera file that an operator would write for it.
import { z } from 'zod';
import { VEHICLE_KINDS } from '../../domain/vehicle.ts';
import { cameraFile, type CameraFile } from '../../domain/scene.ts';
import { chance } from './random.ts';
import { toPixel, unit, type Pole } from './camera.ts';
import * as outline from './outline.ts';

const kind = z.enum(VEHICLE_KINDS);
const span = z.tuple([z.number(), z.number()]);
const lane = z.strictObject({
  id: z.string(), x: z.number(), width_m: z.number(), dir: z.enum(['away', 'toward']), flow_per_h: z.number(), speed_kmh: span,
  kinds: z.record(z.string(), z.number()).describe('kind to weight'),
  allowed: z.array(kind).optional().describe('declared as the lane\'s classes'),
  /** Share of this lane's vehicles that do each thing; the rest drive lawfully. */
  acts: z.record(z.string(), z.number()).default({}),
});
export const planFile = z.strictObject({
  name: z.string(),
  role: z.enum(['tune', 'measure']),
  seed: z.number().int(),
  vehicles: z.number().int().positive(),
  frame_ms: z.number().int(),
  pole: z.strictObject({ height_m: z.number(), pitch_deg: z.number(), focal_px: z.number(), width_px: z.number(), height_px: z.number() }),
  calibrated: z.boolean().default(true),
  /** How many pixels the operator's clicks are off, standard deviation. */
  click_px: z.number().default(1),
  range_m: span.describe('road that vehicles drive on, y from – to'),
  lanes: z.array(lane),
  stop_line: z.strictObject({ y: z.number(), x: span, dir: z.enum(['away', 'toward']), grace_ms: z.number().default(500), right_arrow: z.boolean().default(false) }).optional(),
  signal: z.strictObject({ green_s: z.number(), amber_s: z.number(), red_s: z.number(), offset_ms: z.number() }).optional(),
  solid_lines: z.array(z.strictObject({ id: z.string(), x: z.number(), y: span })).default([]),
  one_way: z.array(z.strictObject({ id: z.string(), x: span, y: span, dir: z.enum(['away', 'toward']) })).default([]),
  prohibited: z.array(z.strictObject({ id: z.string(), x: span, y: span, kinds: z.array(kind) })).default([]),
  no_stopping: z.array(z.strictObject({ id: z.string(), x: span, y: span, stop_s: z.number() })).default([]),
  no_turn: z.array(z.strictObject({ id: z.string(), x: span, y: span, movement: z.enum(['uturn', 'left', 'right']) })).default([]),
  speed: z.strictObject({ y: span, limit_kmh: z.number(), error_kmh: z.number() }).optional(),
});
export type Plan = z.infer<typeof planFile>;
export type PlanLane = Plan['lanes'][number];

type Pair = [number, number];

/** What the operator declares: the same geometry, through the camera, with the clicks' error in the calibration. */
export function declared(plan: Plan): CameraFile {
  const { pole } = plan;
  const at = (x: number, y: number): Pair => unit(pole, x, y);
  const area = ({ x, y }: { readonly x: Pair; readonly y: Pair }): Pair[] => outline.area([at(x[0], y[0]), at(x[1], y[0]), at(x[1], y[1]), at(x[0], y[1])]);
  const heading = (x: number, dir: 'away' | 'toward', y: Pair): [Pair, Pair] => (dir === 'away' ? outline.line(at(x, y[0]), at(x, y[1])) : outline.line(at(x, y[1]), at(x, y[0])));
  const seen: Pair = [nearest(pole), Math.min(70, plan.range_m[1])];
  const certificate = { number: 'SIM-1', valid_from: '2026-01-01', valid_to: '2027-12-31' };
  return cameraFile.parse({
    camera: plan.name, route: 'SIM', unit: 'sim', place: { text: plan.name, ward: 'sim', province: 'sim' },
    source: { url: 'simulated', sample_ms: plan.frame_ms, synthetic: true },
    device: { model: 'SIM', serial: '1', inspection: certificate, ...(plan.speed === undefined ? {} : { speed_verification: { ...certificate, error_kmh: plan.speed.error_kmh } }) },
    view: { width_m: viewWidth(plan) },
    ...(plan.signal === undefined ? {} : { signals: [{ id: 'main', kind: 'main', head: [0.9, 0.02, 0.93, 0.1] }, ...(plan.stop_line?.right_arrow === true ? [{ id: 'arrow', kind: 'arrow', direction: 'right', head: [0.94, 0.02, 0.97, 0.1] }] : [])] }),
    ...(plan.stop_line === undefined ? {} : { stop_lines: [stopLine(plan.stop_line, at)], exits: exits(plan, at) }),
    lanes: plan.lanes.flatMap((each) => (each.allowed === undefined ? [] : [{ id: each.id, area: area({ x: [each.x - each.width_m / 2, each.x + each.width_m / 2], y: seen }), heading: heading(each.x, each.dir, seen), classes: each.allowed }])),
    solid_lines: plan.solid_lines.map(({ id, x, y }) => ({ id, line: straight(at(x, y[0]), at(x, y[1])) })),
    zones: [
      ...plan.one_way.map((zone) => ({ id: zone.id, kind: 'one_way', area: area(zone), heading: heading((zone.x[0] + zone.x[1]) / 2, zone.dir, zone.y) })),
      ...plan.prohibited.map((zone) => ({ id: zone.id, kind: 'prohibited', area: area(zone), classes: zone.kinds })),
      ...plan.no_stopping.map((zone) => ({ id: zone.id, kind: 'no_stopping', area: area(zone), stop_s: zone.stop_s })),
      ...plan.no_turn.map((zone) => ({ id: zone.id, kind: zone.movement === 'uturn' ? 'no_uturn' : `no_${zone.movement}_turn`, area: area(zone) })),
    ],
    ...(plan.speed === undefined ? {} : { speed: [plan.speed.y, [plan.speed.y[1], plan.speed.y[0]] as const].map(([a, b]) => ({ from: outline.line(at(-7, a), at(7, a)), to: outline.line(at(-7, b), at(7, b)), limits: [{ limit_kmh: plan.speed?.limit_kmh, source: 'SIM' }] })) }),
    ...(plan.calibrated ? { calibration: { points: calibrationPoints(plan), checks: [], max_residual_m: 0.4 } } : {}),
  });
}

/** As operators draw a line that is straight in the picture: its ends and a point between. */
const straight = (from: Pair, to: Pair): Pair[] => {
  const [a, b] = outline.line(from, to);
  return [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], b];
};

type StopLine = NonNullable<Plan['stop_line']>;
const stopLine = (line: StopLine, at: (x: number, y: number) => Pair) => ({
  id: 'stop', line: outline.line(at(line.x[0], line.y), at(line.x[1], line.y)), beyond: at((line.x[0] + line.x[1]) / 2, line.y + (line.dir === 'away' ? 6 : -6)), signal: 'main', grace_ms: line.grace_ms,
  permits: line.right_arrow ? [{ movement: 'right', arrow: 'arrow' }] : [],
});

function exits(plan: Plan, at: (x: number, y: number) => Pair): unknown[] {
  const line = plan.stop_line;
  if (line === undefined || !line.right_arrow) return [];
  const sign = line.dir === 'away' ? 1 : -1;
  const side = line.dir === 'away' ? line.x[1] + 2.2 : line.x[0] - 2.2;
  return [
    { id: 'straight', line: outline.line(at(line.x[0] - 3, line.y + sign * 15), at(line.x[1] + 3, line.y + sign * 15)), beyond: at(0, line.y + sign * 20), movement: 'straight' },
    { id: 'right', line: outline.line(at(side, line.y + sign * 1), at(side, line.y + sign * 13)), beyond: at(side + sign * 3, line.y + sign * 7), movement: 'right' },
  ];
}

/** Nearest road that the picture shows, metres. */
export function nearest(pole: Pole): number {
  for (let y = 1; y < 60; y += 0.25) {
    const p = toPixel(pole, 0, y, 0);
    if (p !== null && p.y < pole.height_px) return y;
  }
  return 60;
}

function viewWidth(plan: Plan): number {
  const y = plan.stop_line?.y ?? (nearest(plan.pole) + 10);
  const a = toPixel(plan.pole, 0, y, 0);
  const b = toPixel(plan.pole, 1, y, 0);
  return a === null || b === null ? 20 : plan.pole.width_px / (b.x - a.x);
}

/** Metres that the picture shows of the road on either side. */
const halfWidth = (pole: Pole, y: number): number => 0.5 / (unit(pole, 1, y)[0] - 0.5);

/** Eight points on the road, each clicked with an error of `click_px`. */
function calibrationPoints(plan: Plan): unknown[] {
  const random = chance(plan.seed + 77);
  const near = nearest(plan.pole) + 1;
  const ys = [near, near + 8, near + 18, near + 32];
  return ys.flatMap((y) => [-1, 1].map((side) => {
    const x = side * Math.min(3.5, 0.95 * halfWidth(plan.pole, y));
    const [u, v] = unit(plan.pole, x, y);
    return { at: [u + random.normal(0, plan.click_px) / plan.pole.width_px, v + random.normal(0, plan.click_px) / plan.pole.height_px], road_m: [x, y] };
  }));
}
