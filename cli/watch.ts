// `watch`: the pipeline of one camera, from its stream to cases.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileClips, liveClips } from '../cameras/clip.ts';
import { isLive } from '../cameras/decode.ts';
import { findFfmpeg, useFfmpeg } from '../cameras/ffmpeg.ts';
import { loadCamera } from '../cameras/registry.ts';
import { frames, type StreamOptions } from '../cameras/stream.ts';
import { canonicalJson } from '../domain/canonical.ts';
import { parseInstant, systemClock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import { resolveScene } from '../domain/resolve-scene.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { Frame } from '../domain/sighting.ts';
import { cameraId, sha256 } from '../domain/units.ts';
import { openEyes, OWN_MANIFEST } from '../models/eyes.ts';
import { recordDurably } from '../pipeline/cases/record.ts';
import { gather } from '../pipeline/evidence/gather.ts';
import { createRing, type Ring } from '../pipeline/evidence/ring.ts';
import { seal } from '../pipeline/evidence/seal.ts';
import { sha256Of } from '../pipeline/evidence/store.ts';
import { createJudge } from '../pipeline/judge/rules.ts';
import { watch as watchFrames, type Stages } from '../pipeline/watch.ts';
import type { Database } from '../prisma/client.ts';
import { noteGap } from '../prisma/watching.ts';
import { picturePath } from './camera-files.ts';
import { followCircumstances } from './circumstances.ts';
import type { Config } from './config.ts';
import { logFault } from './log.ts';
import { untilStopped } from './processes.ts';
import { reporter } from './report.ts';
import { evidenceStore, keyOfSeals, openConfigured } from './wire.ts';

/** −5 s … +5 s about the act, and the witnesses that a rule may reach back to. */
const RING = { keepMs: 20_000, maxBytes: 512 << 20 };
const POST_ROLL_MS = 5000;
const KEEP_S = 60;

export async function watch(args: readonly string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { source: { type: 'string' }, camera: { type: 'string' } } });
  if (values.camera === undefined) throw new Failure('bad_config', 'usage: phatnguoi watch --camera CAMERA.yaml [--source FILE_OR_RTSP_URL]');
  const { path, bundled } = await findFfmpeg(config.ffmpegPath, config.path);
  if (bundled) logFault('ffmpeg', 'no ffmpeg on PATH: using the 2018 build (GPL) of the npm package; install the system\'s');
  useFfmpeg(path);
  const { camera } = await loadCamera(values.camera);
  const url = sourceUrl(values.source ?? camera.source.url, values.source === undefined ? dirname(values.camera) : '.');
  // A recording ends by itself; whatever follows along beside it must end then too.
  const done = new AbortController();
  const over = AbortSignal.any([untilStopped(), done.signal]);
  const db = await openConfigured(config, 4);
  try {
    await look(camera, url, config, db, over);
    return 0;
  } finally {
    done.abort();
    await db.close();
  }
}

/** A file named in the camera file lies beside it. */
const sourceUrl = (url: string, folder: string): string => (isLive(url) || isAbsolute(url) ? url : resolve(folder, url));

async function look(camera: CameraFile, url: string, config: Config, db: Database, over: AbortSignal): Promise<void> {
  const report = reporter(db, camera, systemClock);
  const work = join(config.varFolder, 'work', camera.camera);
  await mkdir(work, { recursive: true });
  const packets = join(work, 'packets');
  const stream = streamOf(camera, url, packets, db, over, report);
  const source = frames(stream);
  const first = await source.next();
  if (first.done === true) return;
  const scene = resolveScene(camera, first.value.widthPx, first.value.heightPx);
  const eyes = await openEyes(config.modelManifest ?? OWN_MANIFEST, scene, config.threads);
  const circumstances = await followCircumstances(db, camera, systemClock, over);
  const ring = createRing(RING);
  const store = evidenceStore(config);
  const key = await keyOfSeals(config);
  const sceneText = canonicalJson(camera);
  const cutClip = isLive(url) ? liveClips(packets, { temporary: work }) : fileClips(url, { temporary: work });
  const record: Stages['record'] = async (violation, { plateView }) => {
    const pieces = await gather({ violation, scene, ring, plateView, cutClip });
    const sealed = await seal(store, key, { violation, pieces, device: deviceOf(camera), scene: sceneText, at: systemClock.now() });
    await recordDurably(db, systemClock, violation, sealed, over);
  };
  const onStep: Stages['onStep'] = async (step) => {
    report.step(step);
    if (step.frame === first.value) await keepPicture(ring, step.frame, picturePath(config, camera.camera));
  };
  const stages: Stages = { ...eyes, judge: () => createJudge(scene), circumstances, keep: ring.keep, record, onStep };
  await watchFrames(chain(first.value, source), stages, { scene, sceneSha256: sha256(sha256Of(sceneText)), models: eyes.models, strongScore: eyes.strongScore, weakScore: eyes.weakScore, postRollMs: POST_ROLL_MS, synthetic: camera.source.synthetic });
  await report.finished();
  await eyes.close();
}

function streamOf(camera: CameraFile, url: string, packets: string, db: Database, signal: AbortSignal, report: ReturnType<typeof reporter>): StreamOptions {
  const { transport, sample_ms: sampleMs, clock_error_ms: clockErrorMs, starts_at } = camera.source;
  return {
    camera: cameraId(camera.camera), url, transport, sampleMs, clockErrorMs, startsAt: starts_at === undefined ? null : parseInstant(starts_at), clock: systemClock, signal,
    ...(isLive(url) ? { keep: { folder: packets, seconds: KEEP_S } } : {}),
    onDuration: report.duration,
    onDrop: report.dropped,
    onGap: ({ from, to, reason }) => {
      noteGap(db, { camera: camera.camera, from, to, cause: withoutCredentials(reason) }).catch((thrown: unknown) => logFault('gap', reasonOf(thrown)));
    },
  };
}

const withoutCredentials = (text: string): string => text.replaceAll(/\/\/[^/@\s]+@/g, '//');

const deviceOf = ({ device: { model, serial, inspection } }: CameraFile) => ({ model, serial, inspection: inspection.number, inspection_valid_to: inspection.valid_to });

/** The first frame, for operators to draw on. */
async function keepPicture(ring: Ring, { at }: Frame, path: string): Promise<void> {
  const kept = await ring.nearest(at, 0);
  if (kept === null) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, kept.jpeg);
}

async function* chain(first: Frame, rest: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  yield first;
  yield* rest;
}
