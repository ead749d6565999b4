// `node --import tsx test/street/measure-detector.ts`: runs the real detector over the real clips and writes its rates of faults, detector-rates.json.
import { writeFileSync } from 'node:fs';
import { readConfig, inheritedEnvironment } from '../../cli/config.ts';
import { findFfmpeg, useFfmpeg } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { frames } from '../../cameras/stream.ts';
import { systemClock } from '../../domain/clock.ts';
import { resolveScene } from '../../domain/resolve-scene.ts';
import { cameraId, epochMs } from '../../domain/units.ts';
import { openEyes, OWN_MANIFEST, type Eyes } from '../../models/eyes.ts';
import { chainsOf, type Footage } from './chains.ts';
import { gatherColours, noColours } from './colour-faults.ts';
import { gather, nothingYet } from './detector-faults.ts';
import { ratesOf, type Clip } from './detector-rates.ts';

const CLIPS = new URL('../../../shared/data/clips/', import.meta.url).pathname;
const CAMERAS = new URL('../clips/', import.meta.url).pathname;
/** Camera file and clip: the Vietnamese streets, and a divided road. */
const MEASURED = [['hanoi-red-light', 'hanoi-red-light.mp4'], ['right-arrow', 'right-arrow.mp4'], ['dense', 'dense-1600x1200.mp4'], ['roadside-vn', 'roadside-vn.mp4'], ['two-way-road', 'two-way-road.avi']] as const;

async function footageOf(name: string, file: string): Promise<{ readonly footage: Footage; readonly model: string }> {
  const { camera } = await loadCamera(`${CAMERAS}${name}.yaml`);
  const options = { camera: cameraId(name), url: `${CLIPS}${file}`, transport: 'tcp' as const, sampleMs: camera.source.sample_ms, clockErrorMs: 200, startsAt: epochMs(0), clock: systemClock, signal: new AbortController().signal, onGap: () => undefined };
  const seen: Footage['frames'][number][] = [];
  let eyes: Eyes | null = null;
  let size = { widthPx: 0, heightPx: 0 };
  for await (const frame of frames(options)) {
    eyes ??= await openEyes(OWN_MANIFEST, resolveScene(camera, frame.widthPx, frame.heightPx), 2);
    size = { widthPx: frame.widthPx, heightPx: frame.heightPx };
    seen.push({ at: frame.at, detections: await eyes.detect(frame) });
  }
  if (eyes === null) throw new Error(`${file}: expected at least one picture, got none`);
  const { strongScore, weakScore, models } = eyes;
  await eyes.close();
  return { footage: { ...size, strongScore, weakScore, frames: seen }, model: models[0]?.sha256 ?? 'unknown' };
}

const config = readConfig(inheritedEnvironment());
useFfmpeg((await findFfmpeg(config.ffmpegPath, config.path)).path);
const all = nothingYet();
const colours = noColours();
const clips: Clip[] = [];
let last: { readonly strongScore: number; readonly weakScore: number; readonly model: string } = { strongScore: 0, weakScore: 0, model: 'unknown' };
for (const [name, file] of MEASURED) {
  const { footage, model } = await footageOf(name, file);
  const chains = chainsOf(footage);
  gather(all, chains, footage);
  gatherColours(colours, chains);
  const sights = chains.chains.reduce((sum, { spots }) => sum + spots.length, 0);
  clips.push({ clip: file, frames: footage.frames.length, vehicles: chains.chains.length, sights });
  last = { strongScore: footage.strongScore, weakScore: footage.weakScore, model };
  process.stderr.write(`${file}: ${footage.frames.length} frames, ${chains.chains.length} vehicles, ${sights} places\n`);
}
const rates = ratesOf(all, colours, clips, { ...last, measured: new Date(systemClock.now()).toISOString().slice(0, 10) });
writeFileSync(new URL('./detector-rates.json', import.meta.url), `${JSON.stringify(rates, null, 1)}\n`);
process.stderr.write('written: test/street/detector-rates.json\n');
