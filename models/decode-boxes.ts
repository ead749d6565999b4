// Turns a detector's output tensors into scored boxes in input pixels, one function for each kind of head.
import { Failure } from '../domain/errors.ts';
import { FAMILIES, familyOf } from '../domain/vehicle.ts';
import type { VehicleModel } from './manifest.ts';
import { output, type Session, type TensorOut } from './session.ts';

/** Calls `found` for every box of picture `n` whose best class is a vehicle with at least the model's least score. */
export type Found = (n: number, x1: number, y1: number, x2: number, y2: number, score: number, column: number) => void;

export function decodeBoxes(model: VehicleModel, session: Session, results: ReadonlyMap<string, TensorOut>, found: Found): void {
  switch (model.decoder) {
    case 'boxes_scores':
    case 'boxes_scores_e2e':
      boxesScores(model, output(session, results, 'boxes'), output(session, results, 'scores'), found);
      return;
    case 'yolox':
      yolox(model, only(model, results), found);
      return;
    case 'nanodet':
      nanodet(model, output(session, results, 'scores'), output(session, results, 'distances'), found);
      return;
  }
}

type Best = { readonly column: number; readonly score: number };
const NOTHING: Best = { column: -1, score: 0 };

/**
 * Of a row of class scores from `from` on: the likeliest class of the surest family, and how sure it is that one of its classes is there; column −1
 * where nothing that counts is surest. The classes are learnt one by one: a lorry that may as well be a bus is no less surely a vehicle,
 * 1 − (1 − p)(1 − q) as independent finds have it.
 */
function bestOf({ classes, family_power, min_score }: VehicleModel): (data: Float32Array, from: number) => Best {
  const familyAt = classes.map((kind) => (kind === null ? -1 : FAMILIES.indexOf(familyOf(kind))));
  const powers = FAMILIES.map((family) => family_power[family] ?? 1);
  const absent = new Float64Array(FAMILIES.length);
  return (data, from) => {
    // Nearly every place of the picture is empty, and a union is no surer than the sum: nothing more is asked of such a place.
    let sum = 0;
    for (let c = 0; c < classes.length; c += 1) sum += data[from + c] ?? 0;
    if (sum < min_score) return NOTHING;
    absent.fill(1);
    let other = 0;
    for (let c = 0; c < classes.length; c += 1) {
      const score = data[from + c] ?? 0;
      const family = familyAt[c] ?? -1;
      if (family < 0) other = Math.max(other, score);
      else absent[family] = (absent[family] ?? 1) * (1 - score);
    }
    let [surest, score] = [-1, -1];
    for (let family = 0; family < powers.length; family += 1) {
      const sure = (1 - (absent[family] ?? 1)) ** (powers[family] ?? 1);
      if (sure > score) [surest, score] = [family, sure];
    }
    if (score < other) return NOTHING;
    let [column, likeliest] = [-1, -1];
    for (let c = 0; c < classes.length; c += 1) {
      const here = data[from + c] ?? 0;
      if (familyAt[c] === surest && here > likeliest) [column, likeliest] = [c, here];
    }
    return { column, score };
  };
}

function boxesScores(model: VehicleModel, boxes: TensorOut, scores: TensorOut, found: Found): void {
  const [batch = 1, rows = 0, columns = 0] = scores.dims;
  const best = bestOf(model);
  if (columns !== model.classes.length) throw new Failure('model_wrong', `model ${model.name}: ${columns} score columns, the manifest names ${model.classes.length} classes`);
  for (let n = 0; n < batch; n += 1) {
    for (let i = n * rows; i < (n + 1) * rows; i += 1) {
      const { column, score } = best(scores.data, i * columns);
      if (column < 0 || score < model.min_score) continue;
      const b = i * 4;
      found(n, boxes.data[b] ?? 0, boxes.data[b + 1] ?? 0, boxes.data[b + 2] ?? 0, boxes.data[b + 3] ?? 0, score, column);
    }
  }
}

/** YOLOX: rows of cx, cy, log w, log h, objectness, classes, on grids of strides 8, 16, 32. */
function yolox(model: VehicleModel, { data, dims }: TensorOut, found: Found): void {
  const best = bestOf(model);
  const [batch = 1, rows = 0, columns = 0] = dims;
  for (let n = 0; n < batch; n += 1) {
    let row = n * rows;
    for (const stride of [8, 16, 32]) {
      const wide = Math.floor(model.input.width / stride);
      const tall = Math.floor(model.input.height / stride);
      for (let y = 0; y < tall; y += 1) {
        for (let x = 0; x < wide; x += 1, row += 1) {
          const from = row * columns;
          const objectness = data[from + 4] ?? 0;
          if (objectness < model.min_score) continue;
          const { column, score: sure } = best(data, from + 5);
          const score = objectness * sure;
          if (column < 0 || score < model.min_score) continue;
          const cx = ((data[from] ?? 0) + x) * stride;
          const cy = ((data[from + 1] ?? 0) + y) * stride;
          const w = (Math.exp(data[from + 2] ?? 0) * stride) / 2;
          const h = (Math.exp(data[from + 3] ?? 0) * stride) / 2;
          found(n, cx - w, cy - h, cx + w, cy + h, score, column);
        }
      }
    }
  }
}

const BINS = 11;

/** NanoDet: class scores, and for each side a distribution over 0…10 strides whose mean is the distance. */
function nanodet(model: VehicleModel, scores: TensorOut, distances: TensorOut, found: Found): void {
  const best = bestOf(model);
  const [batch = 1, rows = 0, columns = 0] = scores.dims;
  for (let n = 0; n < batch; n += 1) {
    let row = n * rows;
    for (const stride of [8, 16, 32]) {
      const wide = Math.ceil(model.input.width / stride);
      const tall = Math.ceil(model.input.height / stride);
      for (let y = 0; y < tall; y += 1) {
        for (let x = 0; x < wide; x += 1, row += 1) {
          const { column, score } = best(scores.data, row * columns);
          if (column < 0 || score < model.min_score) continue;
          const side = (k: number): number => expectation(distances.data, (row * 4 + k) * BINS) * stride;
          const cx = (x + 0.5) * stride;
          const cy = (y + 0.5) * stride;
          found(n, cx - side(0), cy - side(1), cx + side(2), cy + side(3), score, column);
        }
      }
    }
  }
}

function expectation(data: Float32Array, from: number): number {
  let sum = 0;
  let mean = 0;
  for (let i = 0; i < BINS; i += 1) {
    const weight = Math.exp(data[from + i] ?? 0);
    sum += weight;
    mean += weight * i;
  }
  return mean / sum;
}

function only(model: VehicleModel, results: ReadonlyMap<string, TensorOut>): TensorOut {
  const [first] = results.values();
  if (first === undefined) throw new Failure('model_wrong', `model ${model.name} gave no output`);
  return first;
}
