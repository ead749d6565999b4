// The list of models: what each is for, which file, by which hash, under which licence, and how its numbers are read.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { Failure, reasonOf } from '../domain/errors.ts';
import type { ModelRef } from '../domain/sighting.ts';
import { sha256 } from '../domain/units.ts';
import { FAMILIES, VEHICLE_KINDS } from '../domain/vehicle.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

const triple = z.array(z.number()).min(1).max(3);
const input = z.strictObject({
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  layout: z.enum(['nchw', 'nhwc']).default('nchw'),
  channels: z.enum(['rgb', 'bgr', 'gray']).default('rgb'),
  dtype: z.enum(['float32', 'uint8']).default('float32'),
  /** value = (pixel − mean) / std, pixel 0–255; in the order of `channels`. */
  mean: triple.default([0]),
  std: triple.default([255]),
  /** stretch: both sides independently; letterbox: same scale, picture at the top left, the rest `pad`. */
  fit: z.enum(['stretch', 'letterbox']).default('letterbox'),
  pad: z.number().default(114),
});
export type ModelInput = z.infer<typeof input>;

const shared = {
  name: z.string(),
  file: z.string().describe('relative to the manifest'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'),
  licence: z.string(),
  source: z.string(),
  input,
};
const vehicles = z.strictObject({
  ...shared,
  job: z.literal('vehicles'),
  /** It takes pictures of any width and height that are multiples of this; `input` then says the size at which it was measured. */
  multiple: z.number().int().positive().optional(),
  decoder: z.enum(['boxes_scores', 'boxes_scores_e2e', 'yolox', 'nanodet']),
  /** In the order of the score columns; null = a class that is nobody's vehicle. */
  classes: z.array(z.enum(VEHICLE_KINDS).nullable()).min(1),
  /** Scores below this are not handed on; the tracker itself tells strong from weak. */
  min_score: z.number().min(0).max(1).default(0.1),
  /** From here on a detection may begin a track. */
  strong_score: z.number().min(0).max(1).default(0.45),
  /** Classes of a family are surer together than one alone: to this power their score brings no more false boxes over `strong_score` than one alone. */
  family_power: z.partialRecord(z.enum(FAMILIES), z.number().min(1)).default({}),
  nms_iou: z.number().min(0).max(1).default(0.6),
  /** separate: the machine's box is without its rider, who is a person of his own (COCO). */
  riders: z.enum(['included', 'separate']).default('included'),
}).refine(({ multiple, decoder }) => multiple === undefined || decoder.startsWith('boxes_scores'), 'multiple: expected a decoder boxes_scores or boxes_scores_e2e; the grids of the others have one size');
const signals = z.strictObject({ ...shared, job: z.literal('signals'), decoder: z.literal('probabilities'), classes: z.array(z.string()).min(2), /** From here on its word counts alone. */ min_score: z.number().default(0.95) });
const plates = z.strictObject({ ...shared, job: z.literal('plates'), decoder: z.literal('corners'), min_score: z.number().default(0.3) });
const reader = z.strictObject({ ...shared, job: z.literal('reader'), decoder: z.literal('plate_slots'), alphabet: z.string(), colours: z.array(z.string()).default(['white', 'yellow', 'blue', 'red', 'other']), min_readable: z.number().default(0.5) });
export type VehicleModel = z.infer<typeof vehicles>;
export type SignalModel = z.infer<typeof signals>;
export type PlateModel = z.infer<typeof plates>;
export type ReaderModel = z.infer<typeof reader>;
export type ModelEntry = VehicleModel | SignalModel | PlateModel | ReaderModel;
export type Job = ModelEntry['job'];

export type Manifest = { readonly path: string; readonly models: readonly ModelEntry[] };
export type OpenModel<E extends ModelEntry> = { readonly entry: E; readonly session: Session; readonly ref: ModelRef };

/** Reads and checks a manifest. Throws Failure('model_wrong') naming every mistake. */
export async function loadManifest(path: string): Promise<Manifest> {
  const text = await bytesOf(path, `manifest ${path}`);
  const parsed = z.strictObject({ models: z.array(z.unknown()) }).safeParse(json(path, text));
  if (!parsed.success) throw new Failure('model_wrong', `manifest ${path}: ${z.prettifyError(parsed.error)}`);
  return { path, models: parsed.data.models.map((raw) => checkEntry(path, raw)) };
}

/** The first entry for a job, narrowed; null where the manifest has none. */
export const vehicleModel = (manifest: Manifest): VehicleModel | null => manifest.models.find((model) => model.job === 'vehicles') ?? null;
export const signalModel = (manifest: Manifest): SignalModel | null => manifest.models.find((model) => model.job === 'signals') ?? null;
export const plateModel = (manifest: Manifest): PlateModel | null => manifest.models.find((model) => model.job === 'plates') ?? null;
export const readerModel = (manifest: Manifest): ReaderModel | null => manifest.models.find((model) => model.job === 'reader') ?? null;

/** Opens a model whose file hashes to what the manifest says; anything else is refused by name and hash. */
export async function openModel<E extends ModelEntry>(manifest: Manifest, entry: E, options: SessionOptions = {}): Promise<OpenModel<E>> {
  const path = resolve(dirname(manifest.path), entry.file);
  const bytes = await bytesOf(path, `model ${entry.name} (sha256 ${entry.sha256})`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== entry.sha256) {
    throw new Failure('model_wrong', `model ${entry.name}: ${entry.file} has sha256 ${found}, the manifest expects ${entry.sha256}; put the right file there or correct the manifest`);
  }
  return { entry, session: await openSession(entry.name, bytes, options), ref: { name: entry.name, sha256: sha256(found) } };
}

function checkEntry(path: string, raw: unknown): ModelEntry {
  const head = z.object({ name: z.string(), job: z.enum(['vehicles', 'signals', 'plates', 'reader']) }).safeParse(raw);
  if (!head.success) throw new Failure('model_wrong', `manifest ${path}: a model without a name or with an unknown job: ${z.prettifyError(head.error)}`);
  const schema = { vehicles, signals, plates, reader }[head.data.job];
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new Failure('model_wrong', `manifest ${path}, model ${head.data.name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function json(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (thrown) {
    throw new Failure('model_wrong', `manifest ${path}: not JSON: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

async function bytesOf(path: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new Failure('model_wrong', `${what}: ${path} cannot be read: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
