// How a vehicle is coloured, coarsely enough to be told again a second later: it helps to keep neighbours apart.
import { COLOURS, type Detections, type Frame } from '../domain/sighting.ts';

/** Samples of each third: only the middle of a box's width is surely vehicle. */
const ACROSS = 8;
const DOWN = 12;
const MIDDLE = { from: 1 / 3, to: 2 / 3 };
/** Lightness changes with sun and shade more than colours do. */
const LIGHTNESS = 0.5;

/** Detections with the colours of their boxes, as they are in this very picture. */
export function withColours(detections: Detections, frame: Frame): Detections {
  const colours = new Float32Array(detections.count * COLOURS);
  for (let i = 0; i < detections.count; i += 1) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = detections.xyxy.subarray(4 * i, 4 * i + 4);
    for (let third = 0; third < 3; third += 1) {
      const top = y1 + ((y2 - y1) * third) / 3;
      colours.set(meanOf(frame, x1 + (x2 - x1) * MIDDLE.from, top, x1 + (x2 - x1) * MIDDLE.to, top + (y2 - y1) / 3), i * COLOURS + 3 * third);
    }
  }
  return { ...detections, colours };
}

function meanOf({ rgb, widthPx, heightPx }: Frame, x1: number, y1: number, x2: number, y2: number): readonly [number, number, number] {
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let j = 0; j < DOWN; j += 1) {
    const y = Math.round(y1 + ((y2 - y1) * (j + 0.5)) / DOWN);
    for (let i = 0; i < ACROSS; i += 1) {
      const x = Math.round(x1 + ((x2 - x1) * (i + 0.5)) / ACROSS);
      if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) continue;
      const at = (y * widthPx + x) * 3;
      red += rgb[at] ?? 0;
      green += rgb[at + 1] ?? 0;
      blue += rgb[at + 2] ?? 0;
      count += 1;
    }
  }
  const n = Math.max(1, count);
  return [(LIGHTNESS * (red + green + blue)) / 3 / n, (red - green) / n, ((red + green) / 2 - blue) / n];
}
