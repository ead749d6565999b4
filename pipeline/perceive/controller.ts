// A controller's reports as signal states on a camera's media time, with the bounds of both clocks; silence is "unknown".
import type { ControllerReport } from '../../domain/controller.ts';
import type { Frame, SignalState } from '../../domain/sighting.ts';
import { epochMs, mediaMs, type EpochMs } from '../../domain/units.ts';

export type ControllerOptions = {
  readonly signals: readonly string[];
  /** Bound of the controller's clock. */
  readonly clockErrorMs: number;
  /** Without a message for so long nothing is known. */
  readonly staleMs: number;
};
export type ControllerPhases = {
  /** Takes a message in; why it cannot be used, or null. */
  readonly hear: (report: ControllerReport) => string | null;
  readonly at: (frame: Pick<Frame, 'at' | 'session' | 'capturedAt' | 'clockErrorMs'>) => readonly SignalState[];
  /** Signals without fresh word at a moment. */
  readonly silent: (now: EpochMs) => readonly string[];
};

type Known = { readonly colour: ControllerReport['colour']; readonly flashing: boolean; readonly since: EpochMs };
type Line = { known: Known | null; heard: EpochMs | null; told: { readonly session: string; readonly of: Known | 'silence'; readonly state: SignalState } | null };

export function createControllerPhases({ signals, clockErrorMs, staleMs }: ControllerOptions): ControllerPhases {
  const lines = new Map<string, Line>(signals.map((signal) => [signal, { known: null, heard: null, told: null }]));
  const isStale = ({ heard }: Line, now: number): boolean => heard === null || now - heard > staleMs;
  return {
    hear: ({ signal, colour, flashing, since, sent, heard }) => {
      const line = lines.get(signal);
      if (line === undefined) return `signal "${signal}" is none of this camera`;
      // Kept messages of a broker may be old, and a clock may be wrong: neither tells what shows now.
      if (sent - heard > clockErrorMs) return `sent ${sent - heard} ms in the future, the clock's bound is ${clockErrorMs} ms`;
      if (heard - sent > clockErrorMs + staleMs) return `sent ${heard - sent} ms ago, more than ${staleMs} ms is stale`;
      if (since - sent > 0) return 'the colour begins after the message was sent';
      line.heard = heard;
      if (line.known?.colour !== colour || line.known.flashing !== flashing || line.known.since !== since) line.known = { colour, flashing, since };
      return null;
    },
    at: (frame) => [...lines].map(([signal, line]) => stateOf(signal, line, frame, isStale(line, frame.capturedAt), clockErrorMs)),
    silent: (now) => [...lines].flatMap(([signal, line]) => (isStale(line, now) ? [signal] : [])),
  };
}

/** A phase keeps the media time that it was first given in a session: the tie to the wall clock may be refined meanwhile. */
function stateOf(signal: string, line: Line, frame: Pick<Frame, 'at' | 'session' | 'capturedAt' | 'clockErrorMs'>, stale: boolean, clockErrorMs: number): SignalState {
  const of = stale || line.known === null ? 'silence' : line.known;
  if (line.told !== null && line.told.session === frame.session && line.told.of === of) return line.told.state;
  const bound = clockErrorMs + frame.clockErrorMs;
  const onMedia = (moment: number): number => frame.at + moment - frame.capturedAt;
  const state: SignalState = of === 'silence'
    ? { signal, colour: 'unknown', flashing: false, since: mediaMs(line.heard === null ? frame.at : Math.min(frame.at, onMedia(line.heard))), notBefore: mediaMs(line.heard === null ? frame.at : onMedia(line.heard) - bound), source: 'controller' }
    : { signal, colour: of.colour, flashing: of.flashing, since: mediaMs(onMedia(epochMs(of.since)) + bound), notBefore: mediaMs(onMedia(of.since) - bound), source: 'controller' };
  line.told = { session: frame.session, of, state };
  return state;
}
