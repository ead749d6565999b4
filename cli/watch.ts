// `watch`: the pipeline of one camera, from its stream to cases, by the newest good version of its file.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileClips, liveClips, type CutClip } from '../cameras/clip.ts';
import { isLive } from '../cameras/decode.ts';
import { findFfmpeg, useFfmpeg } from '../cameras/ffmpeg.ts';
import { placed, type PlateSource } from '../cameras/site.ts';
import { frames, type StreamOptions } from '../cameras/stream.ts';
import { canonicalJson } from '../domain/canonical.ts';
import { parseInstant, systemClock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import { resolveScene } from '../domain/resolve-scene.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { Frame } from '../domain/sighting.ts';
import { cameraId, sha256, type EpochMs } from '../domain/units.ts';
import { openEyes, OWN_MANIFEST } from '../models/eyes.ts';
import { createRing } from '../pipeline/evidence/ring.ts';
import { sha256Of } from '../pipeline/evidence/store.ts';
import { createJudge } from '../pipeline/judge/rules.ts';
import { watch as watchFrames, type Stages } from '../pipeline/watch.ts';
import type { Database } from '../prisma/client.ts';
import { noteCameraFile, noteGap } from '../prisma/watching.ts';
import { scenePath } from './camera-files.ts';
import { loadVersion, nextVersion, type CameraVersion } from './camera-version.ts';
import { followCircumstances, MOST_CLOCK_ERROR_MS } from './circumstances.ts';
import type { Config } from './config.ts';
import { openController } from './controller.ts';
import { hourlyCounts } from './hourly-counts.ts';
import { logFault } from './log.ts';
import { keepPictures } from './pictures.ts';
import { untilStopped } from './processes.ts';
import { recorder } from './recorder.ts';
import { reporter, type Reporter } from './report.ts';
import { openSceneCheck, type SceneCheck } from './scene-watch.ts';
import { openSite, type SiteOptions } from './site.ts';
import { evidenceStore, keyOfSeals, openConfigured } from './wire.ts';

/** Parking is proven after minutes. */
const LANDMARKS = { everyMs: 2000, keepMs: 300_000 };
/** −5 s … +5 s about the act, the witnesses that a rule may reach back to, and 15 s in which an approaching plate is still read. */
const RING = { keepMs: 30_000, maxBytes: 768 << 20, landmarks: LANDMARKS };
/** Where another camera is asked, an accused waits until that one has surely seen it. */
const PAIRED_RING = { keepMs: 45_000, maxBytes: 768 << 20, landmarks: LANDMARKS };
/** Long enough that a camera which was moved just before the act is found out. */
const POST_ROLL_MS = 7000;
const KEEP_S = 60;

export async function watch(args: readonly string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { source: { type: 'string' }, camera: { type: 'string' } } });
  if (values.camera === undefined) throw new Failure('bad_config', 'usage: phatnguoi watch --camera CAMERA.yaml [--source FILE_OR_RTSP_URL]');
  const { path, bundled } = await findFfmpeg(config.ffmpegPath, config.path);
  if (bundled) logFault('ffmpeg', 'no ffmpeg on PATH: using the 2018 build (GPL) of the npm package; install the system\'s');
  useFfmpeg(path);
  const over = untilStopped();
  const db = await openConfigured(config, 4);
  try {
    await watchVersions(values.camera, values.source, { config, db, over });
    return 0;
  } finally {
    await db.close();
  }
}

type Process = { readonly config: Config; readonly db: Database; readonly over: AbortSignal };

