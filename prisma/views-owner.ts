// Read models of the owner's portal: only notices of the owner who asks, and what each of them says.
import { z } from 'zod';
import { CASE_STATES, type CaseState } from '../domain/case.ts';
import { manifest, type Manifest } from '../domain/evidence.ts';
import { violationId, type EpochMs } from '../domain/units.ts';
import type { Violation } from '../domain/violation.ts';
import type { Database } from './client.ts';
import { fromDate, fromDateOrNull } from './time.ts';
import { violationById } from './violations.ts';
import { wordOf, type CaseWord } from './views-case.ts';

export { verifyNotice, type Verification } from './notices.ts';

const printed = z.object({
  vehicle_type: z.string(), plate: z.string(), violation_at: z.number(), violation_place: z.string(), offence_text: z.string(), legal_basis: z.string(), appointment: z.string(),
  appear_at_unit: z.string(), appear_at_address: z.string(), alternative_unit: z.string(), bring: z.string(), consequence: z.string(), contact_phone: z.string(),
  issuing_unit: z.string(), detecting_unit: z.string(), owner_name: z.string(), synthetic: z.boolean(),
});
export type PrintedNotice = z.infer<typeof printed>;
export type OwnerNotice = {
  readonly id: string;
  readonly caseId: string;
  readonly number: string;
  readonly state: CaseState;
  readonly issuedAt: EpochMs;
  readonly respondBy: EpochMs;
  readonly withdrawnAt: EpochMs | null;
  readonly pdfSha256: string;
  readonly fields: PrintedNotice;
  readonly words: readonly CaseWord[];
};

const INCLUDE = { caseFile: { select: { id: true, state: true, violationId: true } }, contests: { orderBy: { saidAt: 'asc' } } } as const;
type Stored = { readonly id: string; readonly number: string; readonly issuedAt: Date; readonly respondBy: Date; readonly withdrawnAt: Date | null; readonly pdfSha256: string; readonly fields: unknown; readonly caseFile: { readonly id: string; readonly state: string }; readonly contests: readonly Parameters<typeof wordOf>[0][] };

function noticeOf({ id, number, issuedAt, respondBy, withdrawnAt, pdfSha256, fields, caseFile, contests }: Stored): OwnerNotice {
  return {
    id, number, pdfSha256, caseId: caseFile.id, state: z.enum(CASE_STATES).parse(caseFile.state), issuedAt: fromDate(issuedAt), respondBy: fromDate(respondBy), withdrawnAt: fromDateOrNull(withdrawnAt),
    fields: printed.parse(fields), words: contests.map(wordOf),
  };
}

/** All notices of one owner, newest first. */
export async function noticesOf({ prisma }: Database, ownerId: string): Promise<readonly OwnerNotice[]> {
  const rows = await prisma.notice.findMany({ where: { ownerId }, include: INCLUDE, orderBy: { issuedAt: 'desc' }, take: 500 });
  return rows.map(noticeOf);
}

export type NoticeProof = { readonly notice: OwnerNotice; readonly violation: Violation; readonly manifest: Manifest };

/** One notice with its proof; null for another owner's, as for one that does not exist. */
export async function noticeWithProof({ prisma }: Database, ownerId: string, id: string): Promise<NoticeProof | null> {
  const found = await prisma.notice.findFirst({ where: { id, ownerId }, include: INCLUDE });
  if (found === null) return null;
  const violation = await violationById(prisma, violationId(found.caseFile.violationId));
  const sealed = await prisma.evidence.findUnique({ where: { violationId: found.caseFile.violationId } });
  return violation === null || sealed === null ? null : { notice: noticeOf(found), violation, manifest: manifest.parse(JSON.parse(sealed.manifest)) };
}
