// AP50: the area under the precision–recall curve where a find is right at IoU ≥ 0.5 (Everingham et al. 2010, all-point form).
import { area, intersectionArea, iou, type Box } from '../../domain/geometry.ts';

export type Find = { readonly box: Box; readonly score: number };
export type Judged = { readonly score: number; readonly right: boolean };

/**
 * Finds of one frame against its truth, the surest first, each truth taken once.
 * Truth outside `counts` neither helps nor harms, nor do finds that fall outside it and hit nothing, nor those that hit nothing but what is `spared`.
 */
export function match(finds: readonly Find[], truth: readonly Box[], counts: (box: Box) => boolean = () => true, spared: readonly Box[] = []): readonly Judged[] {
  const taken = new Set<number>();
  const judged: Judged[] = [];
  for (const { box, score } of finds.toSorted((a, b) => b.score - a.score)) {
    const best = truth.map((wanted, i) => ({ i, wanted, overlap: taken.has(i) ? 0 : iou(box, wanted) })).sort((a, b) => b.overlap - a.overlap)[0];
    if (best !== undefined && best.overlap >= 0.5) {
      taken.add(best.i);
      if (counts(best.wanted)) judged.push({ score, right: true });
    } else if (counts(box) && (hits(box, truth) || !isSpared(box, spared))) judged.push({ score, right: false });
  }
  return judged;
}

export const hits = (box: Box, truth: readonly Box[]): boolean => truth.some((wanted) => iou(wanted, box) >= 0.5);

/** The find is the spared thing itself, or most of it lies there. */
export const isSpared = (box: Box, spared: readonly Box[]): boolean => spared.some((place) => iou(place, box) >= 0.5 || intersectionArea(place, box) > area(box) / 2);

export function averagePrecision(judged: readonly Judged[], total: number): number | null {
  if (total === 0) return null;
  const order = judged.toSorted((a, b) => b.score - a.score);
  let right = 0;
  const precision = order.map((find, i) => (right += Number(find.right)) / (i + 1));
  let best = 0;
  let area = 0;
  for (let i = order.length - 1; i >= 0; i -= 1) {
    best = Math.max(best, precision[i] ?? 0);
    if (order[i]?.right === true) area += best / total;
  }
  return area;
}
