// Lays out which rectangles of the picture the detector looks at, so that vehicles keep near their true scale.
import { height, width, type Box } from '../domain/geometry.ts';
import type { VehicleModel } from './manifest.ts';

/** One look: a rectangle of the picture and the input, wide × tall pixels, that it is laid out in. `open` sides are cut through the region: what touches them may be half a vehicle. */
export type Tile = { readonly box: Box; readonly wide: number; readonly tall: number; readonly open: { readonly left: boolean; readonly top: boolean; readonly right: boolean; readonly bottom: boolean } };

/** Height in input pixels of a motorcycle with its rider at the stop line: much larger ones are taken for parts, and those that are still far off must not be lost. */
const RIDER_PX = 115;
const RIDER_M = 1.65;
/** Pictures are hardly ever worth enlarging. */
const LEAST_SHRINK = 0.8;
/** Neighbouring tiles share at least this part, so that a vehicle cut by one is whole in the other. */
const OVERLAP = 0.2;

/** Input pixels along the region's longer side where the camera file does not say: those that suit riders at the stop line, `pxPerMetre` there. */
export const usualInputPx = (region: Box, pxPerMetre: number): number => Math.round(longerSide(region) / Math.max(LEAST_SHRINK, (RIDER_M * pxPerMetre) / RIDER_PX));

const longerSide = (box: Box): number => Math.max(width(box), height(box));

/** A model that takes any size looks at whole regions up to this: memory of one look. */
const LARGEST_PX = 1536;

/** Tiles that cover `region`, so that its longer side has `inputPx` input pixels: one, where the model takes any size. */
export function tilesOf(region: Box, { input, multiple }: Pick<VehicleModel, 'input' | 'multiple'>, inputPx: number): readonly Tile[] {
  const shrink = longerSide(region) / inputPx;
  const most = multiple === undefined ? input : { width: LARGEST_PX, height: LARGEST_PX };
  const px = (length: number, fixed: number): number => (multiple === undefined ? fixed : Math.ceil(length / shrink / multiple - 1e-6) * multiple);
  const xs = spans(region.x1, region.x2, most.width * shrink);
  const ys = spans(region.y1, region.y2, most.height * shrink);
  return ys.flatMap(([y1, y2], row) =>
    xs.map(([x1, x2], column) => ({
      box: { x1, y1, x2, y2 },
      wide: px(x2 - x1, input.width),
      tall: px(y2 - y1, input.height),
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
