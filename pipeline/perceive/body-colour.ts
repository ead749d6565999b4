// Names the colour of a vehicle's body coarsely, and only where it is beyond doubt: two cameras never see the same shade.
import type { Box } from '../../domain/geometry.ts';
import type { Frame } from '../../domain/sighting.ts';

export type BodyColour = 'light' | 'dark' | 'red' | 'yellow' | 'green' | 'blue';

/** Samples each way inside the middle of the box, where body is likelier than road. */
const SAMPLES = 12;
const MIDDLE = { x1: 0.25, x2: 0.75, y1: 0.2, y2: 0.7 } as const;
/** A dim picture has no colours to speak of. */
const DIM = 45;
const COLOURED = 0.45;
const PLAIN = 0.2;
const LIGHT = 165;
const DARK = 70;
/** Part of the samples that must agree. */
const SHARE = 0.5;

/** Null at night, on small boxes, and between two names. */
export function bodyColour(frame: Frame, box: Box): BodyColour | null {
  const votes = new Map<BodyColour | 'none', number>();
  let brightest = 0;
  for (let j = 0; j < SAMPLES; j += 1) {
    for (let i = 0; i < SAMPLES; i += 1) {
      const x = Math.round(box.x1 + (box.x2 - box.x1) * (MIDDLE.x1 + ((MIDDLE.x2 - MIDDLE.x1) * (i + 0.5)) / SAMPLES));
      const y = Math.round(box.y1 + (box.y2 - box.y1) * (MIDDLE.y1 + ((MIDDLE.y2 - MIDDLE.y1) * (j + 0.5)) / SAMPLES));
      if (x < 0 || y < 0 || x >= frame.widthPx || y >= frame.heightPx) continue;
      const at = (y * frame.widthPx + x) * 3;
      const [r = 0, g = 0, b = 0] = [frame.rgb[at], frame.rgb[at + 1], frame.rgb[at + 2]];
      brightest = Math.max(brightest, r, g, b);
      const name = nameOf(r, g, b);
      votes.set(name, (votes.get(name) ?? 0) + 1);
    }
  }
  if (brightest < DIM * 2) return null;
  const total = [...votes.values()].reduce((sum, count) => sum + count, 0);
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best === undefined || best[0] === 'none' || best[1] < SHARE * total ? null : best[0];
}

function nameOf(r: number, g: number, b: number): BodyColour | 'none' {
  const most = Math.max(r, g, b);
  const least = Math.min(r, g, b);
  const saturation = most === 0 ? 0 : (most - least) / most;
  if (most < DARK) return most - least < 25 ? 'dark' : 'none';
  if (saturation < PLAIN) return most > LIGHT ? 'light' : 'none';
  if (saturation < COLOURED || most < DIM) return 'none';
  return hueName(most === r ? ((g - b) / (most - least)) * 60 : most === g ? 120 + ((b - r) / (most - least)) * 60 : 240 + ((r - g) / (most - least)) * 60);
}

/** Between the names lies a gap: orange, teal and violet are nobody's. */
function hueName(degrees: number): BodyColour | 'none' {
  const hue = (degrees + 360) % 360;
  if (hue < 14 || hue > 346) return 'red';
  if (hue > 42 && hue < 66) return 'yellow';
  if (hue > 90 && hue < 155) return 'green';
  if (hue > 200 && hue < 250) return 'blue';
  return 'none';
}