/** Judges by the camera's file until it ends; a live camera goes on with the next version of its file when one is saved. A recording is judged by one version. */
async function watchVersions(path: string, source: string | undefined, { config, db, over }: Process): Promise<void> {
  let version: CameraVersion | null = await loadVersion(path);
  await noteFiles(db, version);
  for (let seenTo: EpochMs | null = null; version !== null; ) {
    const report = reporter(db, version.camera, systemClock);
    const url = placed(source ?? version.camera.source.url, source === undefined ? dirname(path) : '.');
    const ended = new AbortController();
    const changed = new AbortController();
    const following = { clock: systemClock, over: AbortSignal.any([over, ended.signal]), onWrong: (why: string | null) => report.fault('camera_file_wrong', why), take: async (next: CameraVersion) => noteFiles(db, next) };
    const next: Promise<CameraVersion | null> = isLive(url) ? nextVersion(path, version, following).finally(() => changed.abort()) : Promise.resolve(null);
    try {
      seenTo = await look({ ...version, url, config, db, over, changed: changed.signal, report, seenTo });
    } finally {
      ended.abort();
    }
    version = await next;
    if (version === null) await report.finished();
  }
}

async function noteFiles(db: Database, { camera, sha256, plates }: CameraVersion): Promise<void> {
  for (const file of [{ camera, sha256 }, ...plates]) await noteCameraFile(db, { camera: file.camera.camera, version: file.sha256, scene: sha256Of(canonicalJson(file.camera)) }, systemClock.now());
}

type Watching = Process & {
  readonly camera: CameraFile;
  readonly url: string;
  readonly plates: readonly PlateSource[];
  readonly report: Reporter;
  /** Ends the stream, so that all that was seen is judged and recorded by the version that saw it. */
  readonly changed: AbortSignal;
  /** The last picture that the version before saw. */
  readonly seenTo: EpochMs | null;
};

/** Watches by one version of the file; answers with the moment of the last picture. */
async function look(watching: Watching): Promise<EpochMs | null> {
  const { camera, url, config, db, changed, report, seenTo } = watching;
  // A recording ends by itself; whatever follows along beside it must end then too.
  const done = new AbortController();
  const over = AbortSignal.any([watching.over, done.signal]);
  try {
    const work = join(config.varFolder, 'work', camera.camera);
    await mkdir(work, { recursive: true });
    const packets = join(work, 'packets');
    const source = frames(streamOf(camera, url, packets, db, AbortSignal.any([over, changed]), report));
    const first = await source.next();
    if (first.done === true) return seenTo;
    if (seenTo !== null) await noteGap(db, { camera: camera.camera, from: seenTo, to: first.value.capturedAt, cause: 'the camera file was changed' });
    const cutClip = isLive(url) ? liveClips(packets, { temporary: work }) : fileClips(url, { temporary: work });
    return await judge(chain(first.value, source), first.value, { ...watching, over }, cutClip);
  } finally {
    done.abort();
  }
}

async function judge(all: AsyncIterable<Frame>, first: Frame, { camera, plates, config, db, over, report }: Watching, cutClip: CutClip): Promise<EpochMs> {
  const scene = resolveScene(camera, first.widthPx, first.heightPx);
  const eyes = await openEyes(config.modelManifest ?? OWN_MANIFEST, scene, config.threads);
  const check = await sceneCheck(camera, config, over, report);
  const controller = openController(camera, config, systemClock, over, report);
  const circumstances = await followCircumstances(db, camera, systemClock, over, { cameraMoved: check.moved, ...(controller === null ? {} : { signalsDisagree: controller.disagrees }) });
  const site = await openSite(scene, plates, siteOptions(config, db, over));
  const ring = createRing(site === null ? RING : PAIRED_RING);
  const pictures = keepPictures(config, camera.camera, ring);
  const sceneText = canonicalJson(camera);
  const sceneSha256 = sha256(sha256Of(sceneText));
  const { synthetic } = camera.source;
  const counts = hourlyCounts(db, { camera: camera.camera, sceneSha256, synthetic }, systemClock);
  const record = recorder({ scene, sceneText, ring, cutClip, site, store: evidenceStore(config), key: await keyOfSeals(config), report, counts, db, over });
  let seenTo = first.capturedAt;
  const onStep: Stages['onStep'] = async (step) => {
    seenTo = step.frame.capturedAt;
    report.step(step);
    await pictures(step.frame);
  };
  const keep: Stages['keep'] = (frame, sight) => {
    check.see(frame);
    counts.frame(frame);
    controller?.see(sight);
    report.fault('clock_not_in_step', frame.clockErrorMs > MOST_CLOCK_ERROR_MS ? `the capture clock may be wrong by more than ${MOST_CLOCK_ERROR_MS} ms: nobody is accused` : null);
    ring.keep(frame, sight);
    site?.keep(frame, sight);
  };
  const stages: Stages = { ...eyes, judge: () => counts.counted(createJudge(scene)), circumstances, keep, record, onStep, sway: check.sway, ...(controller === null ? {} : { controller: controller.controller }), ...(site === null ? {} : { pair: site.pair }) };
  await watchFrames(site === null ? all : telling(all, site.finish), stages, { scene, sceneSha256, models: eyes.models, strongScore: eyes.strongScore, weakScore: eyes.weakScore, postRollMs: POST_ROLL_MS, synthetic });
  await counts.write();
  await site?.close();
  await eyes.close();
  return seenTo;
}

