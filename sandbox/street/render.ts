// Renders a described scene: `render.ts SCENE.json --out DIR` writes the clip and its ground truth.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPainter, type Moment } from './browser.ts';
import { colourAt, sceneSchema, type Scene } from './description.ts';
import { driveScene, poseAt, type Drive } from './drive.ts';
import { openClip } from './encoder.ts';
import { film } from './film.ts';
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
    const drives = driveScene(scene);
    const times = stills === undefined ? frameTimes(scene) : stills.split(',').map(Number);
    const moments = times.map((t_s) => momentAt(scene, drives, t_s));
    const world = values['truth-only'] ? null : await painter.prepare(scene);
    const seen = await painter.survey(scene, moments);
    if (stills === undefined) writeFileSync(join(out, 'truth.json'), `${tellTruth(scene, drives, times.map((t_s, index) => ({ t_s, seen: seen[index] ?? [] })))}\n`);
    if (world === null) return;
    if (stills !== undefined) {
      await film(painter, world, scene, moments, seen, async (frame, index) => writeStill(scene, join(out, `${times[index]}`), frame, seen[index]));
      return;
    }
    const sink = openClip(scene, join(out, 'clip.mp4'), { crf: Number(values.crf), title: scene.name });
    const { frames, drawn } = await film(painter, world, scene, moments, seen, sink.write);
    await sink.finish();
    process.stdout.write(`${frames} frames of ${drawn} drawings\n`);
  } finally {
    await painter.close();
  }
}

async function writeStill(scene: Scene, name: string, frame: Buffer, seen: unknown): Promise<void> {
  const sink = openClip(scene, `${name}.png`, { crf: 0, title: scene.name });
  await sink.write(frame);
  await sink.finish();
  writeFileSync(`${name}.json`, JSON.stringify(seen, null, 1));
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
