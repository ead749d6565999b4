// Finds the four corners of each plate on a vehicle.
import type { Box } from '../domain/geometry.ts';
import { clipWider, single, type Picture } from './image.ts';
import type { OpenModel, PlateModel } from './manifest.ts';
import { output } from './session.ts';
import type { Quad } from './warp.ts';

export type FoundPlate = { readonly quad: Quad; readonly score: number };
/** Best first; corners in pixels of the picture. */
export type FindPlates = (picture: Picture, vehicle: Box) => Promise<readonly FoundPlate[]>;

/** The locator learned on vehicles with a little of their surroundings. */
const MARGIN = 0.06;

export function createFindPlates({ entry, session }: OpenModel<PlateModel>): FindPlates {
  return async (picture, vehicle) => {
    const { tensor, fit } = await single(picture, clipWider(vehicle, MARGIN, picture), entry.input);
    const results = await session.run({ [entry.input.name]: tensor });
    const corners = output(session, results, 'corners').data;
    const scores = output(session, results, 'scores').data;
    const found: FoundPlate[] = [];
    scores.forEach((score, k) => {
      if (score < entry.min_score) return;
      const at = (i: number) => ({ x: (corners[k * 8 + i * 2] ?? 0) / fit.scaleX + fit.x, y: (corners[k * 8 + i * 2 + 1] ?? 0) / fit.scaleY + fit.y });
      found.push({ quad: [at(0), at(1), at(2), at(3)], score });
    });
    return found.sort((a, b) => b.score - a.score);
  };
}
