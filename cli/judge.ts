// `phatnguoi judge`: a clip and a camera file in, one JSON line an offence out; no database, nothing stored.
import { parseArgs } from 'node:util';
import { findFfmpeg, useFfmpeg } from '../cameras/ffmpeg.ts';
import { loadCamera } from '../cameras/registry.ts';
import { loadPlates, type PlateSource } from '../cameras/site.ts';
import { frames } from '../cameras/stream.ts';
import { parseInstant, systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import { distance, lerp, type Point } from '../domain/geometry.ts';
import { resolveScene } from '../domain/resolve-scene.ts';
import type { CameraFile, Scene } from '../domain/scene.ts';
import type { Frame, SignalColour, Track } from '../domain/sighting.ts';
import { cameraId, type Sha256 } from '../domain/units.ts';
import type { Note, Verdict, Violation } from '../domain/violation.ts';
import { openEyes, OWN_MANIFEST, type Eyes } from '../models/eyes.ts';
import { ALL_WELL, createJudge } from '../pipeline/judge/rules.ts';
import { watch, type Proof, type WatchStep } from '../pipeline/watch.ts';
import { annotator, type Annotator } from './annotate.ts';
import type { Config } from './config.ts';
import { explain } from './explain.ts';
import type { Judged, JudgedOffence } from './judged.ts';
import { openSite, type Site, type SiteOptions } from './site.ts';

export type JudgeClip = {
  readonly clip: string;
  readonly camera: CameraFile;
  readonly sha256: Sha256;
  /** Recordings of the site's plate cameras. */
  readonly plates?: readonly PlateSource[];
  readonly manifest: string;
  readonly threads: number;
  readonly annotate?: string;
  readonly explain?: boolean;
  readonly onStep?: (step: WatchStep) => void;
};

const USAGE = 'phatnguoi judge CLIP --camera CAMERA.yaml [--json] [--annotate OUT.mp4] [--explain TRACK]';

/** The verb. Standard output carries only the lines; everything for people goes to standard error. */
export async function judge(args: readonly string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { camera: { type: 'string' }, json: { type: 'boolean' }, annotate: { type: 'string' }, explain: { type: 'string' } } });
  const [clip] = positionals;
  if (clip === undefined || values.camera === undefined) throw new Failure('bad_config', `expected a clip and a camera file: ${USAGE}`);
  useFfmpeg((await findFfmpeg(config.ffmpegPath, config.path)).path);
  const { camera, sha256 } = await loadCamera(values.camera);
  const started = systemClock.monotonicMs();
  const judged = await judgeClip({
    clip, camera, sha256, plates: await loadPlates(values.camera, camera), manifest: config.modelManifest ?? OWN_MANIFEST, threads: config.threads, explain: values.explain !== undefined,
    ...(values.annotate === undefined ? {} : { annotate: values.annotate }),
    ...(values.json === true ? {} : { onStep: progress(started) }),
  });
  for (const offence of judged.offences) process.stdout.write(`${JSON.stringify(offence)}\n`);
  if (values.json !== true) process.stderr.write(`\n${judged.frames} frames, ${((systemClock.monotonicMs() - started) / 1000).toFixed(1)} s, ${judged.offences.length} offences, ${judged.verdicts.length - judged.offences.length} voided\n`);
  if (values.explain !== undefined) process.stderr.write(explain(values.explain, judged));
  return 0;
}

/** Judges one clip from its first frame to its last. */
export async function judgeClip(options: JudgeClip): Promise<Judged> {
  const stop = new AbortController();
  const source = frames(streamOf(options, stop.signal));
  const first = await source.next();
  if (first.done === true) return { offences: [], verdicts: [], notes: [], frames: 0, tracks: [] };
  const scene = resolveScene(options.camera, first.value.widthPx, first.value.heightPx);
  const eyes = await openEyes(options.manifest, scene, options.threads);
  const site = await openSite(scene, options.plates ?? [], siteOptions(options, stop.signal));
  const drawing = options.annotate === undefined ? null : annotator(scene, options.annotate, options.camera.source.sample_ms);
  try {
    const judged = await look(chain(first.value, source, site?.finish), scene, { eyes, drawing, site }, options);
    await drawing?.close();
    return judged;
  } finally {
    stop.abort();
    await site?.close();
    await eyes.close();
  }
}

type Parts = { readonly eyes: Eyes; readonly drawing: Annotator | null; readonly site: Site | null };

