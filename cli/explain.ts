// Prints why one track was or was not accused, in words and numbers, Vietnamese first.
import { explain as linesOf } from '../pipeline/judge/explain.ts';
import type { Judged } from './judged.ts';

/** Two lines for everything that was said of the track; names the tracks there are when it was never seen. */
export function explain(id: string, { tracks, verdicts, notes }: Judged): string {
  const track = tracks.find((one) => one.id === id) ?? null;
  const lines = linesOf(track, verdicts, notes).map(({ at_ms, vi, en }) => `${(at_ms / 1000).toFixed(2).padStart(8)} s  ${vi}\n            ${en}\n`);
  return track === null ? `${lines.join('')}${tracks.map((one) => one.id).join(' ')}\n` : lines.join('');
}
