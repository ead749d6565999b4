// Two cameras from pixels: the bundled clip made too small to read a plate is the overview, a closer cut of it with a clock of its own reads.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { findFfmpeg, useFfmpeg } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { loadPlates } from '../../cameras/site.ts';
import { installCamera } from '../../cli/camera-files.ts';
import { inheritedEnvironment, readConfig } from '../../cli/config.ts';
import { judgeClip } from '../../cli/judge.ts';
import { cameraFile, type CameraFile } from '../../domain/scene.ts';
import { plateText } from '../../domain/units.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';

const SAMPLE = join(import.meta.dirname, '../../sandbox/sample');
const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-site-'));
afterAll(async () => rm(folder, { recursive: true, force: true }));
/** In the overview a line of a plate is 5 px high. The plate camera sees the lower part of the overview's picture. */
const CUT = { top: 380, height: 700, width: 1920, whole: 1080 };
const SECONDS = 16;
const config = readConfig({ ...inheritedEnvironment(), PHATNGUOI_VAR: join(folder, 'var') });

async function clips(): Promise<void> {
  const { path } = await findFfmpeg(config.ffmpegPath, config.path);
  useFfmpeg(path);
  const clip = join(SAMPLE, 'clip.mp4');
  const make = async (filter: string, name: string): Promise<unknown> => promisify(execFile)(path, ['-v', 'error', '-y', '-i', clip, '-t', String(SECONDS), '-vf', filter, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', join(folder, name)]);
  await make('scale=480:270', 'overview.mp4');
  await make(`crop=${CUT.width}:${CUT.height}:0:${CUT.top}`, 'plates.mp4');
}

/** A point of the whole picture in the cut one; null where it lies outside. */
const cut = ([x, y]: readonly [number, number]): [number, number] | null => {
  const v = (y * CUT.whole - CUT.top) / CUT.height;
  return v < 0 || v > 1 ? null : [x, v];
};

async function files(): Promise<string> {
  const sample: CameraFile = cameraFile.parse(parse(await readFile(join(SAMPLE, 'camera.yaml'), 'utf8')));
  const { calibration } = sample;
  if (calibration === undefined) throw new Error('expected the sample to be calibrated');
  const points = calibration.points.flatMap(({ at, road_m }) => {
    const place = cut(at);
    return place === null ? [] : [{ at: place, road_m }];
  });
  const plates: CameraFile = {
    ...sample, camera: 'sample-plates', signals: [], stop_lines: [], lanes: [], zones: [], exits: [], regions: [{ id: 'all', box: [0, 0, 1, 1], input_px: 400 }], calibration: { ...calibration, points },
    // Its clock is 40 ms fast and says that it may be wrong by 50.
    source: { ...sample.source, url: 'plates.mp4', starts_at: '2026-11-20T08:15:00.040+07:00' },
  };
  await writeFile(join(folder, 'plates.yaml'), stringify(plates));
  await writeFile(join(folder, 'overview.yaml'), stringify({ ...sample, source: { ...sample.source, url: 'overview.mp4' }, plate_cameras: [{ camera: 'sample-plates', file: 'plates.yaml' }] }));
  return join(folder, 'overview.yaml');
}

it('reads in the one camera the plates of those whom the other accuses, and no wrong one', async () => {
  await clips();
  const path = await files();
  const { camera, sha256 } = await loadCamera(path);
  const { offences, verdicts } = await judgeClip({ clip: join(folder, 'overview.mp4'), camera, sha256, plates: await loadPlates(path, camera), manifest: OWN_MANIFEST, threads: 2 });
  const truth: { readonly offences: readonly { readonly t_s: number; readonly plate: string }[] } = JSON.parse(await readFile(join(SAMPLE, 'truth.json'), 'utf8'));
  const due = truth.offences.filter(({ t_s }) => t_s < SECONDS - 2);
  const right = offences.map((offence) => {
    const nearest = due.toSorted((a, b) => Math.abs(a.t_s - offence.t_s) - Math.abs(b.t_s - offence.t_s))[0];
    return { t_s: offence.t_s, offence: offence.offence, read: offence.plate?.text ?? null, truth: plateText(nearest?.plate ?? ''), place_m: offence.pairing?.place_m, runner_up: offence.pairing?.runner_up };
  });
  console.info(JSON.stringify(right), JSON.stringify(verdicts.filter((verdict) => verdict.kind === 'void').map(({ why, detail }) => [why, detail])));
  for (const { read, truth: plate } of right) if (read !== null) expect(read).toBe(plate);
  expect(right.filter(({ read, place_m }) => read !== null && place_m !== undefined).length).toBeGreaterThanOrEqual(1);
}, 1_800_000);

it('installs a site whole, and names what does not fit', async () => {
  const path = await files();
  const installed = await installCamera(config, path, undefined);
  const { camera } = await loadCamera(installed);
  expect(camera.plate_cameras).toEqual([{ camera: 'sample-plates', file: 'sample-plates.yaml' }]);
  expect((await loadPlates(installed, camera)).map(({ url }) => url)).toEqual([join(folder, 'plates.mp4')]);
  await expect(loadPlates(path, { ...camera, plate_cameras: [{ camera: 'other', file: 'plates.yaml' }] })).rejects.toThrow(/plate_cameras\.0: expected plates\.yaml to be of camera "other", it is of "sample-plates"/);
}, 120_000);
