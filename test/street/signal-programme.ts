// The simulated controller: which colour the main lamp and the right arrow show at any millisecond.
import type { SignalColour } from '../../domain/sighting.ts';
import type { Plan } from './plan.ts';

export type Shown = { readonly colour: 'green' | 'amber' | 'red'; readonly since: number; readonly until: number };
export type Programme = { readonly main: (t: number) => Shown; readonly arrow: (t: number) => boolean };

/** The arrow is lit from 2 s after red began to 6 s before it ends. */
const ARROW_AFTER = 2000;
const ARROW_BEFORE = 6000;

export function programme({ signal }: Plan): Programme | null {
  if (signal === undefined) return null;
  const [green, amber, red] = [signal.green_s * 1000, signal.amber_s * 1000, signal.red_s * 1000];
  const cycle = green + amber + red;
  const main = (t: number): Shown => {
    const start = Math.floor((t - signal.offset_ms) / cycle) * cycle + signal.offset_ms;
    const into = t - start;
    if (into < green) return { colour: 'green', since: start, until: start + green };
    if (into < green + amber) return { colour: 'amber', since: start + green, until: start + green + amber };
    return { colour: 'red', since: start + green + amber, until: start + cycle };
  };
  return {
    main,
    arrow: (t) => {
      const shown = main(t);
      return shown.colour === 'red' && t >= shown.since + ARROW_AFTER && t < shown.until - ARROW_BEFORE;
    },
  };
}

export const lampColour = (lit: boolean): SignalColour => (lit ? 'green' : 'dark');
