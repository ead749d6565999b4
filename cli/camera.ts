// `camera check`: every mistake of camera files with its line, and whether plates can be read; `camera calibrate`; `camera schema`.
import { readFile } from 'node:fs/promises';
import { cameraSchema, checkCamera } from '../cameras/registry.ts';
import { loadPlates } from '../cameras/site.ts';
import { platePixels, widestReadable } from '../cameras/plate-pixels.ts';
import { calibrateDeclared } from '../domain/calibration.ts';
import { reasonOf } from '../domain/errors.ts';
import { CALIBRATE_USAGE, calibrateCamera, UNPROVEN } from './calibrate.ts';

const ASSUMED_WIDTH_PX = 1920;

export async function camera([verb, ...files]: readonly string[]): Promise<number> {
  if (verb === 'schema') {
    process.stdout.write(`${JSON.stringify(cameraSchema(), null, 2)}\n`);
    return 0;
  }
  if (verb === 'calibrate') return calibrateCamera(files);
  if (verb !== 'check' || files.length === 0) {
    process.stderr.write(`usage: phatnguoi camera check FILE… | phatnguoi camera schema\n       ${CALIBRATE_USAGE}\n`);
    return 2;
  }
  const results = await Promise.all(files.map(checkFile));
  return results.every(Boolean) ? 0 : 1;
}

async function checkFile(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    process.stderr.write(`${path}: cannot be read: ${reasonOf(error)}\n`);
    return null;
  });
  if (text === null) return false;
  const checked = checkCamera(text);
  if (checked.kind === 'bad') {
    for (const { line, at, message } of checked.mistakes) process.stderr.write(`${path}:${line}: ${at === '' ? '' : `${at}: `}${message}\n`);
    return false;
  }
  const { camera: file } = checked;
  const pairs = await loadPlates(path, file).catch((error: unknown) => {
    process.stderr.write(`${reasonOf(error)}\n`);
    return null;
  });
  if (pairs === null) return false;
  const widthPx = file.view.width_px ?? ASSUMED_WIDTH_PX;
  process.stdout.write(`${path}: good: ${file.camera}, ${file.stop_lines.length} stop line(s), ${file.signals.length} signal(s), ${file.lanes.length} lane(s), ${file.zones.length} zone(s)\n`);
  process.stdout.write(`  ${file.view.width_m} m of road over ${widthPx} px${file.view.width_px === undefined ? ' (assumed: view.width_px is not given)' : ''} at the stop line:\n`);
  if (file.speed.length > 0 && file.calibration !== undefined && calibrateDeclared(file.calibration, widthPx, widthPx).proven === false) process.stdout.write(`  speed: ${UNPROVEN}\n`);
  for (const { camera } of pairs) process.stdout.write(`  plates it cannot read are looked for in ${camera.camera}\n`);
  const sizes = platePixels(file, widthPx);
  for (const { vehicle, plate, line_px, verdict } of sizes) process.stdout.write(`    ${vehicle.padEnd(11)} ${plate.padEnd(24)} ${line_px.toFixed(1).padStart(5)} px a line: ${verdict}\n`);
  if (sizes.some(({ verdict }) => verdict !== 'readable')) process.stdout.write(`  to read every plate frame at most ${widestReadable(widthPx)} m of road, or pair this view with a plate camera\n`);
  return true;
}
