// Vehicles of the held-out frames told by eye, and the three answers that finds are held against.
import { z } from 'zod';
import type { Box } from '../../domain/geometry.ts';

export const CLASSES = ['car', 'motorcycle'] as const;
export type VehicleClass = (typeof CLASSES)[number];
/** How a box came: the label as it is, corrected, with its rider; a detector's box accepted; drawn by eye. */
export const SOURCES = ['set', 'moved', 'rider', 'found', 'drawn'] as const;
type Source = (typeof SOURCES)[number];
/** `ignore`: nobody can tell, or draw one by one, what is there. */
export type CheckedBox = { readonly what: VehicleClass | 'bicycle' | 'ignore'; readonly source: Source; readonly box: Box };

const row = z.tuple([z.string().endsWith('.jpg'), z.enum([...CLASSES, 'bicycle', 'ignore']), z.enum(SOURCES), z.coerce.number(), z.coerce.number(), z.coerce.number(), z.coerce.number()]);

/** Rows of `models/eval/vehicles-checked.tsv` as the boxes of a frame, in its pixels. */
export function checkedBoxes(lines: readonly string[]): (name: string, picture: { readonly widthPx: number; readonly heightPx: number }) => readonly CheckedBox[] {
  const byFrame = new Map<string, z.infer<typeof row>[]>();
  for (const line of lines) {
    const cells = row.parse(line.split('\t'));
    byFrame.set(cells[0], [...(byFrame.get(cells[0]) ?? []), cells]);
  }
  return (name, { widthPx, heightPx }) => (byFrame.get(name) ?? []).map(([, what, source, x1, y1, x2, y2]) => ({ what, source, box: { x1: x1 * widthPx, y1: y1 * heightPx, x2: x2 * widthPx, y2: y2 * heightPx } }));
}

/** `spared`: what is found there neither helps nor harms. */
export type Answer = { readonly truth: readonly Box[]; readonly spared: readonly Box[] };

type Frame = { readonly truth: readonly { readonly kind: VehicleClass; readonly box: Box }[]; readonly checked: readonly CheckedBox[] };

const isAdded = ({ source }: CheckedBox): boolean => source === 'found' || source === 'drawn';

/** The set's labels; all that was told by eye; the same, but what no label shows is spared. */
export const ANSWER_NAMES = ['labels', 'checked', 'labelled'] as const;
export type AnswerName = (typeof ANSWER_NAMES)[number];
export const ANSWERS: Readonly<Record<AnswerName, (frame: Frame, name: VehicleClass) => Answer>> = {
  labels: ({ truth }, name) => ({ truth: truth.filter(({ kind }) => kind === name).map(({ box }) => box), spared: [] }),
  checked: ({ checked }, name) => checkedAnswer(checked, name, () => true),
  labelled: ({ checked }, name) => checkedAnswer(checked, name, (box) => !isAdded(box)),
};

function checkedAnswer(checked: readonly CheckedBox[], name: VehicleClass, counts: (box: CheckedBox) => boolean): Answer {
  const same = checked.filter(({ what }) => what === name);
  // ours may call a bicycle a motorcycle: the law tells them apart, these figures do not
  const beside = checked.filter(({ what }) => what === 'ignore' || (what === 'bicycle' && name === 'motorcycle'));
  return { truth: same.filter(counts).map(({ box }) => box), spared: [...beside, ...same.filter((box) => !counts(box))].map(({ box }) => box) };
}
