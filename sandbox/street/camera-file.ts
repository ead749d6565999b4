// The camera file of a described scene: its lines, lanes and signal head in coordinates 0–1, exact by construction.
import { Document, isMap, visit } from 'yaml';
import { cameraFile, type CameraFile } from '../../domain/scene.ts';

import type { Scene } from './description.ts';
import { pinhole, type Pixel } from './pinhole.ts';
import type { PlacedSignal } from './signal-place.ts';
import { lanePolygon, relative } from './truth.ts';

/** Road points for calibration: lateral and lengthwise distance from the middle of the stop line. */
const ROAD_POINTS_M = [[-3, -5], [3, -5], [-3, 0], [3, 0], [-3, 12], [3, 12]] as const;
const LAW_CLASSES = { car: ['car', 'bus', 'truck'], motorcycle: ['motorcycle'] } as const;

/** `clip` is the source as it is written into the file. */
export function cameraOf(scene: Scene, signal: PlacedSignal, clip: string): string {
  const file: CameraFile = cameraFile.parse({
    camera: 'sample-pham-ngoc-thach',
    name: 'Phạm Ngọc Thạch – Hùng Vương (hình mô phỏng)',
    route: scene.place.route,
    place: { text: `Giao lộ ${scene.place.junction}`, ward: scene.place.ward, province: scene.place.province },
    unit: 'csgt-thu-dau-mot',
    source: { url: clip, sample_ms: Math.round(1000 / scene.fps), starts_at: scene.starts_at, clock_error_ms: 50, synthetic: true },
    device: {
      model: 'Máy ảnh mô phỏng',
      serial: 'MP-0001',
      inspection: { number: 'MP-KD-2026-01', valid_from: '2026-01-05', valid_to: '2027-01-04' },
    },
    ...roadOf(scene, signal),
  });
  return `# Written by sandbox/street/sample.ts from the described scene: do not edit.\n${readableYaml(file)}`;
}

/** Points and lists of points on one line. */
function readableYaml(file: CameraFile): string {
  const document = new Document(file);
  visit(document, {
    Seq: (_, node) => {
      node.flow = !node.items.some(isMap);
    },
  });
  return document.toString({ lineWidth: 160 });
}

function roadOf(scene: Scene, signal: PlacedSignal): object {
  const project = pinhole(scene);
  const { half_width_m, stop_z_m, lanes, cross_width_m } = scene.road;
  const at = (x: number, z: number): Pixel => relative(scene, project([x, 0, z]));
  const metre_px = project([0.5, 0, stop_z_m])[0] - project([-0.5, 0, stop_z_m])[0];
  return {
    view: { width_m: Math.round((scene.width / metre_px) * 100) / 100, width_px: scene.width },
    // A motorcycle at the line is still 100 px tall for the detector, and a core keeps up.
    regions: [{ id: 'approach', box: [0, 0.12, 0.96, 1], input_px: Math.round(scene.width * 0.36) }],
    signals: [{ id: 'main', kind: 'main', head: headOf(scene, signal), lamps: 'vertical' }],
    stop_lines: [
      { id: 'stop', line: [at(-half_width_m, stop_z_m), at(half_width_m, stop_z_m)], beyond: at(0, stop_z_m - 8), signal: 'main', grace_ms: 500, run_on_m: 3 },
    ],
    lanes: lanes.map((lane) => ({
      id: lane.id,
      area: lanePolygon(scene, lane.from_x_m, lane.to_x_m),
      heading: [at((lane.from_x_m + lane.to_x_m) / 2, stop_z_m + 6), at((lane.from_x_m + lane.to_x_m) / 2, stop_z_m)],
      ...(lane.for === 'mixed' ? {} : { classes: LAW_CLASSES[lane.for] }),
    })),
    zones: [{ id: 'junction', kind: 'junction', area: [at(-half_width_m, stop_z_m - 6.5), at(half_width_m, stop_z_m - 6.5), at(half_width_m, stop_z_m - 6.5 - cross_width_m), at(-half_width_m, stop_z_m - 6.5 - cross_width_m)] }],
    exits: [{ id: 'straight', line: [at(-half_width_m, stop_z_m - 22), at(half_width_m, stop_z_m - 22)], beyond: at(0, stop_z_m - 28), movement: 'straight' }],
    calibration: { points: ROAD_POINTS_M.map(([x, ahead]) => ({ at: at(x, stop_z_m - ahead), road_m: [x, ahead] })) },
  };
}

/** The housing with a little room about it. */
function headOf(scene: Scene, { head_px: [x1, y1, x2, y2] }: PlacedSignal): readonly number[] {
  const margin_px = 4;
  return [...relative(scene, [x1 - margin_px, y1 - margin_px]), ...relative(scene, [x2 + margin_px, y2 + margin_px])];
}
