// The road points and known lengths being clicked: judged at every change by the same library as the command line.
import { calibrateDeclared, metricGrid, type CalibrationResult, type GridLine } from '../../../domain/calibration.ts';
import type { CameraFile } from '../../../domain/scene.ts';

export type Pair = [number, number];
export type Calibration = NonNullable<CameraFile['calibration']>;
/** A number that is not typed yet is null. */
export type PointDraft = { readonly at: Pair; readonly x_m: number | null; readonly y_m: number | null };
export type LengthDraft = { readonly from: Pair; readonly to: Pair | null; readonly length_m: number | null };
export type RoadDraft = { readonly points: readonly PointDraft[]; readonly lengths: readonly LengthDraft[]; readonly max_residual_m: number };

export const NO_ROAD: RoadDraft = { points: [], lengths: [], max_residual_m: 0.3 };
/** The picture that lines and grid are drawn on, in thousandths. */
export const SIDE = 1000;

export const roadOf = (calibration: CameraFile['calibration']): RoadDraft =>
  calibration === undefined ? NO_ROAD : {
    points: calibration.points.map(({ at, road_m: [x_m, y_m] }) => ({ at, x_m, y_m })),
    lengths: calibration.checks.map(({ from, to, length_m }) => ({ from, to, length_m })),
    max_residual_m: calibration.max_residual_m,
  };

export type Judged = {
  readonly declared: Calibration;
  readonly result: CalibrationResult;
  readonly grid: readonly GridLine[];
  /** Between two neighbouring lines of the grid, metres. */
  readonly step_m: number;
  /** Distance of each point in the list from where the road puts it; null where it is not complete. */
  readonly errors_m: readonly (number | null)[];
  readonly measured_m: readonly (number | null)[];
  /** Why it cannot be saved as it stands; null where it can. */
  readonly mistake: string | null;
};

export function judgeRoad(road: RoadDraft): Judged {
  const points = road.points.flatMap(({ at, x_m, y_m }) => (x_m === null || y_m === null ? [] : [{ at, road_m: [x_m, y_m] satisfies Pair }]));
  const checks = road.lengths.flatMap(({ from, to, length_m }) => (to === null || length_m === null || !(length_m > 0) ? [] : [{ from, to, length_m }]));
  const declared: Calibration = { points, checks, max_residual_m: road.max_residual_m };
  const result = calibrateDeclared(declared, SIDE, SIDE);
  const inPlace = points.map(({ at: [x, y], road_m: [u, v] }) => ({ at: { x: x * SIDE, y: y * SIDE }, road_m: { x: u, y: v } }));
  const step_m = stepOf(points.map(({ road_m }) => road_m));
  const open = points.length < road.points.length || checks.length < road.lengths.length;
  return {
    declared, result, step_m,
    grid: result.homography === undefined ? [] : metricGrid(result.homography, inPlace, step_m),
    errors_m: spread(road.points.map(({ x_m, y_m }) => x_m !== null && y_m !== null), result.errors_m ?? []),
    measured_m: spread(road.lengths.map(({ to, length_m }) => to !== null && length_m !== null && length_m > 0), (result.checks ?? []).map((check) => check.measured_m)),
    mistake: road.points.length === 0 && road.lengths.length === 0 ? null : open ? 'a point or a length has no metres yet' : result.state === 'refused' ? result.why : null,
  };
}

/** The values in order, at the places that have one. */
function spread(has: readonly boolean[], values: readonly number[]): readonly (number | null)[] {
  let next = 0;
  return has.map((one) => {
    if (!one) return null;
    next += 1;
    return values[next - 1] ?? null;
  });
}

function stepOf(road: readonly Pair[]): number {
  const wide = (axis: 0 | 1): number => Math.max(...road.map((point) => point[axis])) - Math.min(...road.map((point) => point[axis]));
  const most = road.length === 0 ? 0 : Math.max(wide(0), wide(1));
  return most > 60 ? 10 : most > 25 ? 5 : most > 10 ? 2 : 1;
}

const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
export const onPicture = (x: number, y: number): Pair => [rounded(x), rounded(y)];

export type Tool = 'point' | 'length';
/** A click on the picture: a new road point, or the next end of a known length. */
export function clicked(road: RoadDraft, tool: Tool, at: Pair): RoadDraft {
  if (tool === 'point') return { ...road, points: [...road.points, { at, x_m: null, y_m: null }] };
  const last = road.lengths.at(-1);
  if (last?.to === null) return { ...road, lengths: [...road.lengths.slice(0, -1), { ...last, to: at }] };
  return { ...road, lengths: [...road.lengths, { from: at, to: null, length_m: 10 }] };
}

export const withPoint = (road: RoadDraft, index: number, change: Partial<PointDraft>): RoadDraft => ({ ...road, points: road.points.map((point, i) => (i === index ? { ...point, ...change } : point)) });
export const withLength = (road: RoadDraft, index: number, change: Partial<LengthDraft>): RoadDraft => ({ ...road, lengths: road.lengths.map((length, i) => (i === index ? { ...length, ...change } : length)) });
export const withoutPoint = (road: RoadDraft, index: number): RoadDraft => ({ ...road, points: road.points.filter((_, i) => i !== index) });
export const withoutLength = (road: RoadDraft, index: number): RoadDraft => ({ ...road, lengths: road.lengths.filter((_, i) => i !== index) });
