// Renders a described scene: `render.ts SCENE.json --out DIR [--stills 0,12.5]` writes the clip and its ground truth.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPainter, type Painter, type SeenVehicle } from './browser.ts';
import { colourAt, sceneSchema, type Scene } from './description.ts';
import { driveScene, poseAt, type Drive } from './drive.ts';
import { encodeClip, openMaster } from './encoder.ts';
import { tellTruth, type SeenFrame } from './truth.ts';

const CRF = 23;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, stills: { type: 'string' }, crf: { type: 'string' } },
  });
  const [sceneFile] = positionals;
  if (sceneFile === undefined || values.out === undefined) {
    throw new Error('expected: render.ts SCENE.json --out DIR [--stills SECONDS,SECONDS] [--crf N]');
  }
  const scene = sceneSchema.parse(JSON.parse(readFileSync(sceneFile, 'utf8')));
  mkdirSync(values.out, { recursive: true });
  const painter = await openPainter();
  try {
    if (values.stills === undefined) await renderClip(painter, scene, values.out, Number(values.crf ?? CRF));
    else await renderStills(painter, scene, values.out, values.stills.split(',').map(Number));
  } finally {
    await painter.close();
  }
}

async function renderClip(painter: Painter, scene: Scene, folder: string, crf: number): Promise<void> {
  await painter.prepare(scene);
  const drives = driveScene(scene);
  const { fps } = scene;
  const master = join(folder, 'master.mkv');
  const sink = openMaster(scene, master);
  const frames: SeenFrame[] = [];
  const count = Math.round(scene.duration_s * fps);
  let written = Promise.resolve();
  for (let index = 0; index < count; index++) {
    const t_s = index / fps;
    const { pixels, seen } = await drawAt(painter, scene, drives, t_s);
    const before = written;
    written = before.then(async () => sink.write(await pixels));
    await before;
    frames.push({ t_s, seen });
    if (index % 25 === 0) process.stdout.write(`frame ${index} of ${count}, ${seen.length} vehicles in view\n`);
  }
  await written;
  await sink.finish();
  await encodeClip(master, join(folder, 'clip.mp4'), { crf, fps, title: scene.name });
  writeFileSync(join(folder, 'truth.json'), `${tellTruth(scene, drives, frames)}\n`);
}

async function renderStills(painter: Painter, scene: Scene, folder: string, times: readonly number[]): Promise<void> {
  await painter.prepare(scene);
  const drives = driveScene(scene);
  for (const t_s of times) {
    const started = process.hrtime.bigint();
    const { pixels, seen } = await drawAt(painter, scene, drives, t_s);
    process.stdout.write(`${t_s} s drawn in ${(process.hrtime.bigint() - started) / 1_000_000n} ms\n`);
    const sink = openMaster(scene, join(folder, `${t_s}.png`));
    await sink.write(await pixels);
    await sink.finish();
    writeFileSync(join(folder, `${t_s}.json`), JSON.stringify(seen, null, 1));
  }
}

async function drawAt(painter: Painter, scene: Scene, drives: readonly Drive[], t_s: number): ReturnType<Painter['draw']> {
  const poses = drives.flatMap((drive) => {
    const pose = poseAt(drive, t_s);
    return pose === null ? [] : [{ id: drive.vehicle.id, ...pose }];
  });
  return await painter.draw({ colour: colourAt(scene, t_s), poses });
}

await main();