async function look(source: AsyncIterable<Frame>, scene: Scene, { eyes, drawing, site }: Parts, options: JudgeClip): Promise<Judged> {
  const offences: JudgedOffence[] = [];
  const notes: Note[] = [];
  const accused: Verdict[] = [];
  const seen = new Map<string, Track>();
  const colours: { readonly at: number; readonly colour: SignalColour }[] = [];
  const main = scene.signals.find(({ kind }) => kind === 'main')?.id;
  const { frames: count, voids } = await watch(source, {
    ...eyes,
    judge: () => createJudge(scene, options.explain === true ? { note: (note) => notes.push(note) } : {}),
    circumstances: () => ALL_WELL,
    ...(site === null ? {} : { pair: site.pair }),
    keep: (frame, sight) => {
      site?.keep(frame, sight);
      const colour = sight.signals.find(({ signal }) => signal === main)?.colour;
      if (colour !== undefined) colours.push({ at: sight.at, colour });
      for (const track of sight.ended) seen.set(track.id, track);
    },
    record: async (violation, proof) => {
      const shown = colours.findLast(({ at }) => at <= violation.mediaAt)?.colour ?? null;
      offences.push(lineOf(violation, proof, shown));
      accused.push(verdictOf(violation));
      return Promise.resolve();
    },
    onStep: async (step) => {
      for (const track of step.sight.tracks) seen.set(track.id, track);
      options.onStep?.(step);
      await drawing?.draw(step);
    },
  }, { scene, sceneSha256: options.sha256, models: eyes.models, strongScore: eyes.strongScore, weakScore: eyes.weakScore, postRollMs: 5_000, synthetic: options.camera.source.synthetic });
  offences.sort((a, b) => a.t_s - b.t_s);
  return { offences, verdicts: [...accused, ...voids], notes, frames: count, tracks: [...seen.values()] };
}

const verdictOf = ({ offence, track, vehicle, mediaAt, facts, screeningOnly }: Violation): Verdict => ({ kind: 'accused', offence, track, vehicle, at: mediaAt, facts, screeningOnly });

function lineOf(violation: Violation, { track }: Proof, shown: SignalColour | null): JudgedOffence {
  const { offence, mediaAt, vehicle, plate, facts } = violation;
  const { x, y } = pointAt(track, violation);
  return {
    offence, t_s: Math.round(mediaAt) / 1000, vehicle, track: violation.track, point_px: [Math.round(x), Math.round(y)],
    signal: facts.rule === 'red_light' || facts.rule === 'stop_line' ? 'red' : shown,
    plate: plate === null ? null : { text: plate.text, score: Math.round(plate.score * 1000) / 1000, support: plate.support },
    ...(violation.pairing === undefined ? {} : { pairing: violation.pairing }),
    facts,
  };
}

/** Where the vehicle came over the line, or stood on the road at the moment of the act. */
function pointAt({ path }: Track, { facts }: Violation): Point {
  const moment = facts.crossed_ms;
  const after = path.findIndex(({ at }) => at >= moment);
  const b = path[after];
  const a = path[after - 1];
  if (b === undefined) return path.at(-1)?.ground ?? facts.after.ground;
  if (a === undefined || distance(a.ground, b.ground) === 0) return after === 0 && path.length > 1 && b.at > moment ? facts.after.ground : b.ground;
  return lerp(a.ground, b.ground, (moment - a.at) / (b.at - a.at));
}

function siteOptions({ manifest, threads }: JudgeClip, over: AbortSignal): SiteOptions {
  return {
    manifest, threads, clock: systemClock, over,
    framesOf: ({ camera, url }, until) => frames(streamOf({ clip: url, camera }, until)),
    circumstancesOf: async () => Promise.resolve(() => ALL_WELL),
    onFault: (camera, reason) => process.stderr.write(`plate camera ${camera}: ${reason}\n`),
  };
}

function streamOf({ clip, camera }: Pick<JudgeClip, 'clip' | 'camera'>, signal: AbortSignal): Parameters<typeof frames>[0] {
  const { source } = camera;
  return {
    camera: cameraId(camera.camera), url: clip, transport: source.transport, sampleMs: source.sample_ms, clockErrorMs: source.clock_error_ms,
    startsAt: source.starts_at === undefined ? null : parseInstant(source.starts_at), clock: systemClock, signal, onGap: () => undefined,
  };
}

async function* chain(first: Frame, rest: AsyncIterable<Frame>, finished?: () => void): AsyncGenerator<Frame> {
  yield first;
  yield* rest;
  finished?.();
}

function progress(started: number): (step: WatchStep) => void {
  let count = 0;
  return ({ frame, found }) => {
    count += 1;
    if (count % 10 !== 0) return;
    const fps = count / ((systemClock.monotonicMs() - started) / 1000);
    process.stderr.write(`\rjudging  ${(frame.at / 1000).toFixed(1)} s of video  ${fps.toFixed(1)} frames/s  ${found} offences `);
  };
}
