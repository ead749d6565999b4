// What a sealed proof consists of: content-addressed files named by role in a signed manifest.
import { z } from 'zod';
import { pairingFacts } from './pairing.ts';

export const EVIDENCE_ROLES = ['before', 'after', 'plate', 'overview', 'signal', 'clip', 'paired'] as const;
export type EvidenceRole = (typeof EVIDENCE_ROLES)[number];

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export const evidenceItem = z.strictObject({
  role: z.enum(EVIDENCE_ROLES),
  sha256: hash,
  bytes: z.number().int().positive(),
  media_type: z.enum(['image/jpeg', 'image/png', 'video/mp4']),
  /** Media time of the picture, or of the clip's first frame. */
  at_ms: z.number(),
  captured_at: z.string(),
  width_px: z.number().int().positive(),
  height_px: z.number().int().positive(),
  /** The accused vehicle in this picture, x1 y1 x2 y2; null where the item is no single picture. */
  accused_px: box.nullable(),
  /** Everybody else's boxes in this picture: masked in whatever leaves the review screen. */
  others_px: z.array(box),
});
export type EvidenceItem = z.infer<typeof evidenceItem>;

/** Signed as the canonical JSON of this object; its own sha256 names the evidence. */
export const manifest = z.strictObject({
  version: z.literal(1),
  violation: z.string(),
  camera: z.string(),
  session: z.string(),
  track: z.string(),
  offence: z.string(),
  captured_at: z.string(),
  clock_error_ms: z.number(),
  device: z.strictObject({ model: z.string(), serial: z.string(), inspection: z.string(), inspection_valid_to: z.string() }),
  scene_sha256: hash,
  models: z.array(z.strictObject({ name: z.string(), sha256: hash })),
  rules: z.string(),
  synthetic: z.boolean(),
  /** Why the items `plate` and `paired` show the same vehicle although another camera took them. */
  paired: pairingFacts.optional(),
  items: z.array(evidenceItem).min(1),
  sealed_at: z.string(),
});
export type Manifest = z.infer<typeof manifest>;

/** A manifest as stored: its text, its hash, and an Ed25519 signature by the sealing key. */
export type SealedEvidence = { readonly manifest: Manifest; readonly sha256: string; readonly signature: string; readonly publicKey: string };

/** The content-addressed store. `put` returns only after the bytes are durable; putting the same bytes twice is one object. */
export type EvidenceStore = {
  readonly put: (bytes: Uint8Array) => Promise<string>;
  /** Throws Failure('evidence_broken') when missing or when the bytes do not hash to `sha256`. */
  readonly get: (sha256: string) => Promise<Uint8Array>;
  readonly has: (sha256: string) => Promise<boolean>;
};
