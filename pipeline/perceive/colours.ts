// How far apart two vehicles' colours are.
import { COLOURS } from '../../domain/sighting.ts';

/** Root mean square of the differences. On real streets (docs/accuracy.md): 2 for the same vehicle 0.2 s later, 4 after a second, 14 between neighbours. */
export function colourDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < COLOURS; i += 1) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum / COLOURS);
}
