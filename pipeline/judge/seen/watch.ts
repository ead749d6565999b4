// The loop that every rule shares: take in each track's new points once, ask the rule what it thinks, forget tracks that ended.
import type { Sight, Track, TrackPoint } from '../../../domain/sighting.ts';
import { mediaMs } from '../../../domain/units.ts';
import type { AccusedKind } from '../../../domain/vehicle.ts';
import type { Circumstances, Facts, Note, Offence, Verdict, Void } from '../../../domain/violation.ts';
import { minuteOfDay, voidBySetting } from './setting.ts';
import { noteFlags, type Flags } from './trust.ts';

export type Watched<State> = {
  track: Track;
  readonly state: State;
  readonly flags: Flags;
  consumed: number;
  /** The site's latest reason to accuse nobody, and when it held. */
  setting: { readonly why: Void; readonly at: number } | null;
  endedAt: number | null;
  /** Whether the tracker was ever sure that it is a vehicle. */
  sure: boolean;
};

export type Moment = { readonly now: number; readonly minute: number; readonly sight: Sight; readonly circumstances: Circumstances };

export type Watching<State> = {
  readonly fresh: (track: Track) => State;
  /** One observed point, oldest first, each once. */
  readonly point: (one: Watched<State>, point: TrackPoint, moment: Moment) => void;
  /** After the points of a sight; `over` once the track has ended and everything late has arrived. */
  readonly weigh: (one: Watched<State>, moment: Moment, over: boolean) => readonly Verdict[];
  /** How long after the end of a track late news (a signal's change) is awaited. */
  readonly settleMs: number;
  readonly signal: boolean;
  /** How near one that ended came to the offence without a word said of it: for `judge --explain` alone. */
  readonly remarks?: (one: Watched<State>) => readonly Remark[];
};

export type Remark = Omit<Note, 'track'>;
export type Listener = ((note: Note) => void) | undefined;

export function watchTracks<State>(rule: Watching<State>, note?: Listener): (sight: Sight, circumstances: Circumstances) => readonly Verdict[] {
  const watched = new Map<string, Watched<State>>();
  return (sight, circumstances) => {
    const moment = { now: sight.at, minute: minuteOfDay(sight), sight, circumstances };
    for (const track of sight.tracks) take(rule, watched, track, moment);
    for (const track of sight.ended) {
      const one = take(rule, watched, track, moment);
      if (one !== null) one.endedAt = sight.at;
    }
    const verdicts: Verdict[] = [];
    for (const [id, one] of watched) {
      const over = one.endedAt !== null && sight.at >= one.endedAt + rule.settleMs;
      verdicts.push(...rule.weigh(one, moment, over));
      if (!over) continue;
      if (note !== undefined) for (const remark of rule.remarks?.(one) ?? []) note({ ...remark, track: one.track.id });
      watched.delete(id);
    }
    return verdicts;
  };
}

function take<State>(rule: Watching<State>, watched: Map<string, Watched<State>>, track: Track, moment: Moment): Watched<State> | null {
  if (track.kind === 'person') return null;
  let one = watched.get(track.id);
  if (one === undefined) {
    one = { track, state: rule.fresh(track), flags: new Map(), consumed: -Infinity, setting: null, endedAt: null, sure: false };
    watched.set(track.id, one);
  }
  one.track = track;
  one.sure ||= track.state === 'confirmed' || track.state === 'lost';
  noteFlags(one.flags, track, moment.now);
  const why = voidBySetting(moment.circumstances, track, { signal: rule.signal });
  if (why !== null) one.setting = { why, at: moment.now };
  const { path } = track;
  let next = path.length;
  while (next > 0 && (path[next - 1]?.at ?? -Infinity) > one.consumed) next -= 1;
  for (; next < path.length; next += 1) {
    const point = path[next];
    if (point === undefined) continue;
    one.consumed = point.at;
    if (point.observed) rule.point(one, point, moment);
  }
  return one;
}

/** A switch that was on within a minute before the act may have been thrown late: the act is void. */
const SWITCH_MS = 60_000;

/** The site's reason to accuse nobody of an act that began at `from`. */
export function settingSince<State>(one: Watched<State>, from: number): Void | null {
  return one.setting !== null && one.setting.at >= from - SWITCH_MS ? one.setting.why : null;
}

export const refusal = (offence: Offence, track: Track, at: number, why: Void, detail: string): Verdict => ({ kind: 'void', offence, track: track.id, at: mediaMs(at), why, detail });

export function accusation(offence: Offence, track: Track, at: number, facts: Facts, screeningOnly = false): readonly Verdict[] {
  const vehicle = accusedKind(track);
  return vehicle === null ? [] : [{ kind: 'accused', offence, track: track.id, vehicle, at: mediaMs(at), facts, screeningOnly }];
}

const accusedKind = ({ kind }: Track): AccusedKind | null => (kind === 'person' ? null : kind);

export const secs = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
