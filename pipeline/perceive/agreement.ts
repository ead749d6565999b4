// Whether the picture and the controller tell the same of each signal; a lasting difference is a fault of the site, not of a driver.
import type { SignalState } from '../../domain/sighting.ts';
import type { MediaMs } from '../../domain/units.ts';

/** A change is told by the picture some samples late; longer is no delay any more. */
const HOLDS_MS = 1500;
/** In agreement again for so long. */
const WELL_MS = 10_000;

type Seen = { differsFrom: number | null; agreesFrom: number | null; fault: string | null };
export type Agreement = {
  /** The signals that disagree beyond the bounds of both clocks, in words; empty when all is well. */
  readonly see: (signals: readonly SignalState[], at: MediaMs) => readonly string[];
};

/** `arrows`: heads of which only "lit or not" is compared. */
export function createAgreement(arrows: readonly string[]): Agreement {
  const seen = new Map<string, Seen>();
  return {
    see: (signals, at) => {
      for (const controller of signals.filter(({ source }) => source === 'controller')) {
        const vision = signals.find((other) => other.source === 'vision' && other.signal === controller.signal);
        const one = seen.get(controller.signal) ?? { differsFrom: null, agreesFrom: null, fault: null };
        seen.set(controller.signal, one);
        if (vision === undefined || vision.colour === 'unknown' || controller.colour === 'unknown') Object.assign(one, { differsFrom: null, agreesFrom: null });
        else weigh(one, vision, controller, at, arrows.includes(controller.signal));
      }
      return [...seen.values()].flatMap(({ fault }) => fault ?? []);
    },
  };
}

function weigh(one: Seen, vision: SignalState, controller: SignalState, at: number, arrow: boolean): void {
  const shown = ({ colour }: SignalState): string => (arrow ? (colour === 'green' ? 'lit' : 'out') : colour);
  const same = shown(vision) === shown(controller) && vision.flashing === controller.flashing;
  one.differsFrom = same ? null : (one.differsFrom ?? at);
  one.agreesFrom = same ? (one.agreesFrom ?? at) : null;
  const bounds = Math.max(0, controller.since - controller.notBefore);
  if (one.differsFrom !== null && at - one.differsFrom >= HOLDS_MS + bounds) one.fault = `${controller.signal}: the picture shows ${shown(vision)}${vision.flashing ? ' flashing' : ''}, the controller says ${shown(controller)}${controller.flashing ? ' flashing' : ''}`;
  else if (one.agreesFrom !== null && at - one.agreesFrom >= WELL_MS) one.fault = null;
}
