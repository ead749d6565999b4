// What the pipeline tells its parent while it runs, and the line that a person sees of it.
import { z } from 'zod';

export const progress = z.strictObject({
  kind: z.literal('progress'),
  stage: z.enum(['opening', 'watching', 'finished']),
  at_ms: z.number(),
  duration_ms: z.number().nullable(),
  frames: z.number(),
  frames_per_s: z.number(),
  found: z.number(),
  dropped: z.number(),
});
export type Progress = z.infer<typeof progress>;

const WIDTH = 24;

/** `watching  [########----------------]  33 %  12.0 s  8.4 frames/s  2 offences` */
export function progressLine({ stage, at_ms, duration_ms, frames_per_s, found }: Progress): string {
  const share = duration_ms === null || duration_ms === 0 ? null : Math.min(1, stage === 'finished' ? 1 : at_ms / duration_ms);
  const bar = share === null ? '' : `[${'#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '-')}] ${String(Math.round(share * 100)).padStart(3)} %  `;
  return `${stage.padEnd(9)} ${bar}${(at_ms / 1000).toFixed(1).padStart(6)} s  ${frames_per_s.toFixed(1).padStart(5)} frames/s  ${found} offence${found === 1 ? '' : 's'}`;
}
