// Reads one line of text with a CTC recogniser (PP-OCR): symbols of a plate with a probability for each.
import { height, width, type Box } from '../../domain/geometry.ts';
import { batch, clip, type Picture } from '../../models/image.ts';
import type { ModelInput } from '../../models/manifest.ts';
import { output, type Session } from '../../models/session.ts';

/** A model of PP-OCR: what goes in, and the name of what comes out. */
export type OcrModel = { readonly session: Session; readonly input: ModelInput; readonly output: string };
type Chars = readonly Readonly<Record<string, number>>[];
export type LineRead = { readonly text: string; readonly chars: Chars; readonly score: number };
export type ReadLine = (picture: Picture, line: Box) => Promise<LineRead | null>;

const SYMBOL = /^[0-9A-ZĐ]$/;
const LEAST_SHARE = 0.01;
/** The input is as wide as the line asks for, in steps that keep the number of shapes small. */
const STEP_PX = 32;

/** Keys: one symbol a line; column 0 of the output is the blank, the one after the last key a space. */
export function createReadLine({ session, input, output: wanted }: OcrModel, keys: readonly string[]): ReadLine {
  return async (picture, line) => {
    const crop = clip(line, picture);
    const wide = Math.min(input.width, Math.max(STEP_PX, Math.ceil((input.height * width(crop)) / height(crop) / STEP_PX) * STEP_PX));
    const { tensor } = batch(picture, [crop], { ...input, width: wide });
    const results = await session.run({ [input.name]: tensor });
    const { data, dims } = output(session, results, wanted);
    return decode(data, dims[1] ?? 0, dims[2] ?? 0, keys);
  };
}

/** Greedy CTC: a symbol is kept where it peaks; repeats and blanks fall away, and so does what no plate carries. */
function decode(data: Float32Array, steps: number, columns: number, keys: readonly string[]): LineRead | null {
  const chars: Record<string, number>[] = [];
  const best: { symbol: string; share: number }[] = [];
  let last = 0;
  for (let step = 0; step < steps; step += 1) {
    const row = data.subarray(step * columns, (step + 1) * columns);
    const top = row.reduce((found, share, i) => (share > (row[found] ?? 0) ? i : found), 0);
    const symbol = (keys[top - 1] ?? '').toUpperCase();
    const share = row[top] ?? 0;
    const repeated = top === last;
    last = top;
    if (top === 0 || !SYMBOL.test(symbol)) continue;
    if (!repeated) {
      best.push({ symbol, share });
      chars.push(sharesOf(row, keys));
    } else if (share > (best.at(-1)?.share ?? 1)) {
      best.splice(-1, 1, { symbol, share });
      chars.splice(-1, 1, sharesOf(row, keys));
    }
  }
  if (best.length === 0) return null;
  return { text: best.map(({ symbol }) => symbol).join(''), chars, score: Math.min(...best.map(({ share }) => share)) };
}

function sharesOf(row: Float32Array, keys: readonly string[]): Record<string, number> {
  const shares: Record<string, number> = {};
  row.forEach((share, i) => {
    const symbol = (keys[i - 1] ?? '').toUpperCase();
    if (share >= LEAST_SHARE && SYMBOL.test(symbol)) {
      const plain = symbol === 'Đ' ? 'D' : symbol;
      shares[plain] = (shares[plain] ?? 0) + share;
    }
  });
  return shares;
}
