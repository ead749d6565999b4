// From known road points to a homography, with its residual, its checks and the speed error that follows.
import { project, type Homography, type Point } from './geometry.ts';
import type { CameraFile, Scene } from './scene.ts';

export type RoadPoint = { readonly at: Point; readonly road_m: Point };
export type LengthCheck = { readonly from: Point; readonly to: Point; readonly length_m: number };

export type Calibration = {
  readonly homography: Homography;
  /** Root mean square and largest distance between the given road points and where the homography puts them, metres. */
  readonly residual_m: number;
  readonly worst_m: number;
  /** The same distance for each road point, in the order given. */
  readonly errors_m: readonly number[];
  /** Known lengths, what the homography says of each, and the largest relative error, 0–1. */
  readonly checks: readonly { readonly known_m: number; readonly measured_m: number }[];
  readonly worstLength: number;
  /** Part of a measured speed that may be wrong because of the scale: 0.02 = 2 %. Means nothing where the calibration is not proven. */
  readonly speedError: number;
  /** Whether anything checks it. Four points fit exactly, however wrong they are: only a fifth or a known length tells of an error. */
  readonly proven: boolean;
};
export type CalibrationResult = ({ readonly state: 'accepted' } & Calibration) | ({ readonly state: 'refused'; readonly why: string } & Partial<Calibration>);

/** Lengths that disagree by more than this make every speed doubtful: ±3 % is what OIML R 91 allows a speed meter in all. */
const MAX_LENGTH_ERROR = 0.03;

/** Solves for the homography and judges it. A refusal carries the number that caused it. */
export function calibrate(points: readonly RoadPoint[], checks: readonly LengthCheck[], maxResidual_m: number): CalibrationResult {
  if (points.length < 4) return { state: 'refused', why: `expected at least 4 road points, got ${points.length}` };
  const homography = refine(solve(points), points);
  if (homography === null) return { state: 'refused', why: 'the road points lie on one line or coincide: expected four that span an area' };
  const errors = points.map((point) => misfit(homography, point));
  const squared = errors.reduce((sum, e) => sum + e * e, 0);
  const residual_m = Math.sqrt(squared / errors.length);
  // Four of the points are used up by the fit: what the others show is the error of all.
  const likely_m = Math.sqrt(squared / Math.max(1, points.length - 4));
  const measured = checks.map((check) => ({ known_m: check.length_m, measured_m: roadDistance(homography, check.from, check.to) }));
  const worstLength = measured.reduce((worst, { known_m, measured_m }) => Math.max(worst, Math.abs(measured_m / known_m - 1)), 0);
  const calibration: Calibration = {
    homography, residual_m, worst_m: Math.max(...errors), errors_m: errors, checks: measured, worstLength,
    speedError: Math.max(worstLength, likely_m / span(points)), proven: checks.length > 0 || apart(points) > 4,
  };
  if (!(residual_m <= maxResidual_m)) return { state: 'refused', why: `residual ${residual_m.toFixed(3)} m is more than the allowed ${maxResidual_m} m`, ...calibration };
  if (worstLength > MAX_LENGTH_ERROR) {
    return { state: 'refused', why: `a known length is off by ${(worstLength * 100).toFixed(1)} %, more than the allowed ${MAX_LENGTH_ERROR * 100} %`, ...calibration };
  }
  return { state: 'accepted', ...calibration };
}

/** The calibration that a camera file declares, in the scene's pixels. */
export function calibrationOf(scene: Scene): CalibrationResult {
  const declared = scene.file.calibration;
  if (declared === undefined) return { state: 'refused', why: 'the camera file has no calibration' };
  return calibrateDeclared(declared, scene.widthPx, scene.heightPx);
}

