// What waits between an accusation and its record: the post-roll, further looks at the plate, the other cameras of the site.
import { createHash } from 'node:crypto';
import type { Frame, PlateReading, PlateVote, Sight, Track } from '../domain/sighting.ts';
import { epochMs, violationId, type MediaMs, type TrackId } from '../domain/units.ts';
import type { Accused, Violation, Voided } from '../domain/violation.ts';
import { readView, type Act, type View, type Views } from './perceive/plate-views.ts';
import { votePlate } from './perceive/plate-vote.ts';
import type { Paired, Proof, Stages, WatchOptions } from './watch-stages.ts';

export type Waiting = { readonly accused: Accused; readonly frame: Frame; readonly readings: { readonly reading: PlateReading; readonly view: View }[]; track: Track; readUpTo: MediaMs | null };
/** The part of a session that accusations need. */
export type Desk = { readonly judge: { readonly version: string }; readonly views: Views; readonly waiting: Map<string, Waiting>; readonly accused: Set<string>; readonly last: ReadonlyMap<TrackId, Track> };

/** Fresh looks at an accused's plate for each frame of its post-roll. */
const LATE_READS = 2;
/** Who comes nearer is still read this long after the act: far away over the line, its plate may be readable only seconds later. */
const LATEST_READ_MS = 15_000;
/** So many looks that say the same are waited for as long. */
const AGREEING = 3;
/** A vote as sure as this, in a form that is used, needs no second camera. */
const READABLE = 0.6;

/** Takes up an accusation once; reads the plate from the best views so far. True when it is new. */
export async function accuse(desk: Desk, accused: Accused, frame: Frame, sight: Sight, stages: Stages): Promise<boolean> {
  const key = `${accused.track}/${accused.offence}`;
  const track = [...sight.tracks, ...sight.ended].find(({ id }) => id === accused.track) ?? desk.last.get(accused.track);
  if (desk.accused.has(key) || track === undefined) return false;
  desk.accused.add(key);
  const waiting: Waiting = { accused, frame, readings: [], track, readUpTo: frame.at };
  desk.waiting.set(key, waiting);
  for (const view of desk.views.of(accused.track, actOf(accused))) await read(waiting, view, track, stages);
  return true;
}

const actOf = ({ facts }: Accused): Act => ({ from: facts.before.at_ms, to: facts.after.at_ms });

/** While the post-roll runs, new and better views of the accused are read too. */
export async function readOn(desk: Desk, sight: Sight, stages: Stages): Promise<void> {
  for (const waiting of desk.waiting.values()) {
    const now = sight.tracks.find(({ id }) => id === waiting.accused.track);
    if (now !== undefined) waiting.track = now;
    const fresh = desk.views.of(waiting.accused.track, actOf(waiting.accused)).filter(({ frame }) => frame.at > (waiting.readUpTo ?? 0));
    for (const view of fresh.slice(0, LATE_READS)) await read(waiting, view, waiting.track, stages);
    waiting.readUpTo = sight.at;
  }
}

async function read(waiting: Waiting, view: View, track: Track, stages: Stages): Promise<void> {
  const reading = await readView(stages.readPlate, view, track.kind);
  if (reading !== null) waiting.readings.push({ reading, view });
}

/** Records what has waited its post-roll; everything when `now` is null. Returns what came to nothing. */
export async function flush(desk: Desk, stages: Stages, options: WatchOptions, now: Sight | null): Promise<readonly Voided[]> {
  const voids: Voided[] = [];
  for (const [key, waiting] of desk.waiting) {
    if (now !== null && now.at < waiting.accused.at + options.postRollMs) continue;
    if (now !== null && stages.circumstances(now).cameraMoved) {
      // It takes some seconds to be sure that a camera was moved: an act of those seconds has no lines to be judged by.
      desk.waiting.delete(key);
      voids.push({ kind: 'void', offence: waiting.accused.offence, track: waiting.accused.track, at: waiting.accused.at, why: 'camera_moved', detail: 'found out while the act waited for its post-roll' });
      continue;
    }
    const own = readOf(waiting.readings, waiting.accused);
    if (now !== null && stages.pair === undefined && mayStillBeRead(waiting, own, now)) continue;
    const act = epochMs(waiting.frame.capturedAt + waiting.accused.at - waiting.frame.at);
    const track = desk.last.get(waiting.accused.track) ?? waiting.track;
    const asks = stages.pair !== undefined && !isReadable(own.plate);
    if (asks && now !== null && stages.pair?.ready(track, act, now.capturedAt) === false) continue;
    const found: Paired = asks ? ((await stages.pair?.find(track.id, act, waiting.accused.vehicle)) ?? ALONE) : ALONE;
    desk.waiting.delete(key);
    if (found.kind === 'void') voids.push({ kind: 'void', offence: waiting.accused.offence, track: track.id, at: waiting.accused.at, why: found.why, detail: found.detail });
    else if (found.kind === 'alone') await stages.record(violationOf(desk, waiting, own.plate, options), { track: waiting.track, ...own });
    else await stages.record({ ...violationOf(desk, waiting, found.plate, options), pairing: found.pairing }, { track: waiting.track, plateView: found.plateView, readings: found.readings, paired: found.picture });
  }
  return voids;
}

/** Still in sight, its plate not yet surely read; another camera of the site, where there is one, is asked instead. */
const mayStillBeRead = ({ accused }: Waiting, { plate }: Readings, { at, tracks }: Sight): boolean =>
  !(isReadable(plate) && (plate?.support ?? 0) >= AGREEING) && at < accused.at + LATEST_READ_MS && tracks.some(({ id }) => id === accused.track);

const ALONE: Paired = { kind: 'alone' };

export type Readings = { readonly plate: PlateVote | null; readonly plateView: Proof['plateView']; readonly readings: readonly PlateReading[] };

/** The vote over what was read from one vehicle's views, and the picture that won. */
export function readOf(read: readonly { readonly reading: PlateReading; readonly view: View }[], { vehicle }: Pick<Accused, 'vehicle'>): Readings {
  const readings = read.map(({ reading, view }) => shifted(reading, view));
  const plate = votePlate(readings, vehicle);
  const best = read.find(({ reading }) => plate !== null && reading.at === plate.bestAt);
  return { plate, readings, plateView: best === undefined ? null : { frame: best.view.frame, plateBox: best.reading.box } };
}

export const isReadable = (plate: PlateVote | null): boolean => plate !== null && plate.score >= READABLE && plate.format !== null;

/** From the small picture back to the whole one. */
function shifted(reading: PlateReading, { dx, dy }: View): PlateReading {
  const { x1, y1, x2, y2 } = reading.box;
  return { ...reading, box: { x1: x1 + dx, y1: y1 + dy, x2: x2 + dx, y2: y2 + dy } };
}

function violationOf(desk: Desk, { accused, frame }: Waiting, plate: PlateVote | null, options: WatchOptions): Violation {
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
    rules: desk.judge.version,
  };
}
