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
    at: (signal, t) => answer(telling(sourcesOf(signal).map((phases) => possible(phases, t)).filter(({ length }) => length > 0))),
    holds: (signal, colour, from, to) => {
      const sources = sourcesOf(signal);
      const words = sources.map((phases) => word(phases, colour, from, to));
      return words.includes('yes') && !words.includes('no');
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

/** The phase at `t`, and behind it the next one where the clock's bound lets that have begun already. */
function possible(phases: readonly Phase[], t: number): readonly Phase[] {
  const now = lastBy(phases, t);
  if (now === null) return [];
  const next = now.source === 'controller' ? phases[phases.indexOf(now) + 1] : undefined;
  return next !== undefined && next.notBefore <= t ? [now, next] : [now];
}

/** A controller that is not heard says nothing: the picture's word stands alone. */
function telling(sources: readonly (readonly Phase[])[]): readonly (readonly Phase[])[] {
  const heard = sources.filter(([now]) => now?.source !== 'controller' || now.colour !== 'unknown');
  return heard.length > 0 ? heard : sources;
}

function word(phases: readonly Phase[], colour: SignalColour, from: number, to: number): 'yes' | 'no' | 'silent' {
  const phase = lastBy(phases, from);
  if (phase?.source !== 'controller') return phase?.colour === colour && !phase.flashing && lastBy(phases, to) === phase && phase.until >= to ? 'yes' : 'no';
  const during = phases.slice(phases.indexOf(phase)).filter((other) => other === phase || other.notBefore <= to);
  if (during.some((other) => other.flashing || (other.colour !== colour && other.colour !== 'unknown'))) return 'no';
  return during.some((other) => other.colour === 'unknown') ? 'silent' : 'yes';
}

/** By every source the colour that all of them may have shown: within the bounds of the clocks a change need not be seen at one moment. */
function answer(sources: readonly (readonly Phase[])[]): Answer {
  const [[first] = [], ...rest] = sources;
  if (first === undefined) return { state: 'none' };
  if (rest.length === 0) return { state: 'known', colour: first.colour, phase: first, source: first.source };
  const common = [...new Set(sources.flatMap((phases) => phases.map((phase) => phase.colour)))].filter((colour) => sources.every((phases) => phases.some((phase) => phase.colour === colour)));
  const colour = common.find((one) => sources.every(([now]) => now?.colour === one)) ?? common.at(-1);
  if (colour === undefined) {
    const other = rest.map(([now]) => now).find((now) => now?.colour !== first.colour);
    return { state: 'disagrees', detail: `${first.source} says ${first.colour}, ${other?.source ?? 'nobody'} says ${other?.colour ?? 'nothing'}` };
  }
  const found = sources.flatMap((phases) => phases.find((phase) => phase.colour === colour) ?? []);
  const latest = found.reduce((a, b) => (b.since > a.since ? b : a));
  return { state: 'known', colour: latest.colour, phase: { ...latest, flashing: found.some((phase) => phase.flashing) }, source: 'both' };
}
