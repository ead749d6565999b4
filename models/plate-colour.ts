// The background colour of a plate from its pixels: most of a plate is background, and it is the lighter or the more coloured part.
import type { Box } from '../domain/geometry.ts';
import type { PlateColour } from '../domain/sighting.ts';
import { clip, type Picture } from './image.ts';

/** Below this saturation a pixel has no colour; a plate is coloured when so much of it is. */
const SATURATED = 0.35;
const SHARE = 0.4;

export function plateColour(picture: Picture, plate: Box): PlateColour {
  const { x1, y1, x2, y2 } = clip(plate, picture);
  const counts = { yellow: 0, blue: 0, red: 0, grey: 0 };
  for (let y = y1; y < y2; y += 1) {
    for (let x = x1; x < x2; x += 1) counts[hueOf(picture.rgb, (y * picture.widthPx + x) * 3)] += 1;
  }
  const all = counts.yellow + counts.blue + counts.red + counts.grey;
  for (const colour of ['yellow', 'blue', 'red'] as const) if (counts[colour] > SHARE * all) return colour;
  return counts.grey > 0.6 * all ? 'white' : 'unknown';
}

function hueOf(rgb: Uint8Array, at: number): 'yellow' | 'blue' | 'red' | 'grey' {
  const [r = 0, g = 0, b = 0] = rgb.subarray(at, at + 3);
  const most = Math.max(r, g, b);
  const least = Math.min(r, g, b);
  if (most < 50 || (most - least) / most < SATURATED) return 'grey';
  if (most === b) return 'blue';
  if (r >= g && g - b > 0.4 * (r - b)) return 'yellow';
  return most === r ? 'red' : 'grey';
}
