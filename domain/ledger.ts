// The audit events that may be written and the jobs that may be queued; payloads carry ids, never personal data.
import { z } from 'zod';
import type { EpochMs, Sha256 } from './units.ts';

/** Who did it. A person's name is never here: only the account's id. */
export type Actor = { readonly kind: 'system' | 'officer' | 'operator' | 'owner'; readonly id: string };

const caseOnly = z.strictObject({});
export const AUDIT_KINDS = {
  case_opened: z.strictObject({ violation: z.string(), evidence: z.string() }),
  owner_matched: z.strictObject({ result: z.enum(['matched', 'conflict', 'ambiguous', 'none']) }),
  case_claimed: caseOnly,
  case_released: caseOnly,
  plate_corrected: z.strictObject({ plate_sha256: z.string() }),
  second_officer_asked: z.strictObject({ why: z.string() }),
  case_confirmed: caseOnly,
  case_dismissed: z.strictObject({ reason: z.string() }),
  notice_issued: z.strictObject({ notice: z.string(), pdf_sha256: z.string() }),
  delivery_accepted: z.strictObject({ notice: z.string(), channel: z.string(), receipt: z.string() }),
  delivery_failed: z.strictObject({ notice: z.string(), channel: z.string(), code: z.string(), final: z.boolean() }),
  /** A person had a failed channel tried again. */
  delivery_retried: z.strictObject({ notice: z.string(), channel: z.string() }),
  /** A person put the printed notice into the post: the receipt's number and the day. */
  notice_posted: z.strictObject({ notice: z.string(), post_number: z.string(), posted_on: z.iso.date() }),
  notice_read: z.strictObject({ notice: z.string(), channel: z.string() }),
  /** The owner's word that contests nothing: accepts, or names the driver. */
  case_answered: z.strictObject({ reason: z.string() }),
  case_contested: z.strictObject({ reason: z.string() }),
  case_upheld: z.strictObject({ reason: z.string() }),
  case_withdrawn: z.strictObject({ reason: z.string() }),
  case_settled: caseOnly,
  /** Somebody looked at personal data or unmasked pictures. */
  looked: z.strictObject({ what: z.enum(['owner', 'evidence', 'notice', 'register']), purpose: z.string() }),
  evidence_exported: z.strictObject({ what: z.string() }),
  registry_imported: z.strictObject({ table: z.string(), rows: z.number(), sha256: z.string() }),
  signed_in: caseOnly,
  sign_in_failed: caseOnly,
  setting_changed: z.strictObject({ setting: z.string(), camera: z.string().nullable(), value: z.string() }),
  /** From now on a camera is judged by this version of its file; `scene` is what sealed evidence calls it. */
  camera_file_in_use: z.strictObject({ camera: z.string(), version: z.string(), scene: z.string() }),
} as const;
export type AuditKind = keyof typeof AUDIT_KINDS;
export type AuditData<K extends AuditKind> = z.infer<(typeof AUDIT_KINDS)[K]>;

export type AuditEvent<K extends AuditKind = AuditKind> = {
  readonly seq: bigint;
  readonly at: EpochMs;
  readonly actor: Actor;
  readonly caseId: string | null;
  readonly kind: K;
  readonly data: AuditData<K>;
  /** Hash of the row before; the chain starts at 64 zeros. */
  readonly prev: Sha256;
  readonly hash: Sha256;
};

/** The catalogue of jobs: start-up fails unless each has exactly one handler. `key` makes a wake-up natural and idempotent. */
export const JOBS = {
  match_owner: { payload: z.strictObject({ case: z.string() }), attempts: 20, backoff_ms: 2000 },
  issue_notice: { payload: z.strictObject({ case: z.string() }), attempts: 20, backoff_ms: 2000 },
  deliver_notice: { payload: z.strictObject({ notice: z.string(), channel: z.enum(['vneid', 'email', 'paper']) }), attempts: 12, backoff_ms: 5000 },
} as const;
export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;
export type Job = { readonly [N in JobName]: { readonly name: N; readonly payload: JobPayload<N> } }[JobName];

/** done: finished; skipped: there was nothing (left) to do. Failures are thrown as Failure. */
export type JobOutcome = 'done' | 'skipped';
export type JobHandlers = { readonly [N in JobName]: (payload: JobPayload<N>) => Promise<JobOutcome> };
