// The plate cameras of an overview's site: run beside it in one process, and asked who an accused is.
import { canonicalJson } from '../domain/canonical.ts';
import { calibrationOf } from '../domain/calibration.ts';
import type { Clock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import type { Homography } from '../domain/geometry.ts';
import { resolveScene } from '../domain/resolve-scene.ts';
import type { CameraFile, Scene } from '../domain/scene.ts';
import type { Frame, Sight } from '../domain/sighting.ts';
import { cameraId, epochMs, type EpochMs } from '../domain/units.ts';
import type { Circumstances, Violation } from '../domain/violation.ts';
import { isLive } from '../cameras/decode.ts';
import type { PlateSource } from '../cameras/site.ts';
import { openEyes, type Eyes } from '../models/eyes.ts';
import { createRing, type Ring } from '../pipeline/evidence/ring.ts';
import { sha256Of } from '../pipeline/evidence/store.ts';
import { createRoadWindow, type RoadWindow } from '../pipeline/pair/road.ts';
import { createPairer, type PlateSite } from '../pipeline/watch-pairs.ts';
import { colourIn, createPlateCamera, WINDOW_MS } from '../pipeline/watch-plates.ts';
import type { Pair } from '../pipeline/watch-stages.ts';

export type Site = {
  readonly pair: Pair;
  /** Takes in what the overview saw. */
  readonly keep: (frame: Frame, sight: Sight) => void;
  /** Camera file, as canonical JSON, of the plate camera that a violation was paired with. */
  readonly sceneOf: (violation: Violation) => string | undefined;
  /** The overview's frames are over: recordings of plate cameras need not wait for it any more. */
  readonly finish: () => void;
  readonly close: () => Promise<void>;
};
export type SiteOptions = {
  readonly manifest: string;
  readonly threads: number;
  readonly clock: Clock;
  readonly over: AbortSignal;
  readonly framesOf: (source: PlateSource, over: AbortSignal) => AsyncGenerator<Frame>;
  readonly circumstancesOf: (camera: CameraFile) => Promise<(sight: Sight) => Circumstances>;
  readonly onFrame?: (camera: CameraFile, frame: Frame, ring: Ring) => Promise<void> | void;
  readonly onFault: (camera: string, reason: string) => void;
};

/** A recording's plate camera runs at most this far ahead of the overview, so that its window still holds what the overview asks for. */
const LEAD_MS = 10_000;
/** A live plate camera that has not caught up after this is taken as it is. */
const PATIENCE_MS = 3_000;
/** A live plate camera that gives no picture yet does not keep the overview waiting. */
const FIRST_FRAME_MS = 10_000;
const RING = { keepMs: WINDOW_MS, maxBytes: 256 << 20 };

type Clockwork = { overview: EpochMs | null; finished: boolean };

/** Null where the overview names no plate cameras. */
export async function openSite(overview: Scene, sources: readonly PlateSource[], options: SiteOptions): Promise<Site | null> {
  if (sources.length === 0) return null;
  const road = createRoadWindow({ camera: overview.file.camera, homography: homographyOf(overview), keepMs: WINDOW_MS });
  const plates: PlateSite[] = [];
  const eyes: Eyes[] = [];
  const stop = new AbortController();
  const over = AbortSignal.any([options.over, stop.signal]);
  const time: Clockwork = { overview: null, finished: false };
  const begun = await Promise.all(sources.map(async (source) => begin(source, { ...options, over }, { plates, eyes, time })));
  const live = sources.some(({ url }) => isLive(url));
  const wait = async (ms: number, waitedMs: number): Promise<boolean> => {
    await options.clock.sleep(ms, over);
    return !over.aborted && (!live || waitedMs < PATIENCE_MS);
  };
  const texts = new Map(sources.map(({ camera }) => [camera.camera, canonicalJson(camera)]));
  return {
    pair: createPairer({ overview: road, overviewClockErrorMs: overview.file.source.clock_error_ms, plates, wait }),
    keep: (frame, sight) => keep(road, time, frame, sight),
    sceneOf: ({ pairing }) => (pairing === undefined ? undefined : texts.get(pairing.camera)),
    finish: () => {
      time.finished = true;
    },
    close: async () => {
      stop.abort();
      await Promise.all(begun.map(async ({ ended }) => ended));
      for (const each of eyes) await each.close();
    },
  };
}

function keep(road: RoadWindow, time: Clockwork, frame: Frame, sight: Sight): void {
  time.overview = frame.capturedAt;
  road.see(sight, (track) => colourIn(frame, track));
}

type Parts = { readonly plates: PlateSite[]; readonly eyes: Eyes[]; readonly time: Clockwork };

/** Resolves once the camera has given its first picture, or, if it is live, will not for a while; `ended` when its loop is over. */
async function begin(source: PlateSource, options: SiteOptions, parts: Parts): Promise<{ readonly ended: Promise<void> }> {
  const frames = options.framesOf(source, options.over);
  const opening = frames.next().then(async (first) => (first.done === true ? null : open(source, first.value, frames, options, parts)));
  const ended = opening.then(async (running) => running?.ended).catch((thrown: unknown) => options.onFault(source.camera.camera, reasonOf(thrown)));
  if (isLive(source.url)) await Promise.race([opening.catch(() => null), options.clock.sleep(FIRST_FRAME_MS, options.over)]);
  else if ((await opening) === null) throw new Failure('bad_video', `${source.url}: no picture of plate camera ${source.camera.camera}`);
  return { ended };
}

async function open({ camera, url }: PlateSource, first: Frame, rest: AsyncIterable<Frame>, options: SiteOptions, { plates, eyes, time }: Parts): Promise<{ readonly ended: Promise<void> }> {
  const scene = resolveScene(camera, first.widthPx, first.heightPx);
  const seeing = await openEyes(options.manifest, scene, options.threads);
  eyes.push(seeing);
  const circumstances = await options.circumstancesOf(camera);
  const ring = createRing(RING);
  const watched = createPlateCamera(
    { detect: seeing.detect, readPlate: seeing.readPlate, ring, circumstances, onFrame: async (frame) => options.onFrame?.(camera, frame, ring) },
    { camera: cameraId(camera.camera), homography: homographyOf(scene), strongScore: seeing.strongScore, weakScore: seeing.weakScore },
  );
  const pending = { at: first.capturedAt };
  const { inspection } = camera.device;
  plates.push({
    watched, clockErrorMs: camera.source.clock_error_ms, sceneSha256: sha256Of(canonicalJson(camera)), inspection: inspection.number, inspectionValidTo: inspection.valid_to,
    reached: () => (pending.at > (time.overview ?? -Infinity) + LEAD_MS ? pending.at : watched.reached()),
  });
  return { ended: watched.run(isLive(url) ? chain(first, rest) : paced(chain(first, rest), pending, time, options)) };
}

function homographyOf(scene: Scene): Homography {
  const calibration = calibrationOf(scene);
  if (calibration.state === 'refused') throw new Failure('bad_config', `camera ${scene.file.camera}: pairing needs its place on the road; ${calibration.why}`);
  return calibration.homography;
}

async function* chain(first: Frame, rest: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  yield first;
  yield* rest;
}

/** Recordings have no pace of their own: the plate camera waits for the overview. */
async function* paced(frames: AsyncIterable<Frame>, pending: { at: EpochMs }, time: Clockwork, { clock, over }: SiteOptions): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    pending.at = epochMs(frame.capturedAt);
    while (!time.finished && !over.aborted && frame.capturedAt > (time.overview ?? -Infinity) + LEAD_MS) await clock.sleep(20, over);
    if (over.aborted) return;
    yield frame;
  }
}
