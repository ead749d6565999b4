// Reads a plate from the lines of text on a vehicle: one line, or two that stand above each other, that make a plate together.
import { height, width, type Box } from '../../domain/geometry.ts';
import { formatsOf, toDigit, toLetter } from '../../domain/plate.ts';
import type { PlateReading, ReadPlate } from '../../domain/sighting.ts';
import { mediaMs, plateText } from '../../domain/units.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';
import type { Picture } from '../../models/image.ts';
import type { FindLines } from './ocr-lines.ts';
import type { LineRead, ReadLine } from './ocr-text.ts';

type Line = LineRead & { readonly box: Box };
type Candidate = { readonly lines: readonly Line[]; readonly text: string; readonly score: number; readonly rank: number };

/** More text than this on a vehicle is an advertisement: the likeliest lines are read. */
const MOST_LINES = 6;
const LENGTHS = { least: 6, most: 10 };

export function createReadLines(findLines: FindLines, readLine: ReadLine): ReadPlate {
  return async (frame, vehicle, kind) => {
    const found = (await findLines(frame, vehicle)).toSorted((a, b) => b.score - a.score).slice(0, MOST_LINES);
    const lines: Line[] = [];
    for (const { box } of found) {
      const read = await readLine(frame, box);
      if (read !== null) lines.push({ ...read, box });
    }
    const best = candidates(lines, kind).toSorted((a, b) => b.rank - a.rank)[0];
    return best === undefined ? null : readingOf(frame, best);
  };
}

/** Every line alone and every stacked pair whose length can be a plate's, ranked by grammar first and sureness second. */
function candidates(lines: readonly Line[], kind: VehicleKind): readonly Candidate[] {
  const pairs = lines.flatMap((upper) => lines.filter((lower) => stacked(upper.box, lower.box)).map((lower) => [upper, lower]));
  return [...pairs, ...lines.map((line) => [line])].flatMap((parts) => {
    const text = plateText(parts.map((part) => part.text).join(''));
    if (text.length < LENGTHS.least || text.length > LENGTHS.most) return [];
    const score = Math.min(...parts.map((part) => part.score));
    const fits = formatsOf(text, { kind, lines: parts.length === 2 ? 2 : 1 }).length > 0 ? 2 : formatsOf(likely(text), { kind }).length > 0 ? 1 : 0;
    return fits === 0 ? [] : [{ lines: parts, text, score, rank: fits * 10 + parts.length + score }];
  });
}

/** One stands right above the other and both are about as tall and over the same place. */
function stacked(upper: Box, lower: Box): boolean {
  const tall = (height(upper) + height(lower)) / 2;
  const over = Math.min(upper.x2, lower.x2) - Math.max(upper.x1, lower.x1);
  const gap = (lower.y1 + lower.y2) / 2 - (upper.y1 + upper.y2) / 2;
  return gap > 0.4 * tall && gap < 2 * tall && over > 0.5 * Math.min(width(upper), width(lower)) && Math.abs(height(upper) - height(lower)) < 0.6 * tall;
}

/** The text with what reading confuses put right where the commonest formats force digit or letter; only to recognise a plate, never to read one. */
function likely(text: string): ReturnType<typeof plateText> {
  const symbols = [...text].map((symbol, at) => (at === 2 ? (toLetter(symbol) ?? symbol) : at === 3 ? symbol : (toDigit(symbol) ?? symbol)));
  return plateText(symbols.join(''));
}

function readingOf(frame: Picture & { readonly at: number }, { lines, text, score }: Candidate): PlateReading {
  const boxes = lines.map(({ box }) => box);
  const box = { x1: Math.min(...boxes.map(({ x1 }) => x1)), y1: Math.min(...boxes.map(({ y1 }) => y1)), x2: Math.max(...boxes.map(({ x2 }) => x2)), y2: Math.max(...boxes.map(({ y2 }) => y2)) };
  const lineHeightPx = boxes.reduce((sum, line) => sum + height(line), 0) / boxes.length;
  return { at: mediaMs(frame.at), text: plateText(text), lines: lines.length === 2 ? 2 : 1, colour: 'unknown', score, chars: lines.flatMap(({ chars }) => chars), box, lineHeightPx };
}
