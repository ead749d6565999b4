// The loop for one camera: frame → detect → track → signal → judge → read the accused's plate → record.
import { createHash } from 'node:crypto';
import type { Scene } from '../domain/scene.ts';
import type { Detect, Detections, Frame, ModelRef, PlateReading, PlateVote, ReadPlate, ReadSignals, Sight, SignalState, Track } from '../domain/sighting.ts';
import { epochMs, mediaMs, violationId, type MediaMs, type Sha256, type TrackId } from '../domain/units.ts';
import type { Accused, Circumstances, Verdict, Violation, Voided } from '../domain/violation.ts';
import { createViews, type View, type Views } from './perceive/plate-views.ts';
import { votePlate } from './perceive/plate-vote.ts';
import { createSignalFollower, type SignalFollower } from './perceive/signal.ts';
import { createTracker, type Tracker } from './perceive/tracker.ts';

export type WatchedJudge = { readonly version: string; readonly see: (sight: Sight, circumstances: Circumstances) => readonly Verdict[] };

/** Everything that touches pixels, files or the database comes in from outside. */
export type Stages = {
  readonly detect: Detect;
  readonly readSignals: ReadSignals;
  readonly readPlate: ReadPlate;
  /** A fresh judge for each session: nothing is remembered over a gap of the stream. */
  readonly judge: () => WatchedJudge;
  readonly circumstances: (sight: Sight) => Circumstances;
  /** Phases that the signal's controller reports at this moment; none where there is no controller. */
  readonly controller?: (at: MediaMs, frame: Frame) => readonly SignalState[];
  /** Hands every frame to the evidence ring before anything is judged of it. */
  readonly keep: (frame: Frame, sight: Sight) => void;
  /** Called once for each violation, when its post-roll has been seen. After it returns, nothing of it may be lost. */
  readonly record: (violation: Violation, proof: Proof) => Promise<void>;
  readonly onStep?: (step: WatchStep) => Promise<void> | void;
};
/** What the sealing stage gets beside the violation itself. */
export type Proof = {
  readonly track: Track;
  /** The picture from which the winning plate reading was made; coordinates of `plateBox` are those of this small picture. */
  readonly plateView: { readonly frame: Frame; readonly plateBox: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number } } | null;
  readonly readings: readonly PlateReading[];
};
export type WatchStep = { readonly frame: Frame; readonly detections: Detections; readonly sight: Sight; readonly verdicts: readonly Verdict[]; readonly found: number };

export type WatchOptions = {
  readonly scene: Scene;
  readonly sceneSha256: Sha256;
  readonly models: readonly ModelRef[];
  readonly strongScore: number;
  readonly weakScore: number;
  /** Media time after the act that belongs to its proof. */
  readonly postRollMs: number;
  readonly synthetic: boolean;
};
export type Watched = { readonly frames: number; readonly found: number; readonly voids: readonly Voided[] };

type Waiting = { readonly accused: Accused; readonly frame: Frame; readonly readings: { readonly reading: PlateReading; readonly view: View }[]; track: Track; readUpTo: MediaMs | null };
type Session = { readonly id: string; readonly tracker: Tracker; readonly signals: SignalFollower; readonly judge: WatchedJudge; readonly views: Views; readonly waiting: Map<string, Waiting>; readonly accused: Set<string>; readonly last: Map<TrackId, Track> };

/** Most voids remembered for the report of a run; a live camera runs for months. */
const VOIDS_KEPT = 5_000;
/** Fresh looks at an accused's plate for each frame of its post-roll. */
const LATE_READS = 2;
/** Rules may still speak of a track this long after it ended. */
const SPOKEN_OF_MS = 3_000;
/** The tracker keeps an unseen track at most this long. */
const LONGEST_LOST_MS = 6_000;

/** Runs until the frames end. Rejects only when a stage does; network faults end or pause the frames instead. */
export async function watch(frames: AsyncIterable<Frame>, stages: Stages, options: WatchOptions): Promise<Watched> {
  let session: Session | null = null;
  let last: Frame | null = null;
  const done = { frames: 0, found: 0 };
  const voids: Voided[] = [];
  const hear = async (to: Session, verdicts: readonly Verdict[], frame: Frame, sight: Sight): Promise<void> => {
    for (const verdict of verdicts) {
      if (verdict.kind === 'void') voids.push(verdict);
      else if (await accuse(to, verdict, frame, sight, stages)) done.found += 1;
    }
    if (voids.length > VOIDS_KEPT) voids.splice(0, voids.length - VOIDS_KEPT);
  };
  const close = async (from: Session, frame: Frame): Promise<void> => {
    for (const sight of lastSights(from, frame)) await hear(from, from.judge.see(sight, stages.circumstances(sight)), frame, sight);
    await flush(from, stages, options, null);
  };
  for await (const frame of ahead(frames)) {
    if (session !== null && last !== null && session.id !== frame.session) await close(session, last);
    if (session === null || session.id !== frame.session) session = open(frame, stages, options);
    const detections = await stages.detect(frame);
    const sight = see(session, frame, detections, stages.controller?.(frame.at, frame) ?? [], await stages.readSignals(frame));
    stages.keep(frame, sight);
    session.views.see(frame, sight.tracks);
    const verdicts = session.judge.see(sight, stages.circumstances(sight));
    await hear(session, verdicts, frame, sight);
    await readOn(session, sight, stages);
    done.frames += 1;
    await stages.onStep?.({ frame, detections, sight, verdicts, found: done.found });
    await flush(session, stages, options, frame.at);
    forget(session, sight);
    last = frame;
  }
  if (session !== null && last !== null) await close(session, last);
  return { ...done, voids };
}