/** Plate cameras are watched, their states told and their circumstances followed like any other camera's. */
function siteOptions(config: Config, db: Database, over: AbortSignal): SiteOptions {
  const reports = new Map<string, Reporter>();
  const checks = new Map<string, SceneCheck>();
  const kept = new Map<string, ReturnType<typeof keepPictures>>();
  const reportOf = (camera: CameraFile): Reporter => {
    const known = reports.get(camera.camera) ?? reporter(db, camera, systemClock, { tell: false });
    reports.set(camera.camera, known);
    return known;
  };
  return {
    manifest: config.modelManifest ?? OWN_MANIFEST, threads: config.threads, clock: systemClock, over,
    framesOf: ({ camera, url }, until) => frames(streamOf(camera, url, null, db, until, reportOf(camera))),
    circumstancesOf: async (camera) => {
      const check = await sceneCheck(camera, config, over, reportOf(camera));
      checks.set(camera.camera, check);
      return followCircumstances(db, camera, systemClock, over, { cameraMoved: check.moved });
    },
    onFrame: async (camera, frame, ring) => {
      reportOf(camera).step({ frame, found: 0 });
      checks.get(camera.camera)?.see(frame);
      const pictures = kept.get(camera.camera) ?? keepPictures(config, camera.camera, ring);
      kept.set(camera.camera, pictures);
      await pictures(frame);
    },
    onFault: (camera, reason) => logFault(`plate camera ${camera}`, reason),
  };
}

async function sceneCheck({ camera }: CameraFile, config: Config, over: AbortSignal, report: Reporter): Promise<SceneCheck> {
  return openSceneCheck({
    path: scenePath(config, camera), clock: systemClock, over,
    onMoved: (why) => report.fault('camera_moved', why),
    onUnproven: (unproven) => report.fault('scene_unproven', unproven ? 'the scene was not recognised since the start: compare the present picture with the reference' : null),
  });
}

async function* telling(all: AsyncIterable<Frame>, finished: () => void): AsyncGenerator<Frame> {
  yield* all;
  finished();
}

function streamOf(camera: CameraFile, url: string, packets: string | null, db: Database, signal: AbortSignal, report: ReturnType<typeof reporter>): StreamOptions {
  const { transport, sample_ms: sampleMs, clock_error_ms: clockErrorMs, starts_at } = camera.source;
  return {
    camera: cameraId(camera.camera), url, transport, sampleMs, clockErrorMs, startsAt: starts_at === undefined ? null : parseInstant(starts_at), clock: systemClock, signal,
    ...(isLive(url) && packets !== null ? { keep: { folder: packets, seconds: KEEP_S } } : {}),
    onDuration: report.duration,
    onDrop: report.dropped,
    onGap: ({ from, to, reason }) => {
      noteGap(db, { camera: camera.camera, from, to, cause: withoutCredentials(reason) }).catch((thrown: unknown) => logFault('gap', reasonOf(thrown)));
    },
  };
}

const withoutCredentials = (text: string): string => text.replaceAll(/\/\/[^/@\s]+@/g, '//');

async function* chain(first: Frame, rest: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  yield first;
  yield* rest;
}
