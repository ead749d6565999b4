// What a camera's loop notes beside its cases: how it does at this moment, and the stretches without pictures.
import { z } from 'zod';
import type { EpochMs } from '../domain/units.ts';
import type { Database } from './client.ts';
import { toDate } from './time.ts';

/** What an operator must see to; `kind` is a word of the screens. */
export const cameraFault = z.strictObject({ kind: z.enum(['camera_moved', 'scene_unproven', 'signals_disagree', 'controller_silent', 'clock_not_in_step', 'evidence_missing']), at: z.string(), detail: z.string() });
export type CameraFault = z.infer<typeof cameraFault>;

export type CameraNow = { readonly camera: string; readonly state: 'watching' | 'stopped' | 'no_frames' | 'moved' | 'faulty'; readonly lastFrameAt: EpochMs | null; readonly clockErrorMs: number; readonly framesPerS: number; readonly note: string; readonly faults: readonly CameraFault[] };

export async function noteStatus({ prisma }: Database, { camera, lastFrameAt, faults, ...now }: CameraNow, at: EpochMs): Promise<void> {
  const row = { ...now, faults: faults.map((fault) => ({ ...fault })), lastFrameAt: lastFrameAt === null ? null : toDate(lastFrameAt), updatedAt: toDate(at) };
  await prisma.cameraStatus.upsert({ where: { camera }, create: { camera, ...row }, update: row });
}

export async function noteGap({ prisma }: Database, gap: { readonly camera: string; readonly from: EpochMs; readonly to: EpochMs; readonly cause: string }): Promise<void> {
  const { camera, from, to, cause } = gap;
  const span = { toAt: toDate(to), cause };
  await prisma.streamGap.upsert({ where: { camera_fromAt: { camera, fromAt: toDate(from) } }, create: { camera, fromAt: toDate(from), ...span }, update: span });
}
