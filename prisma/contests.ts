// The owner's words on notices and the rulings on them, as rows.
import { z } from 'zod';
import type { CaseId, EpochMs, NoticeId, OfficerId } from '../domain/units.ts';
import { caseId, noticeId } from '../domain/units.ts';
import type { Tx } from './client.ts';
import { toDate } from './time.ts';

export const ANSWERS = { accepts: 'Chấp nhận, sẽ đến làm việc', names_driver: 'Người khác điều khiển phương tiện' } as const;
/** DOMAIN.md §7, right to contest. */
export const CONTESTS = {
  not_driver: 'Tôi không phải là người điều khiển', sold: 'Đã bán, chuyển nhượng phương tiện', stolen: 'Phương tiện bị chiếm đoạt, sử dụng trái phép', cloned_plate: 'Biển số bị làm giả',
  priority_duty: 'Xe ưu tiên đang làm nhiệm vụ', wrong_plate: 'Không phải biển số của tôi', signal_fault: 'Đèn tín hiệu hỏng', other: 'Lý do khác',
} as const;
export type Word = { readonly kind: 'answer'; readonly reason: keyof typeof ANSWERS } | { readonly kind: 'contest'; readonly reason: keyof typeof CONTESTS };
export const RULINGS = ['uphold', 'withdraw', 'settle'] as const;
export type Ruling = (typeof RULINGS)[number];

export type NoticeHead = { readonly id: NoticeId; readonly case: CaseId; readonly ownerId: string };

export async function noticeHead({ notice }: Tx, id: NoticeId): Promise<NoticeHead | null> {
  const found = await notice.findUnique({ where: { id }, select: { id: true, caseId: true, ownerId: true } });
  return found === null ? null : { id: noticeId(found.id), case: caseId(found.caseId), ownerId: found.ownerId };
}

export async function addWord({ contest }: Tx, id: string, { id: notice, case: about, ownerId }: NoticeHead, word: Word, statement: string, at: EpochMs): Promise<void> {
  await contest.create({ data: { id, caseId: about, noticeId: notice, ownerId, kind: word.kind, reason: word.reason, statement, saidAt: toDate(at) } });
}

/** Rules on every contest of the case that is still open; returns how many there were. */
export async function ruleContests({ contest }: Tx, id: CaseId, officer: OfficerId, ruling: Ruling, why: string, at: EpochMs): Promise<number> {
  const { count } = await contest.updateMany({ where: { caseId: id, kind: 'contest', ruling: null }, data: { ruling, ruledBy: officer, ruledAt: toDate(at), rulingWhy: why } });
  return count;
}

export async function markWithdrawn({ notice }: Tx, id: CaseId, at: EpochMs): Promise<void> {
  await notice.updateMany({ where: { caseId: id, withdrawnAt: null }, data: { withdrawnAt: toDate(at) } });
}

/** Whether the case was ever ruled upon; for screens and tests. */
export async function wordsOn({ contest }: Tx, id: CaseId): Promise<readonly { readonly kind: string; readonly reason: string; readonly ruling: string | null }[]> {
  return z.array(z.object({ kind: z.string(), reason: z.string(), ruling: z.string().nullable() })).parse(await contest.findMany({ where: { caseId: id }, orderBy: { saidAt: 'asc' } }));
}
