// What the console's API says and takes: one zod schema a message, shared by the server, the OpenAPI page and the screens.
import { z } from 'zod';
import { CASE_STATES, DISMISS_REASONS, type DismissReason } from '../../domain/case.ts';
import { EVIDENCE_ROLES } from '../../domain/evidence.ts';
import { CHANNELS } from '../../domain/notice.ts';
import { pairingFacts } from '../../domain/pairing.ts';
import { facts, OFFENCES } from '../../domain/violation.ts';
import { VEHICLE_KINDS } from '../../domain/vehicle.ts';

/** ISO date-time with its zone, +07:00. */
const moment = z.string();
const accused = z.enum(VEHICLE_KINDS).exclude(['person']);

export const ROLES = ['officer', 'operator'] as const;
export type Role = (typeof ROLES)[number];
export const account = z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES) });
export type Account = z.infer<typeof account>;
export const demoAccount = z.object({ name: z.string(), password: z.string(), role: z.enum(ROLES) });
export type DemoAccount = z.infer<typeof demoAccount>;
export const signIn = z.strictObject({ name: z.string().min(1).max(80), password: z.string().min(1).max(200) });
export const sessionView = z.object({ account: account.nullable(), demo: z.array(demoAccount) });

export const refusal = z.object({ code: z.string(), message_vi: z.string(), message_en: z.string(), detail: z.string().optional(), by: z.string().nullable().optional() });
export type Refusal = z.infer<typeof refusal>;

export const queueQuery = z.strictObject({
  state: z.enum(CASE_STATES).optional(),
  offence: z.enum(OFFENCES).optional(),
  camera: z.string().max(80).optional(),
  plate: z.string().max(20).optional(),
  waiting: z.enum(['yes', 'no']).optional().describe('yes: only cases that wait for an officer'),
});
export type QueueQuery = z.infer<typeof queueQuery>;
export const queueRow = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(CASE_STATES),
  offence: z.enum(OFFENCES),
  vehicle: accused,
  camera: z.string(),
  place: z.string(),
  at: moment,
  /** Detection + 10 days: the notice must be out by then (TT 73/2024 Đ24.1.a). */
  due_at: moment,
  plate: z.string().nullable(),
  claimed_by: z.string().nullable(),
  decided_by: z.string().nullable(),
  synthetic: z.boolean(),
  screening_only: z.boolean(),
});
export type QueueRow = z.infer<typeof queueRow>;
export const queueView = z.object({ rows: z.array(queueRow), counts: z.record(z.string(), z.number()), cameras: z.array(z.string()), now: moment });
export type QueueView = z.infer<typeof queueView>;

const px = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export const evidenceView = z.object({
  role: z.enum(EVIDENCE_ROLES), sha256: z.string(), media_type: z.string(), at_ms: z.number(), captured_at: moment,
  width_px: z.number(), height_px: z.number(), accused_px: px.nullable(),
});
export type EvidenceView = z.infer<typeof evidenceView>;

export const plateView = z.object({
  text: z.string(), score: z.number(), support: z.number(), total: z.number(), runner_up: z.string().nullable(),
  lines: z.union([z.literal(1), z.literal(2)]), colour: z.string(), format: z.string().nullable(),
  repaired: z.array(z.number()),
  /** Per character, 0–1; null where the reading kept none. */
  char_scores: z.array(z.number()).nullable(),
});
export type PlateView = z.infer<typeof plateView>;

export const matchView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('matched'), plate: z.string() }),
  z.object({ kind: z.literal('conflict'), plate: z.string(), differs: z.array(z.enum(['kind', 'plate_colour'])) }),
  z.object({ kind: z.literal('ambiguous'), candidates: z.array(z.string()) }),
  z.object({ kind: z.literal('none'), plate: z.string().nullable() }),
]);
export type MatchView = z.infer<typeof matchView>;

export const lawView = z.object({ text: z.string(), reference: z.string(), decree: z.string(), min_vnd: z.number(), max_vnd: z.number(), points: z.number().nullable() });
export type LawView = z.infer<typeof lawView>;

/** Lines and heads in coordinates 0–1, to be drawn over pictures of the same view. */
export const drawing = z.object({ id: z.string(), kind: z.enum(['stop_line', 'solid_line', 'zone', 'lane', 'signal']), points: z.array(z.tuple([z.number(), z.number()])) });
export type Drawing = z.infer<typeof drawing>;

