// What a camera's loop notes beside its cases: how it does at this moment, the file it judges by, and the stretches without pictures.
import { z } from 'zod';
import { AUDIT_KINDS, type AuditData } from '../domain/ledger.ts';
import type { EpochMs } from '../domain/units.ts';
import { inTransaction, type Database } from './client.ts';
import { append } from './ledger.ts';
import { toDate } from './time.ts';

/** What an operator must see to; `kind` is a word of the screens. */
export const cameraFault = z.strictObject({ kind: z.enum(['camera_moved', 'scene_unproven', 'signals_disagree', 'controller_silent', 'clock_not_in_step', 'evidence_missing', 'camera_file_wrong']), at: z.string(), detail: z.string() });
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

const WATCHER = { kind: 'system', id: 'watch' } as const;
const inUse = AUDIT_KINDS.camera_file_in_use;

/** Puts on the ledger by which version of its file a camera is judged from now on; a start with the version of before adds nothing. */
export async function noteCameraFile(db: Database, file: AuditData<'camera_file_in_use'>, at: EpochMs): Promise<void> {
  await inTransaction(db, async (tx) => {
    const last = await tx.auditEvent.findFirst({ where: { kind: 'camera_file_in_use', data: { path: ['camera'], equals: file.camera } }, orderBy: { seq: 'desc' } });
    if (last !== null && inUse.parse(last.data).version === file.version) return;
    await append(tx, { actor: WATCHER, at, caseId: null }, 'camera_file_in_use', file);
  });
}
