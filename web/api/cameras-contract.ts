// What the operator's pages send and receive about cameras.
import { z } from 'zod';
import { cameraFile } from '../../domain/scene.ts';

const moment = z.string();
export const cameraStatus = z.object({
  id: z.string(), name: z.string(), place: z.string(), route: z.string(), unit: z.string(), synthetic: z.boolean(),
  state: z.enum(['watching', 'stopped', 'no_frames', 'moved', 'faulty']),
  last_frame_at: moment.nullable(),
  gaps: z.number().describe('gaps of the stream on record'),
  faults: z.array(z.object({ kind: z.string(), at: moment, detail: z.string() })),
  inspection_valid_to: z.string(),
  inspection_valid: z.boolean(),
});
export type CameraStatus = z.infer<typeof cameraStatus>;

export const SWITCHES = ['officer_directing', 'signal_fault', 'priority_passing'] as const;
export type SwitchName = (typeof SWITCHES)[number];
export const switchView = z.object({ name: z.enum(SWITCHES), from: moment, until: moment, by: z.string() });
export type SwitchView = z.infer<typeof switchView>;
export const setSwitch = z.strictObject({
  name: z.enum(SWITCHES),
  on: z.boolean(),
  hours: z.number().min(0.25).max(24).default(1).describe('how long it holds from now; it ends by itself'),
});

export const platePixelsRow = z.object({ vehicle: z.string(), plate: z.string(), line_px: z.number(), verdict: z.enum(['readable', 'marginal', 'unreadable']) });
export type PlatePixelsRow = z.infer<typeof platePixelsRow>;

/** `at`: begin of the hour. */
export const hourView = z.object({ at: moment, vehicles: z.number(), voids: z.number(), screened: z.number(), accused: z.number() });
export type HourView = z.infer<typeof hourView>;

export const cameraView = z.object({
  status: cameraStatus,
  file: cameraFile,
  version: z.string(),
  switches: z.array(switchView),
  hours: z.array(hourView),
  has_picture: z.boolean(),
  plate_pixels: z.array(platePixelsRow),
});
export type CameraView = z.infer<typeof cameraView>;

export const cameraParams = z.strictObject({ camera: z.string().regex(/^[a-z0-9][a-z0-9-]*$/).max(80) });
export const pictureQuery = z.object({ which: z.enum(['reference', 'now']).default('reference') });
export const renewed = z.object({ renewed: z.literal(true) });
/** The file is checked by domain/scene.ts in the handler, so that mistakes come back by field. */
export const draftCamera = z.strictObject({ file: z.record(z.string(), z.unknown()) });
export const saveCamera = z.strictObject({ file: z.record(z.string(), z.unknown()), version: z.string().describe('the version that was edited; refused when another was saved meanwhile') });
export const draftResult = z.object({ ok: z.boolean(), mistakes: z.array(z.object({ field: z.string(), message: z.string() })), plate_pixels: z.array(platePixelsRow) });
export type DraftResult = z.infer<typeof draftResult>;
export const savedCamera = z.object({ version: z.string() });