/** The camera file's calibration, in pixels of a picture of this size: both the command and the operator's page judge by it. */
export function calibrateDeclared({ points, checks, max_residual_m }: NonNullable<CameraFile['calibration']>, widthPx: number, heightPx: number): CalibrationResult {
  const px = ([x, y]: readonly [number, number]): Point => ({ x: x * widthPx, y: y * heightPx });
  return calibrate(
    points.map(({ at, road_m: [x, y] }) => ({ at: px(at), road_m: { x, y } })),
    checks.map(({ from, to, length_m }) => ({ from: px(from), to: px(to), length_m })),
    max_residual_m,
  );
}

export type GridLine = { readonly metres: number; readonly along: 'x' | 'y'; readonly from: Point; readonly to: Point };
/** Lines every `step_m` metres over the stretch that the road points span, as they lie on the picture. */
export function metricGrid(homography: Homography, points: readonly RoadPoint[], step_m: number): readonly GridLine[] {
  const back = inverse(homography);
  if (back === null || points.length === 0) return [];
  const span = (values: readonly number[]): readonly [number, number] => [Math.floor(Math.min(...values) / step_m) * step_m, Math.ceil(Math.max(...values) / step_m) * step_m];
  const [x1, x2] = span(points.map(({ road_m }) => road_m.x));
  const [y1, y2] = span(points.map(({ road_m }) => road_m.y));
  const steps = (from: number, to: number): readonly number[] => Array.from({ length: Math.min(200, Math.round((to - from) / step_m) + 1) }, (_, i) => from + i * step_m);
  return [
    ...steps(x1, x2).map((x): GridLine => ({ metres: x, along: 'y', from: project(back, { x, y: y1 }), to: project(back, { x, y: y2 }) })),
    ...steps(y1, y2).map((y): GridLine => ({ metres: y, along: 'x', from: project(back, { x: x1, y }), to: project(back, { x: x2, y }) })),
  ];
}

