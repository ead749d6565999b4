// The seam: one transaction turns a violation with durable evidence into a case; before it all may be lost, after it nothing.
import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.ts';
import { vietnamDay, type Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import type { SealedEvidence } from '../../domain/evidence.ts';
import { caseId, type CaseId } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { nextCaseNumber } from '../../prisma/cases.ts';
import { inTransaction, type Database } from '../../prisma/client.ts';
import { append, enqueue } from '../../prisma/ledger.ts';
import { toDate } from '../../prisma/time.ts';
import { addCase, addViolation, caseOfViolation } from '../../prisma/violations.ts';

export type Recorded = { readonly case: CaseId; readonly number: string; /** False when this violation had been recorded before. */ readonly fresh: boolean };

const RECORDER = { kind: 'system', id: 'watch' } as const;

/** Records once: the same violation again is answered with the case it has. The evidence must be durable already. */
export async function record(db: Database, clock: Clock, violation: Violation, evidence: SealedEvidence): Promise<Recorded> {
  if (evidence.manifest.violation !== violation.id) throw new Failure('evidence_broken', `evidence of violation ${evidence.manifest.violation} was offered for violation ${violation.id}`);
  return inTransaction(db, async (tx) => {
    const at = clock.now();
    if (!(await addViolation(tx, violation, evidence, canonicalJson(evidence.manifest)))) {
      const known = await caseOfViolation(tx, violation.id);
      if (known === null) throw new Failure('internal', `violation ${violation.id} has no case although both are written together`);
      return { case: caseId(known.id), number: known.number, fresh: false };
    }
    const id = caseId(randomUUID());
    const number = await nextCaseNumber(tx, vietnamDay(at).slice(0, 4));
    await addCase(tx, id, number, violation, toDate(at));
    await enqueue(tx, { name: 'match_owner', payload: { case: id } });
    await append(tx, { actor: RECORDER, at, caseId: id }, 'case_opened', { violation: violation.id, evidence: evidence.sha256 });
    return { case: id, number, fresh: true };
  });
}

/** A database that is down is waited for; anything else that might pass gets this many tries. */
const OTHER_TRIES = 5;

/** As `record`, but waits out a database that is down (1 s, 2 s … 30 s between tries) until it is written or `signal` aborts. */
export async function recordDurably(db: Database, clock: Clock, violation: Violation, evidence: SealedEvidence, signal?: AbortSignal): Promise<Recorded> {
  let others = 0;
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      return await record(db, clock, violation, evidence);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.kind !== 'transient' || signal?.aborted === true) throw thrown;
      others += thrown.code === 'database_down' ? 0 : 1;
      if (others >= OTHER_TRIES) throw thrown;
      await clock.sleep(pauseMs, signal);
    }
  }
}
