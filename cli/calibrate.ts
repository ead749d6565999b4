// `camera calibrate`: road points in metres become a calibration with its errors in numbers, written into the camera file or refused.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseDocument } from 'yaml';
import { checkCamera } from '../cameras/registry.ts';
import { ofRow, parseRoadPoints, type LengthRow, type RoadPointRow } from '../cameras/road-points.ts';
import { calibrateDeclared, type CalibrationResult } from '../domain/calibration.ts';
import { Failure } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';

export const CALIBRATE_USAGE = 'phatnguoi camera calibrate CAMERA.yaml [--points FILE.yaml|FILE.csv] [--point X,Y=ROAD_X,ROAD_Y …] [--length X1,Y1,X2,Y2=METRES …] [--size WIDTHxHEIGHT] [--max-residual METRES] [--write]';

type Calibration = NonNullable<CameraFile['calibration']>;

/** Exit code 0 when it is good (and written, where asked), 1 when it is refused: the number that refuses it is printed. */
export async function calibrateCamera(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { points: { type: 'string' }, point: { type: 'string', multiple: true }, length: { type: 'string', multiple: true }, size: { type: 'string' }, 'max-residual': { type: 'string' }, write: { type: 'boolean' } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new Failure('bad_config', `usage: ${CALIBRATE_USAGE}`);
  const text = await readFile(path, 'utf8');
  const known = knownOf(text);
  const size = sizeOf(values.size);
  const file = values.points === undefined ? null : parseRoadPoints(await readFile(values.points, 'utf8'), values.points, size);
  const flags = [...(values.point ?? []).map((flag) => ofRow(['point', ...flag.split(/[,=]/)], `--point ${flag}`, size)), ...(values.length ?? []).map((flag) => ofRow(['length', ...flag.split(/[,=]/)], `--length ${flag}`, size))];
  const fresh = file !== null || flags.length > 0;
  const points: readonly RoadPointRow[] = fresh ? [...(file?.points ?? []), ...flags.flatMap((row) => ('at' in row ? [row] : []))] : known.points;
  const checks: readonly LengthRow[] = fresh ? [...(file?.checks ?? []), ...flags.flatMap((row) => ('from' in row ? [row] : []))] : known.checks;
  const declared: Calibration = { points: [...points], checks: [...checks], max_residual_m: residualOf(values['max-residual'], known.max_residual_m) };
  const result = calibrateDeclared(declared, size?.widthPx ?? 1920, size?.heightPx ?? 1080);
  process.stdout.write(report(declared, result));
  if (result.state === 'refused') {
    process.stderr.write(`refused: ${result.why}${values.write === true ? `; ${path} was not changed` : ''}\n`);
    return 1;
  }
  if (values.write === true) await write(path, text, declared);
  return 0;
}

/** What the file already declares; a file that has mistakes elsewhere may still be calibrated. */
function knownOf(text: string): Calibration {
  const checked = checkCamera(text);
  return (checked.kind === 'good' ? checked.camera.calibration : undefined) ?? { points: [], checks: [], max_residual_m: 0.3 };
}

function sizeOf(text: string | undefined): { readonly widthPx: number; readonly heightPx: number } | null {
  if (text === undefined) return null;
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (width === undefined || height === undefined || Number(width) === 0 || Number(height) === 0) throw new Failure('bad_config', `--size: expected WIDTHxHEIGHT such as 1920x1080, got "${text}"`);
  return { widthPx: Number(width), heightPx: Number(height) };
}

function residualOf(text: string | undefined, known: number): number {
  const value = text === undefined ? known : Number(text);
  if (!(value > 0)) throw new Failure('bad_config', `--max-residual: expected metres above 0, got "${text}"`);
  return value;
}

export const UNPROVEN = 'four points always fit, so the error is unknown: speeds are screening only and can never become a notice; add a fifth point apart from the others or a known length (a 10 m lane dash)';

/** Every point with its own distance, then the whole, then the known lengths, then the speed error that follows. */
export function report({ points, checks, max_residual_m }: Calibration, result: CalibrationResult): string {
  const { errors_m: errors, residual_m: residual, worst_m: worst, checks: measured, speedError, proven } = result;
  const lines = [
    ...points.map(({ at: [x, y], road_m: [u, v] }, i) => `point ${String(i + 1).padStart(2)}  at ${x.toFixed(4)}, ${y.toFixed(4)}  on the road ${u} m, ${v} m${errors?.[i] === undefined ? '' : `  off by ${errors[i].toFixed(3)} m`}`),
    ...(residual === undefined || worst === undefined ? [] : [`residual ${residual.toFixed(3)} m (at most ${max_residual_m} m), worst point ${worst.toFixed(3)} m`]),
    ...checks.map(({ length_m }, i) => `length ${String(i + 1).padStart(2)}  known ${length_m} m, measured ${measured?.[i]?.measured_m.toFixed(3) ?? '–'} m${measured?.[i] === undefined ? '' : ` (${((measured[i].measured_m / length_m - 1) * 100).toFixed(1)} %)`}`),
    ...(speedError === undefined || proven !== true ? [] : [`speed error from the scale: ${(speedError * 100).toFixed(2)} %, ${(speedError * 60).toFixed(1)} km/h at 60 km/h`]),
    ...(proven === false ? [UNPROVEN] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Only the calibration is replaced; comments and everything else in the file stay. Whatever the file then has of mistakes is refused. */
async function write(path: string, text: string, calibration: Calibration): Promise<void> {
  const document = parseDocument(text);
  document.set('calibration', document.createNode(calibration));
  const next = document.toString({ lineWidth: 160 });
  const checked = checkCamera(next);
  if (checked.kind === 'bad') throw new Failure('bad_config', `${path} has other mistakes and was not changed:\n${checked.mistakes.map(({ line, at, message }) => `${path}:${line} ${at}: ${message}`).join('\n')}`);
  await writeFile(path, next);
  process.stdout.write(`written into ${path}\n`);
}
