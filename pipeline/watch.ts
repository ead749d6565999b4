// The loop for one camera: frame → detect → track → signal → judge → read the accused's plate → record.
import type { Detections, Frame, ReadSignals, Sight, SignalState, Track } from '../domain/sighting.ts';
import { shifted, type Point } from '../domain/geometry.ts';
import { lookedAt } from '../domain/resolve-scene.ts';
import { epochMs, mediaMs, type TrackId } from '../domain/units.ts';
import type { Verdict, Voided } from '../domain/violation.ts';
import { createViews, type Views } from './perceive/plate-views.ts';
import { createSignalFollower, type SignalFollower } from './perceive/signal.ts';
import { createTracker, type Tracker } from './perceive/tracker.ts';
import { accuse, flush, readOn, type Waiting } from './watch-accused.ts';
import type { Stages, Watched, WatchedJudge, WatchOptions } from './watch-stages.ts';

export type { Pair, Paired, PairedPicture, Proof, Stages, Watched, WatchedJudge, WatchOptions, WatchStep } from './watch-stages.ts';

type Session = { readonly id: string; readonly tracker: Tracker; readonly signals: SignalFollower; readonly judge: WatchedJudge; readonly views: Views; readonly waiting: Map<string, Waiting>; readonly accused: Set<string>; readonly last: Map<TrackId, Track> };

/** Most voids remembered for the report of a run; a live camera runs for months. */
const VOIDS_KEPT = 5_000;
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
  const settle = async (of: Session, now: Sight | null): Promise<void> => {
    const nothing = await flush(of, stages, options, now);
    done.found -= nothing.length;
    voids.push(...nothing);
  };
  const close = async (from: Session, frame: Frame): Promise<void> => {
    for (const sight of lastSights(from, frame)) await hear(from, from.judge.see(sight, stages.circumstances(sight)), frame, sight);
    await settle(from, null);
  };
  for await (const frame of ahead(frames)) {
    if (session !== null && last !== null && session.id !== frame.session) await close(session, last);
    if (session === null || session.id !== frame.session) session = open(frame, stages, options);
    const sway = stages.sway?.(frame) ?? STILL;
    const detections = steadied(await stages.detect(frame), sway);
    const sight = { ...see(session, frame, detections, stages.controller?.(frame.at, frame) ?? [], await stages.readSignals(frame, sway)), ...(sway === STILL ? {} : { sway }) };
    stages.keep(frame, sight);
    session.views.see(frame, inPicture(sight.tracks, sway));
    const verdicts = session.judge.see(sight, stages.circumstances(sight));
    await hear(session, verdicts, frame, sight);
    await readOn(session, sight, stages);
    done.frames += 1;
    await stages.onStep?.({ frame, detections, sight, verdicts, found: done.found });
    await settle(session, sight);
    forget(session, sight);
    last = frame;
  }
  if (session !== null && last !== null) await close(session, last);
  return { ...done, voids };
}

const STILL: Point = { x: 0, y: 0 };

/** Where the detections would be if the camera had not swayed. */
function steadied(detections: Detections, { x, y }: Point): Detections {
  return x === 0 && y === 0 ? detections : { ...detections, xyxy: detections.xyxy.map((value, i) => value - (i % 2 === 0 ? x : y)) };
}

/** Where the tracks are in the very picture: crops are cut there. */
function inPicture(tracks: readonly Track[], sway: Point): readonly Track[] {
  if (sway.x === 0 && sway.y === 0) return tracks;
  return tracks.map((track) => ({ ...track, path: track.path.slice(-2).map((point) => ({ ...point, box: shifted(point.box, sway) })) }));
}

function open(frame: Frame, stages: Stages, { scene, strongScore, weakScore }: WatchOptions): Session {
  const tracker = createTracker({ widthPx: frame.widthPx, heightPx: frame.heightPx, view: lookedAt(scene), strongScore, weakScore });
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
