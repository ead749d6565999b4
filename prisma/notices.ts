// Notice rows ⇄ domain values: what a notice is made from, its one row a case, and the public check by number and code.
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CaseState } from '../domain/case.ts';
import { manifest, type Manifest } from '../domain/evidence.ts';
import type { FineRow } from '../domain/law.ts';
import type { Channel, NoticeFields } from '../domain/notice.ts';
import type { PlateColour } from '../domain/sighting.ts';
import { caseId, officerId, plateText, sha256, type CaseId, type EpochMs, type NoticeId, type OfficerId, type PlateText, type Sha256 } from '../domain/units.ts';
import type { Violation } from '../domain/violation.ts';
import { caseById, type CaseRow } from './cases.ts';
import type { Database, Tx } from './client.ts';
import { asFailure } from './failures.ts';
import { fromDate, fromDateOrNull, toDate } from './time.ts';
import { violationById } from './violations.ts';

export type NoticeRecipient = {
  readonly id: string;
  readonly kind: 'person' | 'organisation';
  readonly name: string;
  readonly address: string;
  readonly email: string | null;
  readonly vneidAccount: string | null;
};
/** Everything that a notice says, and the officer's decision that it stands on. */
export type NoticeMaterial = {
  readonly case: CaseRow;
  readonly violation: Violation;
  readonly evidence: { readonly manifest: Manifest; readonly text: string; readonly sha256: Sha256 };
  /** The final decision, only where it confirms and an officer took it. */
  readonly confirmed: { readonly officer: OfficerId; readonly plate: PlateText } | null;
  readonly owner: NoticeRecipient | null;
  readonly plateColour: PlateColour;
};

const colour = z.enum(['white', 'yellow', 'blue', 'red']);
const recipient = z.object({
  id: z.string(), ownerType: z.enum(['person', 'organisation']), name: z.string(), address: z.string(), ward: z.string(), province: z.string(),
  email: z.string().nullable(), vneidAccount: z.string().nullable(),
});

/** Null where there is no such case, or its violation or evidence is missing. */
export async function noticeMaterial(tx: Tx, id: CaseId): Promise<NoticeMaterial | null> {
  const file = await caseById(tx, id);
  if (file === null) return null;
  const violation = await violationById(tx, file.violation);
  const sealed = await tx.evidence.findUnique({ where: { violationId: file.violation } });
  if (violation === null || sealed === null) return null;
  const links = await tx.caseFile.findUniqueOrThrow({ where: { id }, include: { owner: true, vehicle: true } });
  const final = await tx.decision.findUnique({ where: { finalOf: id }, include: { officer: { select: { role: true } } } });
  const confirmed = final !== null && final.outcome === 'confirm' && final.officer.role === 'officer' && final.plate !== null;
  return {
    case: file,
    violation,
    evidence: { manifest: manifest.parse(JSON.parse(sealed.manifest)), text: sealed.manifest, sha256: sha256(sealed.sha256) },
    confirmed: confirmed ? { officer: officerId(final.officerId), plate: plateText(final.plate ?? '') } : null,
    owner: links.owner === null ? null : recipientOf(links.owner),
    plateColour: links.vehicle === null ? 'unknown' : colour.parse(links.vehicle.plateColour),
  };
}

/** The address in full: ward and province are added where the register's line does not end in them already. */
export function recipientOf(stored: unknown): NoticeRecipient {
  const { id, ownerType, name, address, ward, province, email, vneidAccount } = recipient.parse(stored);
  const full = [address, ward, province].filter((part, index, all) => part !== '' && (index === 0 || !(all[0] ?? '').includes(part))).join(', ');
  return { id, kind: ownerType, name, address: full, email, vneidAccount };
}

export type NewNotice = {
  readonly id: NoticeId;
  readonly case: CaseId;
  readonly owner: string;
  readonly fields: NoticeFields;
  readonly law: FineRow;
  readonly warnings: readonly string[];
  readonly respondBy: EpochMs;
  readonly pdfSha256: Sha256;
  readonly verifyCode: string;
};

/** False, with nothing written, where the case has its notice already. */
export async function addNotice({ notice }: Tx, made: NewNotice): Promise<boolean> {
  const { fields } = made;
  const { count } = await notice.createMany({
    data: [{
      id: made.id, caseId: made.case, number: fields.number, ownerId: made.owner, form: fields.form,
      fields: { ...fields, enclosure: [...fields.enclosure], recipients: [...fields.recipients] },
      law: { ...made.law, warnings: [...made.warnings] },
      issuedAt: toDate(fields.issued_at), respondBy: toDate(made.respondBy), pdfSha256: made.pdfSha256, evidenceSha256: fields.evidence_sha256, verifyCode: made.verifyCode,
    }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** A notice with what a channel needs to carry it. */
export type NoticeToSend = {
  readonly id: NoticeId;
  readonly case: CaseId;
  readonly number: string;
  readonly issuingUnit: string;
  readonly respondBy: EpochMs;
  readonly pdfSha256: Sha256;
  readonly synthetic: boolean;
  readonly withdrawn: boolean;
  readonly owner: NoticeRecipient;
};
const printed = z.object({ issuing_unit: z.string(), issuing_authority_parent: z.string(), synthetic: z.boolean() });

export async function noticeToSend({ notice }: Tx, id: NoticeId): Promise<NoticeToSend | null> {
  const found = await notice.findUnique({ where: { id }, include: { owner: true } });
  if (found === null) return null;
  const { issuing_unit, issuing_authority_parent, synthetic } = printed.parse(found.fields);
  return {
    id, case: caseId(found.caseId), number: found.number, issuingUnit: `${issuing_unit}, ${issuing_authority_parent}`, respondBy: fromDate(found.respondBy),
    pdfSha256: sha256(found.pdfSha256), synthetic, withdrawn: found.withdrawnAt !== null, owner: recipientOf(found.owner),
  };
}

/** What anybody who holds the notice may learn: that it is genuine and how it stands. No personal data. */
export type Verification =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'genuine'; readonly number: string; readonly issuedAt: EpochMs; readonly withdrawnAt: EpochMs | null; readonly state: CaseState; readonly pdfSha256: Sha256; readonly evidenceSha256: Sha256; readonly synthetic: boolean };

/** A wrong number and a wrong code get the same answer. */
export async function verifyNotice({ prisma }: Pick<Database, 'prisma'>, number: string, code: string): Promise<Verification> {
  try {
    const found = await prisma.notice.findUnique({ where: { number } });
    if (found === null || !sameCode(found.verifyCode, code)) return { kind: 'unknown' };
    const file = await caseById(prisma, caseId(found.caseId));
    if (file === null) return { kind: 'unknown' };
    return {
      kind: 'genuine', number, issuedAt: fromDate(found.issuedAt), withdrawnAt: fromDateOrNull(found.withdrawnAt), state: file.state,
      pdfSha256: sha256(found.pdfSha256), evidenceSha256: sha256(found.evidenceSha256), synthetic: printed.parse(found.fields).synthetic,
    };
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

function sameCode(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given.trim().toUpperCase())];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The channels of ND 168/2024 Điều 47.12 by what is known of the owner. E-mail only tells: alone it is no lawful way, so paper goes with it. */
export function channelsFor({ vneidAccount, email }: NoticeRecipient): readonly Channel[] {
  return [vneidAccount === null ? 'paper' : 'vneid', ...(email === null ? [] : (['email'] as const))];
}
