// An offence that was seen, with the facts a judge would ask for; one variant of Facts an offence.
import { z } from 'zod';
import type { PairingFacts } from './pairing.ts';
import type { Scene } from './scene.ts';
import type { ModelRef, PlateVote, Sight, TrackPoint } from './sighting.ts';
import type { CameraId, EpochMs, MediaMs, SessionId, Sha256, TrackId, ViolationId } from './units.ts';
import { VEHICLE_KINDS, type AccusedKind } from './vehicle.ts';

/** Keys of the fine schedule (domain/data/fines.csv). Rules report these; `lawKey` maps the rest. */
export const OFFENCES = [
  'red_light', 'stop_line_or_marking', 'crosses_solid_line', 'lane_change', 'wrong_lane', 'wrong_way', 'prohibited_road',
  'uturn_or_turn_forbidden', 'speed_05_10', 'speed_10_20', 'speed_20_35', 'speed_35_up', 'speed_20_up',
  'stop_no_stopping_sign', 'park_no_parking_sign',
] as const;
export type Offence = (typeof OFFENCES)[number];

const at = z.number().describe('media time, ms');
const pointPx = z.strictObject({ x: z.number(), y: z.number() });
/** One of the two sights an officer is shown: when, and where the vehicle stood. */
export const witness = z.strictObject({
  at_ms: at,
  box: z.strictObject({ x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }),
  ground: pointPx,
});
export type Witness = z.infer<typeof witness>;
const seen = { crossed_ms: at, before: witness, after: witness };
const signalFacts = { signal: z.string(), signal_source: z.enum(['vision', 'controller', 'both']), red_since_ms: at, red_for_ms: z.number(), grace_ms: z.number() };
const movementName = z.enum(['straight', 'left', 'right', 'uturn', 'unknown']);

/** Why a measured speed may never become a notice. */
export const SCREENING_REASONS = {
  not_verified: { vi: 'máy đo không có giấy kiểm định còn hạn', en: 'the meter has no valid verification' },
  calibration_unproven: { vi: 'hiệu chuẩn không có điểm thứ năm hay độ dài đã biết để kiểm tra, nên không biết sai số', en: 'no fifth point or known length checks the calibration, so its error is unknown' },
} as const;
export type ScreeningReason = keyof typeof SCREENING_REASONS;

/** Facts are stored as JSON and judged again by `phatnguoi check`: units stand in the names. */
export const facts = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('red_light'), stop_line: z.string(), ...signalFacts, amber_ms: z.number().nullable(), movement: movementName, ran_on_px: z.number(), needed_px: z.number(), front_ms: at.describe('earliest moment at which the front may have passed the line'), ran_on_ms: at, ...seen }),
  z.strictObject({ rule: z.literal('stop_line'), stop_line: z.string(), ...signalFacts, stood_ms: z.number(), past_px: z.number(), needed_px: z.number(), ...seen }),
  z.strictObject({ rule: z.literal('solid_line'), line: z.string(), offence: z.enum(['crosses_solid_line', 'lane_change']), side_before_px: z.number(), side_after_px: z.number(), needed_px: z.number(), ...seen }),
  z.strictObject({ rule: z.literal('wrong_lane'), lane: z.string(), inside_ms: z.number(), needed_ms: z.number(), travelled_px: z.number(), needed_px: z.number(), allowed: z.array(z.enum(VEHICLE_KINDS)), ...seen }),
  z.strictObject({ rule: z.literal('wrong_way'), zone: z.string(), travelled_px: z.number(), needed_px: z.number(), against_deg: z.number(), inside_ms: z.number(), ...seen }),
  z.strictObject({ rule: z.literal('prohibited_road'), zone: z.string(), inside_ms: z.number(), needed_ms: z.number(), travelled_px: z.number(), needed_px: z.number(), ...seen }),
  z.strictObject({ rule: z.literal('turn'), zone: z.string(), movement: movementName, turned_deg: z.number(), needed_deg: z.number(), ...seen }),
  z.strictObject({
    rule: z.literal('speed'), limit_kmh: z.number(), limit_source: z.string(), measured_kmh: z.number(), error_kmh: z.number(), certified_error_kmh: z.number(),
    charged_kmh: z.number(), baseline_m: z.number(), elapsed_ms: z.number(), verification: z.string().nullable(), screening_only: z.boolean(),
    screening_why: z.array(z.enum(['not_verified', 'calibration_unproven'])).optional().describe('absent in facts of before 22 November 2026'),
    from_m: z.tuple([z.number(), z.number()]), to_m: z.tuple([z.number(), z.number()]), check_kmh: z.number().describe('distance between from_m and to_m by elapsed_ms, as a person recomputes it'), ...seen,
  }),
  z.strictObject({ rule: z.literal('standing'), zone: z.string(), offence: z.enum(['stop_no_stopping_sign', 'park_no_parking_sign']), stood_ms: z.number(), needed_ms: z.number(), moved_px: z.number(), allowed_px: z.number(), unseen_ms: z.number(), passed_by: z.number().int(), ...seen }),
]);
export type Facts = z.infer<typeof facts>;
export type AccusedFacts<Name extends Facts['rule']> = Extract<Facts, { rule: Name }>;

