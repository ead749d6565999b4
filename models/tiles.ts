// Lays out which rectangles of the picture the detector looks at, so that vehicles keep near their true scale.
import { height, width, type Box } from '../domain/geometry.ts';

/** `open` sides are cut through the region: what touches them may be half a vehicle. */
export type Tile = { readonly box: Box; readonly open: { readonly left: boolean; readonly top: boolean; readonly right: boolean; readonly bottom: boolean } };

/** The largest shrinking before motorcycles are lost (tools/street measurements: whole picture shrunk to a third finds a fifth of them). */
const MOST_SHRINK = 1.6;
/** Neighbouring tiles share at least this part, so that a vehicle cut by one is whole in the other. */
const OVERLAP = 0.2;

/** Tiles that cover `region` for a model input of wide × tall. `inputPx` asks for a scale: so many input pixels along the region's longer side. */
export function tilesOf(region: Box, wide: number, tall: number, inputPx?: number): readonly Tile[] {
  const shrink = inputPx === undefined ? MOST_SHRINK : Math.max(width(region), height(region)) / inputPx;
  const xs = spans(region.x1, region.x2, wide * shrink);
  const ys = spans(region.y1, region.y2, tall * shrink);
  return ys.flatMap(([y1, y2], row) =>
    xs.map(([x1, x2], column) => ({
      box: { x1, y1, x2, y2 },
      open: { left: column > 0, right: column < xs.length - 1, top: row > 0, bottom: row < ys.length - 1 },
    })),
  );
}

function spans(from: number, to: number, most: number): readonly (readonly [number, number])[] {
  const length = to - from;
  if (length <= most) return [[from, to]];
  const n = Math.ceil((length - most * OVERLAP) / (most * (1 - OVERLAP)));
  const step = (length - most) / (n - 1);
  return Array.from({ length: n }, (_, i) => [from + i * step, from + i * step + most] as const);
}
