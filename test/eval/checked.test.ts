// What was told by eye covers every held-out frame once, and is matched as the table says.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../domain/geometry.ts';
import { match } from './average-precision.ts';
import { ANSWERS, checkedBoxes, type CheckedBox } from './checked.ts';

const lines = async (name: string): Promise<readonly string[]> => (await readFile(new URL(`../../models/eval/${name}`, import.meta.url), 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

it('has boxes inside every held-out frame, none twice', async () => {
  const rows = await lines('vehicles-checked.tsv');
  const frames = (await lines('vehicles-holdout.txt')).map((line) => line.split('\t')[0] ?? '');
  const of = checkedBoxes(rows);
  const boxes = frames.map((name) => of(name, { widthPx: 1, heightPx: 1 }));
  expect(boxes.filter((some) => some.length === 0)).toEqual([]);
  expect(boxes.flat()).toHaveLength(rows.length);
  expect(boxes.flat().filter(({ box }) => !(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= 1 && box.y2 <= 1 && box.x1 < box.x2 && box.y1 < box.y2))).toEqual([]);
  expect(new Set(rows).size).toBe(rows.length);
});

const at = (x: number, wide = 10): Box => ({ x1: x, y1: 0, x2: x + wide, y2: 10 });
const found = (...boxes: readonly Box[]): { readonly box: Box; readonly score: number }[] => boxes.map((box, i) => ({ box, score: 0.9 - i / 10 }));

describe('what is spared', () => {
  it('neither helps nor harms, by itself or where most of a find lies in it', () => {
    expect(match(found(at(0), at(20), at(43), at(80)), [at(0)], () => true, [at(20), at(40, 30)])).toEqual([{ score: 0.9, right: true }, { score: 0.9 - 3 / 10, right: false }]);
  });

  it('does not excuse a vehicle found twice', () => {
    expect(match(found(at(0), at(1)), [at(0)], () => true, [at(0, 30)]).map(({ right }) => right)).toEqual([true, false]);
  });

  it('is what was added where only labelled ones count, and bicycles for motorcycles alone', () => {
    const checked: readonly CheckedBox[] = [
      { what: 'motorcycle', source: 'rider', box: at(0) }, { what: 'motorcycle', source: 'drawn', box: at(20) },
      { what: 'bicycle', source: 'found', box: at(40) }, { what: 'car', source: 'found', box: at(60) }, { what: 'ignore', source: 'drawn', box: at(80) },
    ];
    const frame = { truth: [], checked };
    expect(ANSWERS.checked(frame, 'motorcycle')).toEqual({ truth: [at(0), at(20)], spared: [at(40), at(80)] });
    expect(ANSWERS.labelled(frame, 'motorcycle')).toEqual({ truth: [at(0)], spared: [at(40), at(80), at(20)] });
    expect(ANSWERS.labelled(frame, 'car')).toEqual({ truth: [], spared: [at(80), at(60)] });
  });
});
