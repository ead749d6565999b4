// Why a vehicle of the overview and one of a plate camera are the same; stored with the case and sealed with its evidence.
import { z } from 'zod';

export const pairingFacts = z.strictObject({
  /** The plate camera, its session and track, and the scene it was calibrated by. */
  camera: z.string(),
  session: z.string(),
  track: z.string(),
  scene_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  inspection: z.string().describe('number of the plate camera\'s certificate'),
  inspection_valid_to: z.string(),
  at_ms: z.number().describe('media time of the plate camera\'s session: the picture that is kept'),
  captured_at: z.string().describe('moment of that picture by the plate camera\'s own clock'),
  place_m: z.number().nonnegative().describe('mean distance on the road at equal times, after the best shift of the clocks within their bounds'),
  shift_ms: z.number(),
  overview_clock_error_ms: z.number().nonnegative(),
  plate_clock_error_ms: z.number().nonnegative(),
  compared: z.number().int().positive().describe('moments at which both places were compared'),
  apart_ms: z.number().nonnegative().describe('0 where both cameras saw it at the same time'),
  kind: z.enum(['same', 'similar']),
  colour: z.enum(['same', 'unknown', 'differs']),
  order: z.literal('kept').describe('it did not change places with its neighbours'),
  cost: z.number().describe('squared standard deviations'),
  runner_up: z.number().nullable().describe('cost of the next best answer for either of the two; null where there was none'),
  margin: z.number().describe('the runner-up must cost at least this much more'),
});
export type PairingFacts = z.infer<typeof pairingFacts>;
