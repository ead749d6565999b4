// The life of a case: its states, the events that move it, and the one table of lawful moves.
import type { CaseId, EpochMs, NoticeId, OfficerId, PlateText, ViolationId } from './units.ts';
import type { Offence, Violation } from './violation.ts';

export const CASE_STATES = ['open', 'in_review', 'dismissed', 'second_review', 'confirmed', 'noticed', 'contested', 'settled', 'withdrawn'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Result of looking the plate up in the registers at the second of the act. */
export type OwnerMatch =
  | { readonly kind: 'matched'; readonly vehicleId: string; readonly ownerId: string; readonly plate: PlateText }
  | { readonly kind: 'conflict'; readonly vehicleId: string; readonly plate: PlateText; readonly differs: readonly ('kind' | 'plate_colour')[] }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly PlateText[] }
  | { readonly kind: 'none'; readonly plate: PlateText | null };

/** Coded reasons for dismissal (DOMAIN.md §7: "reasons for rejection coded"). */
export const DISMISS_REASONS = {
  not_an_offence: 'Không có hành vi vi phạm',
  wrong_vehicle: 'Không đúng phương tiện',
  plate_unreadable: 'Không đọc được biển số',
  plate_not_registered: 'Biển số không có trong đăng ký',
  suspected_false_plate: 'Nghi biển số giả',
  priority_vehicle: 'Xe ưu tiên đang làm nhiệm vụ',
  officer_directing: 'Có người điều khiển giao thông',
  signal_fault: 'Đèn tín hiệu hỏng',
  evidence_insufficient: 'Chứng cứ không đủ',
  already_charged: 'Hành vi đã được xử lý ở vụ việc khác',
  other: 'Lý do khác',
} as const;
export type DismissReason = keyof typeof DISMISS_REASONS;

export type Decision = { readonly officer: OfficerId; readonly at: EpochMs } & (
  | { readonly outcome: 'confirm'; readonly plate: PlateText }
  | { readonly outcome: 'dismiss'; readonly reason: DismissReason; readonly note: string }
);

export type CaseHead = { readonly id: CaseId; readonly number: string; readonly violation: ViolationId; readonly openedAt: EpochMs; readonly state: CaseState; readonly notice: NoticeId | null };

/** In one of these a case charges its act. */
const CHARGES: readonly CaseState[] = ['confirmed', 'noticed', 'contested', 'settled'];

/** Another case of the same plate: a vehicle whose track broke is accused twice. `rule`: what judged it, so that all bands of speed are one act. */
export type OtherCase = { readonly id: CaseId; readonly number: string; readonly state: CaseState; readonly camera: string; readonly rule: string; readonly offence: Offence; readonly at: EpochMs };

/** Whether the other case already charges this act. One act is punished once (Law 15/2012/QH13, Art. 3.1.d); two acts of one kind in so short a time at one camera are taken for one. */
export const isChargedBy = (violation: Violation, { state, camera, rule, at }: OtherCase, withinMs: number): boolean =>
  CHARGES.includes(state) && camera === violation.camera && rule === violation.facts.rule && Math.abs(at - violation.at) < withinMs;

export const CASE_EVENTS = ['match', 'ask_second', 'confirm', 'dismiss', 'notice', 'contest', 'uphold', 'settle', 'withdraw'] as const;
export type CaseEvent = (typeof CASE_EVENTS)[number];

const MOVES: Readonly<Record<CaseState, Partial<Readonly<Record<CaseEvent, CaseState>>>>> = {
  open: { match: 'in_review' },
  in_review: { match: 'in_review', confirm: 'confirmed', dismiss: 'dismissed', ask_second: 'second_review' },
  second_review: { confirm: 'confirmed', dismiss: 'dismissed', match: 'in_review' },
  confirmed: { notice: 'noticed', withdraw: 'withdrawn' },
  noticed: { contest: 'contested', settle: 'settled', withdraw: 'withdrawn' },
  contested: { uphold: 'noticed', withdraw: 'withdrawn', settle: 'settled' },
  dismissed: {},
  settled: { withdraw: 'withdrawn' },
  withdrawn: {},
};

/** The state after `event`, or null where the event may not happen in `state`. */
export const advance = (state: CaseState, event: CaseEvent): CaseState | null => MOVES[state][event] ?? null;
