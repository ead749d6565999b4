// Renders a described scene: `render.ts SCENE.json --out DIR` writes the clip and its ground truth.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPainter, type Moment, type Painter } from './browser.ts';
import { colourAt, sceneSchema, type Scene } from './description.ts';
import { driveScene, poseAt, type Drive } from './drive.ts';
import { encodeClip, openMaster } from './encoder.ts';
import { tellTruth } from './truth.ts';

const USAGE = 'expected: render.ts SCENE.json --out DIR [--crf N] [--truth-only | --stills SECONDS,SECONDS]';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, stills: { type: 'string' }, crf: { type: 'string', default: '26' }, 'truth-only': { type: 'boolean', default: false } },
  });
  const [sceneFile] = positionals;
  const { out, stills } = values;
  if (sceneFile === undefined || out === undefined) throw new Error(USAGE);
  const scene = sceneSchema.parse(JSON.parse(readFileSync(sceneFile, 'utf8')));
  mkdirSync(out, { recursive: true });
  const painter = await openPainter();
  try {
    if (stills !== undefined) return await renderStills(painter, scene, out, stills.split(',').map(Number));
    await surveyTruth(painter, scene, out);
    if (!values['truth-only']) await renderClip(painter, scene, out, Number(values.crf));
  } finally {
    await painter.close();
  }
}

/** The truth needs no picture, so it is known minutes before the clip is. */
async function surveyTruth(painter: Painter, scene: Scene, folder: string): Promise<void> {
  const drives = driveScene(scene);
  const times = frameTimes(scene);
  const found = await painter.survey(scene, times.map((t_s) => momentAt(scene, drives, t_s)));
  const frames = times.map((t_s, index) => ({ t_s, seen: found[index] ?? [] }));
  writeFileSync(join(folder, 'truth.json'), `${tellTruth(scene, drives, frames)}\n`);
}

async function renderClip(painter: Painter, scene: Scene, folder: string, crf: number): Promise<void> {
  await painter.prepare(scene);
  const drives = driveScene(scene);
  const master = join(folder, 'master.mkv');
  const sink = openMaster(scene, master);
  const times = frameTimes(scene);
  let written = Promise.resolve();
  for (const [index, t_s] of times.entries()) {
    const { pixels, seen } = await painter.draw(momentAt(scene, drives, t_s));
    const before = written;
    written = before.then(async () => sink.write(await pixels));
    await before;
    if (index % 25 === 0) process.stdout.write(`frame ${index} of ${times.length}, ${seen.length} vehicles in view\n`);
  }
  await written;
  await sink.finish();
  await encodeClip(master, join(folder, 'clip.mp4'), { crf, fps: scene.fps, title: scene.name });
}

async function renderStills(painter: Painter, scene: Scene, folder: string, times: readonly number[]): Promise<void> {
  await painter.prepare(scene);
  const drives = driveScene(scene);
  for (const t_s of times) {
    const { pixels, seen } = await painter.draw(momentAt(scene, drives, t_s));
    const sink = openMaster(scene, join(folder, `${t_s}.png`));
    await sink.write(await pixels);
    await sink.finish();
    writeFileSync(join(folder, `${t_s}.json`), JSON.stringify(seen, null, 1));
  }
}

function frameTimes(scene: Scene): readonly number[] {
  return Array.from({ length: Math.round(scene.duration_s * scene.fps) }, (_, index) => index / scene.fps);
}

function momentAt(scene: Scene, drives: readonly Drive[], t_s: number): Moment {
  const poses = drives.flatMap((drive) => {
    const pose = poseAt(drive, t_s);
    return pose === null ? [] : [{ id: drive.vehicle.id, ...pose }];
  });
  return { colour: colourAt(scene, t_s), poses };
}

await main();