function open(frame: Frame, stages: Stages, { strongScore, weakScore }: WatchOptions): Session {
  const tracker = createTracker({ widthPx: frame.widthPx, heightPx: frame.heightPx, strongScore, weakScore });
  return { id: frame.session, tracker, signals: createSignalFollower(), judge: stages.judge(), views: createViews(), waiting: new Map(), accused: new Set(), last: new Map() };
}

function see(session: Session, frame: Frame, detections: Detections, controller: readonly SignalState[], readings: Awaited<ReturnType<ReadSignals>>): Sight {
  const { tracks, ended } = session.tracker.step(detections, frame.at);
  for (const track of [...tracks, ...ended]) session.last.set(track.id, track);
  const signals = [...session.signals.step(readings, frame.at), ...controller];
  return { at: frame.at, capturedAt: frame.capturedAt, clockErrorMs: frame.clockErrorMs, tracks, ended, signals };
}

/** What a judge must still hear when the frames end: every track is over, and nothing late will come. */
function lastSights(session: Session, frame: Frame): readonly Sight[] {
  const ended = session.tracker.finish();
  for (const track of ended) session.last.set(track.id, track);
  const sight = { at: frame.at, capturedAt: frame.capturedAt, clockErrorMs: frame.clockErrorMs, tracks: [], signals: [] };
  const later = { ...sight, at: mediaMs(frame.at + SPOKEN_OF_MS), capturedAt: epochMs(frame.capturedAt + SPOKEN_OF_MS) };
  return [{ ...sight, ended }, { ...later, ended: [] }];
}

/** Takes up an accusation once; reads the plate from the best views so far. True when it is new. */
async function accuse(session: Session, accused: Accused, frame: Frame, sight: Sight, stages: Stages): Promise<boolean> {
  const key = `${accused.track}/${accused.offence}`;
  const track = [...sight.tracks, ...sight.ended].find(({ id }) => id === accused.track) ?? session.last.get(accused.track);
  if (session.accused.has(key) || track === undefined) return false;
  session.accused.add(key);
  const waiting: Waiting = { accused, frame, readings: [], track, readUpTo: frame.at };
  session.waiting.set(key, waiting);
  for (const view of session.views.of(accused.track)) await read(waiting, view, track, stages);
  return true;
}

/** While the post-roll runs, new and better views of the accused are read too. */
async function readOn(session: Session, sight: Sight, stages: Stages): Promise<void> {
  for (const waiting of session.waiting.values()) {
    const now = sight.tracks.find(({ id }) => id === waiting.accused.track);
    if (now !== undefined) waiting.track = now;
    const fresh = session.views.of(waiting.accused.track).filter(({ frame }) => frame.at > (waiting.readUpTo ?? 0));
    for (const view of fresh.slice(0, LATE_READS)) await read(waiting, view, waiting.track, stages);
    waiting.readUpTo = sight.at;
  }
}

async function read(waiting: Waiting, view: View, track: Track, stages: Stages): Promise<void> {
  const reading = await stages.readPlate(view.frame, view.vehicle, track.kind);
  if (reading !== null) waiting.readings.push({ reading, view });
}

/** Records what has waited its post-roll; everything when `now` is null. */
async function flush(session: Session, stages: Stages, options: WatchOptions, now: MediaMs | null): Promise<void> {
  for (const [key, waiting] of session.waiting) {
    if (now !== null && now < waiting.accused.at + options.postRollMs) continue;
    const readings = waiting.readings.map(({ reading, view }) => shifted(reading, view));
    const plate = votePlate(readings, waiting.accused.vehicle);
    const best = waiting.readings.find(({ reading }) => plate !== null && reading.at === plate.bestAt);
    const plateView = best === undefined ? null : { frame: best.view.frame, plateBox: best.reading.box };
    await stages.record(violationOf(session, waiting, plate, options), { track: waiting.track, plateView, readings });
    session.waiting.delete(key);
  }
}

/** From the small picture back to the whole one. */
function shifted(reading: PlateReading, { dx, dy }: View): PlateReading {
  const { x1, y1, x2, y2 } = reading.box;
  return { ...reading, box: { x1: x1 + dx, y1: y1 + dy, x2: x2 + dx, y2: y2 + dy } };
}

function violationOf(session: Session, { accused, frame }: Waiting, plate: PlateVote | null, options: WatchOptions): Violation {
  const natural = [frame.camera, frame.session, accused.track, accused.offence].join('\n');
  return {
    id: violationId(createHash('sha256').update(natural).digest('hex').slice(0, 32)),
    camera: frame.camera,
    session: frame.session,
    track: accused.track,
    offence: accused.offence,
    vehicle: accused.vehicle,
    at: epochMs(frame.capturedAt + accused.at - frame.at),
    mediaAt: accused.at,
    clockErrorMs: frame.clockErrorMs,
    plate,
    facts: accused.facts,
    screeningOnly: accused.screeningOnly,
    synthetic: options.synthetic,
    scene: options.sceneSha256,
    models: options.models,
    rules: session.judge.version,
  };
}

/** Drops what belongs to tracks that ended long enough ago: memory stays flat. */
function forget(session: Session, sight: Sight): void {
  for (const [id, track] of session.last) {
    if (track.state !== 'ended' || sight.at - track.lastAt < SPOKEN_OF_MS + LONGEST_LOST_MS) continue;
    session.last.delete(id);
    session.views.drop(id);
    for (const key of session.accused) if (key.startsWith(`${id}/`) && !session.waiting.has(key)) session.accused.delete(key);
  }
}

/** One frame is fetched while the one before is looked at. */
async function* ahead(frames: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  const source = frames[Symbol.asyncIterator]();
  try {
    let next = source.next();
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = source.next();
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return?.();
  }
}
