// Finds lines of text on a vehicle with a segmentation model (PP-OCR's DB head): each line an upright box.
import { height, width, type Box } from '../../domain/geometry.ts';
import { batch, clipWider, type Picture } from '../../models/image.ts';
import { output } from '../../models/session.ts';
import type { OcrModel } from './ocr-text.ts';

export type TextLine = { readonly box: Box; readonly score: number };
export type FindLines = (picture: Picture, vehicle: Box) => Promise<readonly TextLine[]>;

/** A pixel counts as text from here on, a line from this mean on. */
const TEXT = 0.3;
const LEAST_SCORE = 0.5;
/** The head is trained to shrink lines by this part of area ÷ perimeter (Liao et al. 2020, DB). */
const UNCLIP = 1.6;
const MARGIN = 0.04;

export function createFindLines({ session, input, output: wanted }: OcrModel): FindLines {
  return async (picture, vehicle) => {
    const { tensor, fits } = batch(picture, [clipWider(vehicle, MARGIN, picture)], input);
    const [fit] = fits;
    if (fit === undefined) return [];
    const results = await session.run({ [input.name]: tensor });
    const { data, dims } = output(session, results, wanted);
    const wide = dims[3] ?? 0;
    const back = (box: Box): Box => ({ x1: box.x1 / fit.scaleX + fit.x, y1: box.y1 / fit.scaleY + fit.y, x2: box.x2 / fit.scaleX + fit.x, y2: box.y2 / fit.scaleY + fit.y });
    return islands(data, wide, dims[2] ?? 0)
      .filter(({ score, box }) => score >= LEAST_SCORE && height(box) >= 3 && width(box) >= height(box))
      .map(({ box, score }) => ({ box: back(unclip(box, UNCLIP)), score }));
  };
}

/** Grown on every side by area × ratio / perimeter, as DB prescribes. */
function unclip(box: Box, ratio: number): Box {
  const w = width(box);
  const h = height(box);
  const by = (w * h * ratio) / (2 * (w + h));
  return { x1: box.x1 - by, y1: box.y1 - by, x2: box.x2 + by, y2: box.y2 + by };
}

/** Connected islands of text pixels (4-neighbours) with their mean score. */
function islands(map: Float32Array, wide: number, tall: number): readonly TextLine[] {
  const seen = new Uint8Array(map.length);
  const found: TextLine[] = [];
  for (let start = 0; start < map.length; start += 1) {
    if (seen[start] === 1 || (map[start] ?? 0) < TEXT) continue;
    const box = { x1: wide, y1: tall, x2: 0, y2: 0 };
    let sum = 0;
    let count = 0;
    const stack = [start];
    seen[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % wide;
      const y = (at - x) / wide;
      sum += map[at] ?? 0;
      count += 1;
      box.x1 = Math.min(box.x1, x);
      box.x2 = Math.max(box.x2, x + 1);
      box.y1 = Math.min(box.y1, y);
      box.y2 = Math.max(box.y2, y + 1);
      for (const next of [x > 0 ? at - 1 : -1, x + 1 < wide ? at + 1 : -1, at - wide, at + wide]) {
        if (next < 0 || next >= map.length || seen[next] === 1 || (map[next] ?? 0) < TEXT) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    found.push({ box, score: sum / count });
  }
  return found;
}
