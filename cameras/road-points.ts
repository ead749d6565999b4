// Reads road points and known lengths from YAML or CSV: what `camera calibrate` is given.
import { parse } from 'yaml';
import { z } from 'zod';
import { Failure, reasonOf } from '../domain/errors.ts';
import { calibrationFile, type CameraFile } from '../domain/scene.ts';

export type RoadPoints = { readonly points: readonly RoadPointRow[]; readonly checks: readonly LengthRow[] };
export type RoadPointRow = NonNullable<CameraFile['calibration']>['points'][number];
export type LengthRow = NonNullable<CameraFile['calibration']>['checks'][number];
type Size = { readonly widthPx: number; readonly heightPx: number };

const given = z.strictObject({ points: calibrationFile.shape.points.element.array(), checks: calibrationFile.shape.checks });

/** YAML: `points` and `checks` as in a camera file. CSV: the columns of `CSV_HELP`. Throws Failure('bad_config') naming the line. */
export function parseRoadPoints(text: string, name: string, size: Size | null): RoadPoints {
  if (!name.endsWith('.csv')) {
    const parsed = given.safeParse(readYaml(text, name));
    if (!parsed.success) throw new Failure('bad_config', `${name}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
    return parsed.data;
  }
  const rows = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, cells: line.split(/[,;\t]/).map((cell) => cell.trim()) })).filter(({ cells }) => cells.some((cell) => cell !== '') && !/^(#|kind)/.test(cells[0] ?? ''));
  const read = rows.map((row) => ofRow(row.cells, `${name}:${row.line}`, size));
  return { points: read.flatMap((row) => ('at' in row ? [row] : [])), checks: read.flatMap((row) => ('from' in row ? [row] : [])) };
}

export const CSV_HELP = 'point,X,Y,ROAD_X_M,ROAD_Y_M or length,X1,Y1,X2,Y2,LENGTH_M';

/** One row, or one flag of the command: coordinates 0–1 of the picture, or pixels where its size is given. */
export function ofRow(cells: readonly string[], where: string, size: Size | null): RoadPointRow | LengthRow {
  const [kind, ...rest] = cells;
  const numbers = rest.map(Number);
  const wrong = (): Failure => new Failure('bad_config', `${where}: expected ${CSV_HELP}, got "${cells.join(',')}"`);
  if (rest.some((cell) => cell === '') || numbers.some((value) => !Number.isFinite(value))) throw wrong();
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = numbers;
  if (kind === 'point' && numbers.length === 4) return { at: unit(a, b, where, size), road_m: [c, d] };
  if (kind === 'length' && numbers.length === 5 && e > 0) return { from: unit(a, b, where, size), to: unit(c, d, where, size), length_m: e };
  throw wrong();
}

function unit(x: number, y: number, where: string, size: Size | null): [number, number] {
  const [u, v] = size === null ? [x, y] : [x / size.widthPx, y / size.heightPx];
  if (u < 0 || v < 0 || u > 1 || v > 1) throw new Failure('bad_config', `${where}: ${x},${y} lies outside the picture; give coordinates 0–1, or pixels with --size WIDTHxHEIGHT`);
  return [u, v];
}

function readYaml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (thrown) {
    throw new Failure('bad_config', `${name}: expected YAML or a .csv file; ${reasonOf(thrown)}`);
  }
}