/** Why something that looked like an offence accuses nobody. Kept, counted, shown to operators; never a case. */
export const VOIDS = [
  'signal_unknown', 'signal_dark', 'signal_flashing', 'signal_disagrees', 'within_grace', 'amber', 'permitted_movement', 'movement_unknown',
  'track_merged', 'track_split', 'track_too_brief', 'track_jumped', 'track_gap', 'kind_unclear', 'foot_hidden', 'no_before', 'no_after', 'did_not_run_on',
  'priority_vehicle', 'officer_directing', 'signal_fault', 'camera_moved', 'clock_not_in_step', 'inspection_expired', 'not_calibrated', 'below_threshold', 'stream_gap', 'pairing_unsure',
] as const;
export type Void = (typeof VOIDS)[number];

export type Accused = {
  readonly kind: 'accused';
  readonly offence: Offence;
  readonly track: TrackId;
  readonly vehicle: AccusedKind;
  /** The moment of the act, media time. */
  readonly at: MediaMs;
  readonly facts: Facts;
  /** True where the result may never become a notice. */
  readonly screeningOnly: boolean;
};
export type Voided = { readonly kind: 'void'; readonly offence: Offence; readonly track: TrackId; readonly at: MediaMs; readonly why: Void; readonly detail: string };
export type Verdict = Accused | Voided;

/** What holds for the whole scene beside what is seen: switches, inspections, faults. */
export type Circumstances = {
  readonly officerDirecting: boolean;
  readonly signalFault: boolean;
  readonly cameraMoved: boolean;
  readonly clockInStep: boolean;
  readonly inspectionValid: boolean;
  readonly speedVerified: boolean;
  /** Tracks known to be priority vehicles on duty (DOMAIN.md §3): told by an operator or a model, absent where nobody tells. */
  readonly priority?: readonly TrackId[];
  /** An operator told that priority vehicles on duty pass: who makes way for them is not told from who does not. */
  readonly priorityPassing?: boolean;
};

/** What a rule weighed about a track without accusing or voiding; only made when somebody listens (`judge --explain`). */
export type Note = { readonly rule: Facts['rule']; readonly track: TrackId; readonly at: MediaMs; readonly vi: string; readonly en: string };

/** A rule judges one track at a time and keeps its own small state by track; it is pure and knows no other rule. */
export type Rule = {
  readonly name: Facts['rule'];
  readonly create: (scene: Scene, note?: (note: Note) => void) => {
    readonly see: (sight: Sight, circumstances: Circumstances) => readonly Verdict[];
  };
};

export type Violation = {
  /** Derived from camera, session, track and offence: the same stream judged twice gives the same id. */
  readonly id: ViolationId;
  readonly camera: CameraId;
  readonly session: SessionId;
  readonly track: TrackId;
  readonly offence: Offence;
  readonly vehicle: AccusedKind;
  readonly at: EpochMs;
  readonly mediaAt: MediaMs;
  readonly clockErrorMs: number;
  readonly plate: PlateVote | null;
  /** Where the plate was read by another camera of the site: bestAt and bestBox of `plate` are then that camera's. */
  readonly pairing?: PairingFacts;
  readonly facts: Facts;
  readonly screeningOnly: boolean;
  readonly synthetic: boolean;
  readonly scene: Sha256;
  readonly models: readonly ModelRef[];
  /** Version of the rules that judged. */
  readonly rules: string;
};

export const witnessOf = (point: TrackPoint): Witness => ({ at_ms: point.at, box: { ...point.box }, ground: { ...point.ground } });
