// What each signal showed and when, kept long enough to ask about any moment a rule still weighs.
import type { Sight, SignalColour, SignalState } from '../../../domain/sighting.ts';

export type Phase = {
  readonly colour: SignalColour;
  readonly flashing: boolean;
  readonly since: number;
  readonly notBefore: number;
  readonly source: SignalState['source'];
  /** Latest moment at which it still held. */
  until: number;
  /** Length of the amber phase just before, where that was seen. */
  readonly amber_ms: number | null;
};

export type Answer =
  | { readonly state: 'known'; readonly colour: SignalColour; readonly phase: Phase; readonly source: 'vision' | 'controller' | 'both' }
  | { readonly state: 'disagrees'; readonly detail: string }
  | { readonly state: 'none' };

export type Phases = {
  readonly see: (sight: Sight) => void;
  /** What `signal` showed at moment `t`, by every source that reports it. The phase is the one that began last, so `since` is the later of two. */
  readonly at: (signal: string, t: number) => Answer;
  /** Whether one unbroken phase of `colour` covers `from`–`to` by every source. */
  readonly holds: (signal: string, colour: SignalColour, from: number, to: number) => boolean;
  /** Whether `signal` may have shown `colour`, or something unknown, at any moment of `from`–`to`. */
  readonly mayShow: (signal: string, colour: SignalColour, from: number, to: number) => boolean;
};

/** Longest wait about a stop line that is still weighed. */
const KEPT_MS = 10 * 60_000;

export function createPhases(): Phases {
  const tracks = new Map<string, Map<string, Phase[]>>();
  const sourcesOf = (signal: string): readonly Phase[][] => [...(tracks.get(signal)?.values() ?? [])];
  return {
    see: (sight) => {
      for (const state of sight.signals) note(tracks, state, sight.at);
    },
    at: (signal, t) => answer(sourcesOf(signal).flatMap((phases) => lastBy(phases, t) ?? [])),
    holds: (signal, colour, from, to) => {
      const sources = sourcesOf(signal);
      return sources.length > 0 && sources.every((phases) => {
        const phase = lastBy(phases, from);
        return phase?.colour === colour && !phase.flashing && lastBy(phases, to) === phase && phase.until >= to;
      });
    },
    mayShow: (signal, colour, from, to) => {
      const sources = sourcesOf(signal);
      if (sources.length === 0) return true;
      return sources.some((phases) => {
        const first = lastBy(phases, from);
        return first === null || phases.some((phase) => phase === first || (phase.since > from && phase.notBefore <= to) ? phase.colour === colour || phase.colour === 'unknown' : false);
      });
    },
  };
}

function note(tracks: Map<string, Map<string, Phase[]>>, state: SignalState, at: number): void {
  const bySource = tracks.get(state.signal) ?? new Map<string, Phase[]>();
  tracks.set(state.signal, bySource);
  const phases = bySource.get(state.source) ?? [];
  bySource.set(state.source, phases);
  const last = phases.at(-1);
  if (last !== undefined && last.colour === state.colour && last.since === state.since && last.flashing === state.flashing) {
    last.until = at;
    return;
  }
  const amber_ms = last?.colour === 'amber' && state.colour === 'red' ? state.since - last.since : null;
  phases.push({ colour: state.colour, flashing: state.flashing, since: state.since, notBefore: state.notBefore, source: state.source, until: at, amber_ms });
  while (phases.length > 2 && (phases[1]?.until ?? at) < at - KEPT_MS) phases.shift();
}

function lastBy(phases: readonly Phase[], t: number): Phase | null {
  for (let i = phases.length - 1; i >= 0; i -= 1) {
    const phase = phases[i];
    if (phase !== undefined && phase.since <= t) return phase;
  }
  return null;
}

function answer(found: readonly Phase[]): Answer {
  const [first, ...rest] = found;
  if (first === undefined) return { state: 'none' };
  const other = rest.find((phase) => phase.colour !== first.colour);
  if (other !== undefined) return { state: 'disagrees', detail: `${first.source} says ${first.colour}, ${other.source} says ${other.colour}` };
  const latest = found.reduce((a, b) => (b.since > a.since ? b : a), first);
  return { state: 'known', colour: latest.colour, phase: { ...latest, flashing: found.some((phase) => phase.flashing) }, source: rest.length > 0 ? 'both' : first.source };
}