/** Null where the matrix maps everything onto a line. */
function inverse([a, b, c, d, e, f, g, h, i]: Homography): Homography | null {
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!Number.isFinite(det) || det === 0) return null;
  return [(e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det, (f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det, (d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det];
}

/** Distance on the road between two picture points, metres. */
export function roadDistance(h: Homography, a: Point, b: Point): number {
  const p = project(h, a);
  const q = project(h, b);
  return Math.hypot(p.x - q.x, p.y - q.y);
}

function misfit(h: Homography, { at, road_m }: RoadPoint): number {
  const p = project(h, at);
  return Math.hypot(p.x - road_m.x, p.y - road_m.y);
}

function span(points: readonly RoadPoint[]): number {
  let longest = 0;
  for (const a of points) for (const b of points) longest = Math.max(longest, Math.hypot(a.road_m.x - b.road_m.x, a.road_m.y - b.road_m.y));
  return Math.max(longest, 1e-9);
}

/** Points that lie apart: the same corner given twice checks nothing. */
function apart(points: readonly RoadPoint[]): number {
  const least = 0.05 * span(points);
  return points.filter(({ road_m: a }, i) => points.slice(0, i).every(({ road_m: b }) => Math.hypot(a.x - b.x, a.y - b.y) > least)).length;
}

type Normaliser = { readonly x: number; readonly y: number; readonly scale: number };

/** Hartley's normalisation: centroid at the origin, mean distance √2; without it pixels and metres differ by 10⁶ in the equations. */
function normaliser(points: readonly Point[]): Normaliser {
  const x = points.reduce((sum, p) => sum + p.x, 0) / points.length;
  const y = points.reduce((sum, p) => sum + p.y, 0) / points.length;
  const mean = points.reduce((sum, p) => sum + Math.hypot(p.x - x, p.y - y), 0) / points.length;
  return { x, y, scale: mean > 0 ? Math.SQRT2 / mean : 1 };
}

function solve(points: readonly RoadPoint[]): Homography | null {
  const from = normaliser(points.map((p) => p.at));
  const to = normaliser(points.map((p) => p.road_m));
  const rows: number[][] = [];
  for (const { at, road_m } of points) {
    const x = (at.x - from.x) * from.scale;
    const y = (at.y - from.y) * from.scale;
    const u = (road_m.x - to.x) * to.scale;
    const v = (road_m.y - to.y) * to.scale;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const h = leastSquares(rows);
  return h === null ? null : denormalise(h, from, to);
}

function denormalise(h: readonly number[], from: Normaliser, to: Normaliser): Homography {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  const s = from.scale;
  // Normalised road = H · normalised picture; undo the picture side on the right, the road side on the left.
  const right = (p: number, q: number, r: number): [number, number, number] => [p * s, q * s, r - p * s * from.x - q * s * from.y];
  const [a1, b1, c1] = right(a, b, c);
  const [d1, e1, f1] = right(d, e, f);
  const [g1, i1, k1] = right(g, i, 1);
  const t = 1 / to.scale;
  return [a1 * t + to.x * g1, b1 * t + to.x * i1, c1 * t + to.x * k1, d1 * t + to.y * g1, e1 * t + to.y * i1, f1 * t + to.y * k1, g1, i1, k1];
}

/** Gauss–Newton on the distance in metres on the road, which the algebraic solution does not minimise. */
function refine(start: Homography | null, points: readonly RoadPoint[]): Homography | null {
  if (start === null) return null;
  let best = start;
  for (let round = 0; round < 20; round += 1) {
    const [h0, h1, h2, h3, h4, h5, h6, h7, h8] = best;
    const rows: number[][] = [];
    for (const { at: { x, y }, road_m } of points) {
      const w = h6 * x + h7 * y + h8;
      const u = (h0 * x + h1 * y + h2) / w;
      const v = (h3 * x + h4 * y + h5) / w;
      rows.push([x / w, y / w, 1 / w, 0, 0, 0, (-u * x) / w, (-u * y) / w, road_m.x - u], [0, 0, 0, x / w, y / w, 1 / w, (-v * x) / w, (-v * y) / w, road_m.y - v]);
    }
    const step = leastSquares(rows);
    if (step === null) return best;
    const [d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0, d6 = 0, d7 = 0] = step;
    const next: Homography = [h0 + d0, h1 + d1, h2 + d2, h3 + d3, h4 + d4, h5 + d5, h6 + d6, h7 + d7, h8];
    if (!(squares(next, points) < squares(best, points))) return best;
    best = next;
  }
  return best;
}

const squares = (h: Homography, points: readonly RoadPoint[]): number => points.reduce((sum, point) => sum + misfit(h, point) ** 2, 0);

/** Least squares of eight unknowns by normal equations scaled column by column; rows are [8 coefficients, right side]. Null when singular. */
function leastSquares(rows: readonly (readonly number[])[]): readonly number[] | null {
  const size = 8;
  const scale = Array.from({ length: size }, (_, i) => Math.sqrt(rows.reduce((sum, row) => sum + (row[i] ?? 0) ** 2, 0)) || 1);
  const m: number[][] = Array.from({ length: size }, (_, i) => Array.from({ length: size + 1 }, (_unused, j) =>
    rows.reduce((sum, row) => sum + ((row[i] ?? 0) * (row[j] ?? 0)) / (scale[i] ?? 1) / (j < size ? (scale[j] ?? 1) : 1), 0)));
  const solved = eliminate(m);
  return solved === null ? null : solved.map((value, i) => value / (scale[i] ?? 1));
}

function eliminate(m: number[][]): readonly number[] | null {
  const size = m.length;
  for (let column = 0; column < size; column += 1) {
    const pivot = m.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0))[0];
    if (pivot === undefined || Math.abs(pivot[column] ?? 0) < 1e-12) return null;
    const at = m.indexOf(pivot);
    [m[column], m[at]] = [pivot, m[column] ?? pivot];
    const divisor = pivot[column] ?? 1;
    m.forEach((row, index) => {
      if (index === column) return;
      const factor = (row[column] ?? 0) / divisor;
      if (factor !== 0) for (let j = column; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return m.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