export const deliveryView = z.object({ channel: z.enum(CHANNELS), state: z.string(), attempts: z.number(), at: moment.nullable(), receipt: z.string().nullable(), code: z.string().nullable(), final: z.boolean() });
export const contestView = z.object({ id: z.string(), reason: z.string(), text: z.string(), at: moment, kind: z.enum(['answer', 'contest']), state: z.enum(['open', 'uphold', 'withdraw', 'settle']), answer: z.string().nullable(), answered_at: moment.nullable() });
/** Another case of the same plate about the same time; `charges_same_act`: confirming this one too would punish one act twice. */
export const otherCase = z.object({ id: z.string(), number: z.string(), state: z.enum(CASE_STATES), offence: z.enum(OFFENCES), camera: z.string(), at: moment, charges_same_act: z.boolean() });
export const historyRow = z.object({ seq: z.string(), at: moment, actor: z.string(), kind: z.string(), data: z.record(z.string(), z.unknown()) });
export type HistoryRow = z.infer<typeof historyRow>;

export const caseView = z.object({
  id: z.string(), number: z.string(), state: z.enum(CASE_STATES), opened_at: moment, due_at: moment,
  offence: z.enum(OFFENCES), vehicle: accused, camera: z.string(), place: z.string(), at: moment, clock_error_ms: z.number(),
  synthetic: z.boolean(), screening_only: z.boolean(),
  facts, plate: plateView.nullable(),
  /** Why the plate camera's vehicle is the accused; null where no second camera took part. */
  pairing: pairingFacts.nullable(),
  /** The plate an officer wrote, where it differs from what was read. */
  plate_corrected: z.string().nullable(),
  match: matchView, law: lawView.nullable(),
  claim: z.object({ by: z.string(), until: moment }).nullable(),
  second: z.object({ why: z.string(), asked_by: z.string() }).nullable(),
  decision: z.object({ by: z.string(), at: moment, outcome: z.enum(['confirm', 'dismiss']), reason: z.string().nullable(), note: z.string().nullable() }).nullable(),
  evidence: z.object({ sha256: z.string(), sealed_at: moment, items: z.array(evidenceView) }),
  drawings: z.array(drawing),
  models: z.array(z.object({ name: z.string(), sha256: z.string() })), rules: z.string(), scene: z.string(),
  notice: z.object({ number: z.string(), issued_at: moment, respond_by: moment }).nullable(),
  deliveries: z.array(deliveryView), contests: z.array(contestView),
  others: z.array(otherCase),
});
export type CaseView = z.infer<typeof caseView>;

export const caseParams = z.strictObject({ id: z.string().min(1).max(120) });
export const evidenceParams = z.strictObject({ id: z.string().min(1).max(120), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export const correctPlate = z.strictObject({ plate: z.string().min(4).max(16) });
export const confirmCase = z.strictObject({ plate: z.string().min(4).max(16).describe('the plate that the officer saw on the screen when confirming') });
const dismissReason = z
  .custom<DismissReason>((value) => typeof value === 'string' && Object.hasOwn(DISMISS_REASONS, value), 'expected a coded reason')
  .meta({ type: 'string', enum: Object.keys(DISMISS_REASONS) });
export const dismissCase = z.strictObject({ reason: dismissReason, note: z.string().max(1000).default('') });
export const respondCase = z.strictObject({ outcome: z.enum(['uphold', 'withdraw', 'settle']), reason: z.string().min(10).max(2000) });
export const lookAtOwner = z.strictObject({ purpose: z.string().min(5).max(200) });
export const ownerView = z.object({ kind: z.string(), name: z.string(), address: z.string(), vehicle: z.string(), plate: z.string(), plate_colour: z.string(), since: z.string().nullable() });
export type OwnerView = z.infer<typeof ownerView>;
export const done = z.object({ state: z.enum(CASE_STATES) });

/** `code` null: paper that waits to be posted. */
export const undelivered = z.object({ case: z.string(), case_number: z.string(), notice_number: z.string(), channel: z.enum(CHANNELS), attempts: z.number(), at: moment, code: z.string().nullable(), final: z.boolean() });
export type Undelivered = z.infer<typeof undelivered>;
export const retryParams = z.strictObject({ id: z.string().min(1).max(120), channel: z.enum(CHANNELS) });
export const postedLetter = z.strictObject({ post_number: z.string().trim().min(5).max(40).describe('number of the post\'s receipt'), posted_on: z.iso.date().describe('day in Vietnam on which it was handed in') });
export const contestRow = z.object({ case: z.string(), case_number: z.string(), reason: z.string(), at: moment, offence: z.enum(OFFENCES), synthetic: z.boolean() });
export type ContestRow = z.infer<typeof contestRow>;
