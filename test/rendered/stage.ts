// A site and its traffic as a stage for the renderer, and the camera file that an operator would write for it.
import { cameraFile, type CameraFile } from '../../domain/scene.ts';
import { appearanceOf } from '../../sandbox/street/appearance.ts';
import type { ScenePlate, Stage, VehicleKind } from '../../sandbox/street/description.ts';
import { plateFor } from '../../sandbox/street/plate-number.ts';
import { seededRandom, type Random } from '../../sandbox/street/random.ts';
import { placeSignal } from '../../sandbox/street/signal-place.ts';
import { unit } from '../street/camera.ts';
import { declared, nearest } from '../street/plan.ts';
import { chance } from '../street/random.ts';
import type { Vehicle } from '../street/vehicle.ts';
import { DRAWN } from './drawn.ts';
import type { Site } from './site.ts';

/** Metres of the plan (x right, y away from the pole) to those of the renderer, where this road's traffic drives to −z. */
export function worldOf({ layout }: Site) {
  const turned = layout === 'facing';
  return {
    at: (x: number, y: number): readonly [number, number] => (turned ? [-x, y - 70] : [x, 10 - y]),
    heading_deg: (heading: number): number => (heading * 180) / Math.PI + (turned ? 180 : 0),
  };
}

/** A low head on a pole at the kerb, near the line. */
const HEAD_M = { beside: 0.62, high: 1.95, past_line: 0.8 };

export function stageOf(site: Site, vehicles: readonly Vehicle[]): Stage {
  const { plan, light, half_width_m } = site;
  const { pole, stop_line: line } = plan;
  const { at } = worldOf(site);
  const [x, z] = at(0, 0);
  const [, ahead] = at(0, 20);
  const [, stop_z] = line === undefined ? [0, -400] : at(0, line.y);
  const edges = [...new Set(plan.lanes.filter(({ id }) => id !== 'against').flatMap((lane) => [lane.x - lane.width_m / 2, lane.x + lane.width_m / 2].map((edge) => at(edge, 0)[0])))].sort((a, b) => a - b);
  const [left = 0, middle = 0] = [edges[0], edges[Math.floor(edges.length / 2)]];
  const random = seededRandom(plan.seed + 500);
  const taken = new Set<string>();
  return {
    seed: plan.seed,
    width: pole.width_px,
    height: pole.height_px,
    camera: { position_m: [x, pole.height_m, z], target_m: [x, pole.height_m - 20 * Math.tan((pole.pitch_deg * Math.PI) / 180), ahead], vertical_fov_deg: (Math.atan(pole.height_px / 2 / pole.focal_px) * 360) / Math.PI },
    road: {
      half_width_m, opposite_width_m: 0, stop_z_m: stop_z, cross_width_m: 15, layout: line === undefined ? 'road' : 'junction',
      lanes: [{ id: 'left', from_x_m: left, to_x_m: middle, for: 'mixed' }, { id: 'right', from_x_m: middle, to_x_m: edges.at(-1) ?? 0, for: 'motorcycle' }],
      solid_lines: plan.solid_lines.map(({ x: across, y }) => {
        const [x_m, a] = at(across, y[0]);
        const [, b] = at(across, y[1]);
        return { x_m, from_z_m: Math.max(a, b), to_z_m: Math.min(a, b) };
      }),
    },
    light,
    signal: line === undefined ? null : { head_m: headOf(site, line.y) },
    vehicles: vehicles.map((vehicle) => dressed(vehicle, random, taken)),
  };
}

function headOf(site: Site, y: number): [number, number, number] {
  const away = site.layout === 'behind' ? HEAD_M.past_line : -HEAD_M.past_line;
  const [x, z] = worldOf(site).at(site.half_width_m + HEAD_M.beside, y + away);
  return [x, HEAD_M.high, z];
}

function dressed({ id, kind, body }: Vehicle, random: Random, taken: Set<string>): Stage['vehicles'][number] {
  const drawn = drawnKind(kind);
  const background = drawn === 'motorcycle' ? 'white' : random.chance(0.25) ? 'yellow' : random.chance(0.06) ? 'blue' : 'white';
  const { brand, colour, look } = appearanceOf(drawn, random, drawn === 'car' && background === 'yellow');
  const model = drawn === 'car' ? (Object.entries(DRAWN.car).find(([, [length, width]]) => length === body.length && width === body.width)?.[0] ?? look.model) : look.model;
  let plate = plateFor(drawn, random, false);
  while (taken.has(plate.text)) plate = plateFor(drawn, random, false);
  taken.add(plate.text);
  return { id: String(id), kind: drawn, brand, colour, plate: { ...plate, background } satisfies ScenePlate, look: { ...look, model } };
}

function drawnKind(kind: Vehicle['kind']): VehicleKind {
  if (kind === 'bicycle' || kind === 'person') throw new Error(`expected a kind that the renderer draws, got ${kind}`);
  return kind;
}

/** The plan's declaration; head, calibration and the region looked at as an operator of this camera would draw them. */
export function cameraOf(site: Site, stage: Stage): CameraFile {
  const { plan } = site;
  const base = declared(plan);
  const head = stage.signal === null ? null : placeSignal({ ...stage, signal: { head_m: stage.signal.head_m, phases: [] } }).head_px;
  return cameraFile.parse({
    ...base,
    source: { ...base.source, starts_at: '2026-11-20T08:00:00+07:00', clock_error_ms: 50 },
    regions: [{ id: 'road', box: [0, 0, 1, 1], input_px: Math.min(plan.pole.width_px, INPUT_PX) }],
    signals: head === null ? [] : [{ id: 'main', kind: 'main', head: wider(head, stage), lamps: 'vertical' }],
    calibration: { points: calibration(site), checks: [], max_residual_m: 0.3 },
  });
}

/** One look at the whole picture: a motorcycle is 70 px tall for the detector at the line and 110 before the camera; larger ones it misses. */
const INPUT_PX = 416;

function wider([x1, y1, x2, y2]: readonly [number, number, number, number], { width, height }: Stage): readonly number[] {
  const within = (value: number, most: number): number => Math.min(1, Math.max(0, value / most));
  return [within(x1 - 4, width), within(y1 - 4, height), within(x2 + 4, width), within(y2 + 4, height)];
}

/** Points on the road, each clicked with the plan's error. */
function calibration({ plan, half_width_m }: Site): readonly unknown[] {
  const random = chance(plan.seed + 77);
  const { pole, click_px } = plan;
  const near = nearest(pole) + 1.5;
  return [near, near + 5, near + 12, near + 24].flatMap((y) => [-1, 1].map((side) => {
    const x = side * (half_width_m - 0.6);
    const [u, v] = unit(pole, x, y);
    return { at: [u + random.normal(0, click_px) / pole.width_px, v + random.normal(0, click_px) / pole.height_px], road_m: [x, y] };
  }));
}
