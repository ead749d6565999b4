// A signal's phase over time: a colour counts when it lasts, flashing is told from change, and every doubt becomes `unknown`.
import type { SignalColour, SignalReading, SignalState } from '../../domain/sighting.ts';
import { mediaMs, type MediaMs } from '../../domain/units.ts';

export type SignalFollower = { readonly step: (readings: readonly SignalReading[], at: MediaMs) => readonly SignalState[] };

/** A new colour is believed after it was read this long and this often without another in between. */
const SETTLE_MS = 250;
const SETTLE_READINGS = 3;
/** An unreadable head keeps its colour this long (a passing truck, a glare), then it is `unknown`. */
const BLIND_MS = 1_500;
/** Flashing: lit and dark in turn, this many changes within the window. */
const FLASH_WINDOW_MS = 4_000;
const FLASH_CHANGES = 4;

type Run = { readonly colour: SignalColour; readonly from: MediaMs; readonly readings: number };
type Head = {
  readonly colour: SignalColour;
  readonly since: MediaMs;
  readonly notBefore: MediaMs;
  /** Latest reading that agreed with `colour`. */
  readonly agreedAt: MediaMs;
  /** What is read now, if it is not `colour`. */
  readonly rising: Run | null;
  /** Moments at which the raw reading changed between lit and dark. */
  readonly changes: readonly MediaMs[];
  readonly litColour: SignalColour;
  readonly wasLit: boolean | null;
};

/** Keeps one small state for each signal id that is read. */
export function createSignalFollower(): SignalFollower {
  const heads = new Map<string, Head>();
  return {
    step: (readings, at) =>
      readings.map((reading) => {
        const before = heads.get(reading.signal) ?? newHead(at);
        const head = follow(before, reading.colour, at);
        heads.set(reading.signal, head);
        return told(reading.signal, head, at);
      }),
  };
}

const newHead = (at: MediaMs): Head => ({ colour: 'unknown', since: at, notBefore: at, agreedAt: at, rising: null, changes: [], litColour: 'unknown', wasLit: null });

function follow(head: Head, read: SignalColour, at: MediaMs): Head {
  const watched = watchFlashing(head, read, at);
  if (read === head.colour) return { ...watched, agreedAt: at, rising: null };
  if (read === 'unknown') return at - head.agreedAt > BLIND_MS ? turn(watched, { colour: 'unknown', from: at, readings: 1 }, head.agreedAt) : watched;
  const rising = head.rising?.colour === read ? { ...head.rising, readings: head.rising.readings + 1 } : { colour: read, from: at, readings: 1 };
  const settled = at - rising.from >= SETTLE_MS || rising.readings >= SETTLE_READINGS;
  return settled ? turn({ ...watched, agreedAt: at }, rising, head.agreedAt) : { ...watched, rising };
}

/** The new phase began at its first reading; the old one was last seen at `oldSeenAt`. */
const turn = (head: Head, to: Run, oldSeenAt: MediaMs): Head => ({ ...head, colour: to.colour, since: to.from, notBefore: oldSeenAt, rising: null });

function watchFlashing(head: Head, read: SignalColour, at: MediaMs): Head {
  if (read === 'unknown') return head;
  const lit = read !== 'dark';
  const recent = head.changes.filter((moment) => moment > at - FLASH_WINDOW_MS);
  const changes = head.wasLit !== null && head.wasLit !== lit ? [...recent, at] : recent;
  return { ...head, changes, wasLit: lit, litColour: lit ? read : head.litColour };
}

/** A flashing head shows its lit colour all the time, `since` its first change. */
function told(signal: string, head: Head, at: MediaMs): SignalState {
  const flashing = head.changes.length >= FLASH_CHANGES;
  if (!flashing) return { signal, colour: head.colour, flashing, since: head.since, notBefore: head.notBefore, source: 'vision' };
  const since = head.changes[0] ?? at;
  return { signal, colour: head.litColour, flashing, since, notBefore: mediaMs(Math.min(since, head.notBefore)), source: 'vision' };
}
