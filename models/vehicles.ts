// Finds vehicles: looks at each region of the picture in tiles near true scale and returns boxes in frame pixels.
import type { Box } from '../domain/geometry.ts';
import type { Detect, Frame } from '../domain/sighting.ts';
import { joinRiders, pack, suppress, type Candidate } from './candidates.ts';
import { withColours } from './colours.ts';
import { decodeBoxes } from './decode-boxes.ts';
import { clip, single, type Fit } from './image.ts';
import type { OpenModel, VehicleModel } from './manifest.ts';
import { tilesOf, type Tile } from './tiles.ts';

/** `inputPx`: input pixels along the box's longer side, its scale. */
export type Region = { readonly box: Box; readonly inputPx: number };

/** A box this near (input pixels) to an inner tile border counts as cut by it. */
const BORDER = 3;

export function createDetect({ entry, session }: OpenModel<VehicleModel>, regions: readonly Region[]): Detect {
  return async (frame) => {
    const tiles = regions.flatMap(({ box, inputPx }) => tilesOf(clip(box, frame), entry, inputPx));
    const found: Candidate[] = [];
    for (const tile of tiles) found.push(...(await look(frame, tile)));
    const single = entry.decoder === 'boxes_scores_e2e' && tiles.length === 1;
    return withColours(pack(joinRiders(single ? found : suppress(found, entry.nms_iou), entry.riders)), frame);
  };

  async function look(frame: Frame, tile: Tile): Promise<readonly Candidate[]> {
    const { tensor, fit } = await single(frame, clip(tile.box, frame), { ...entry.input, width: tile.wide, height: tile.tall });
    const results = await session.run({ [entry.input.name]: tensor });
    const found: Candidate[] = [];
    decodeBoxes(entry, session, results, (_n, x1, y1, x2, y2, score, column) => {
      const kind = entry.classes[column] ?? null;
      if (kind === null) return;
      const box = clampTo(toFrame({ x1, y1, x2, y2 }, fit), frame);
      if (box.x2 - box.x1 >= 2 && box.y2 - box.y1 >= 2) found.push({ box, score, kind, cut: isCut(box, tile, BORDER / fit.scaleX) });
    });
    return found;
  }
}

const toFrame = (box: Box, fit: Fit): Box => ({ x1: box.x1 / fit.scaleX + fit.x, y1: box.y1 / fit.scaleY + fit.y, x2: box.x2 / fit.scaleX + fit.x, y2: box.y2 / fit.scaleY + fit.y });

const clampTo = (box: Box, frame: Frame): Box => ({ x1: Math.max(0, box.x1), y1: Math.max(0, box.y1), x2: Math.min(frame.widthPx, box.x2), y2: Math.min(frame.heightPx, box.y2) });

const isCut = (box: Box, { box: tile, open }: Tile, near: number): boolean =>
  (open.left && box.x1 < tile.x1 + near) || (open.right && box.x2 > tile.x2 - near) || (open.top && box.y1 < tile.y1 + near) || (open.bottom && box.y2 > tile.y2 - near);
