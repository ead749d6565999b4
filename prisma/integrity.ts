// Questions that `phatnguoi check` asks the database: everything stored, piece by piece, and what should stand but does not.
import { z } from 'zod';
import type { Violation } from '../domain/violation.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Database } from './client.ts';
import { toDate } from './time.ts';
import { violationOf } from './violations.ts';

export type StoredSeal = { readonly manifest: string; readonly sha256: string; readonly signature: string; readonly publicKey: string };
export type StoredProof = {
  readonly id: string;
  /** Null where the row's JSON is not what the types say: written by another version, or tampered with. */
  readonly violation: Violation | null;
  readonly seal: StoredSeal | null;
  readonly hasCase: boolean;
};

/** Every violation in pieces of 100, so that memory stays flat over years of them. */
export async function* storedProofs({ prisma }: Database): AsyncGenerator<StoredProof> {
  for (let after = ''; ; ) {
    const rows = await prisma.violation.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: 100, include: { evidence: true, caseFile: { select: { id: true } } } });
    for (const { evidence, caseFile, ...stored } of rows) yield { id: stored.id, violation: readable(stored), seal: evidence, hasCase: caseFile !== null };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

function readable(stored: unknown): Violation | null {
  try {
    return violationOf(stored);
  } catch (thrown) {
    if (thrown instanceof z.ZodError) return null;
    throw thrown;
  }
}

export type StoredNotice = { readonly id: string; readonly caseId: string; readonly pdfSha256: string; readonly evidenceSha256: string; readonly confirmed: boolean; readonly ofThisEvidence: boolean };

export async function* storedNotices({ prisma }: Database): AsyncGenerator<StoredNotice> {
  for (let after = ''; ; ) {
    const rows = await prisma.notice.findMany({
      where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: 100,
      include: { caseFile: { select: { plate: true, ownerId: true, decisions: { where: { stage: 'final', outcome: 'confirm' } }, violation: { select: { evidence: { select: { sha256: true } } } } } } },
    });
    for (const { id, caseId, pdfSha256, evidenceSha256, ownerId, caseFile } of rows) {
      const [decision] = caseFile.decisions;
      const confirmed = decision !== undefined && decision.plate === caseFile.plate && caseFile.ownerId === ownerId;
      yield { id, caseId, pdfSha256, evidenceSha256, confirmed, ofThisEvidence: caseFile.violation.evidence?.sha256 === evidenceSha256 };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

export type Gap = { readonly what: string; readonly about: string };

/** Rows that should have a companion and have none. Notices may be missing on cases that moved after `settledBefore`. */
export async function missingCompanions({ pool }: Database, settledBefore: EpochMs): Promise<readonly Gap[]> {
  const { rows } = await pool.query<Gap>(
    `SELECT 'confirmed but without a notice' AS what, 'case ' || c.id AS about FROM case_file c LEFT JOIN notice n ON n.case_id = c.id
       WHERE n.id IS NULL AND (c.state IN ('noticed', 'contested', 'settled') OR (c.state = 'confirmed' AND c.state_changed_at < $1))
     UNION ALL SELECT 'has a notice but is ' || c.state, 'case ' || c.id FROM case_file c JOIN notice n ON n.case_id = c.id WHERE c.state IN ('open', 'in_review', 'second_review', 'dismissed', 'confirmed')
     UNION ALL SELECT 'decided without a decision', 'case ' || c.id FROM case_file c WHERE c.state NOT IN ('open', 'in_review', 'second_review') AND NOT EXISTS (SELECT FROM decision d WHERE d.final_of = c.id)
     UNION ALL SELECT 'opened without an audit event', 'case ' || c.id FROM case_file c WHERE NOT EXISTS (SELECT FROM audit_event a WHERE a.case_id = c.id AND a.kind = 'case_opened')
     UNION ALL SELECT 'decided without an audit event', 'case ' || d.case_id FROM decision d
       WHERE d.stage = 'final' AND NOT EXISTS (SELECT FROM audit_event a WHERE a.case_id = d.case_id AND a.kind = CASE d.outcome WHEN 'confirm' THEN 'case_confirmed' ELSE 'case_dismissed' END AND a.actor_id = d.officer_id)
     UNION ALL SELECT 'confirmed although it is for screening only', 'case ' || c.id FROM case_file c WHERE c.screening_only AND c.state NOT IN ('open', 'in_review', 'second_review', 'dismissed')
     UNION ALL SELECT 'loaded without an audit event', 'register file ' || r.sha256 FROM registry_import r WHERE NOT EXISTS (SELECT FROM audit_event a WHERE a.kind = 'registry_imported' AND a.data ->> 'sha256' = r.sha256)
     ORDER BY about, what`,
    [toDate(settledBefore)],
  );
  return rows;
}
