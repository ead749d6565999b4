// Read model of one case whole: what was seen, how it stands, who decided, what was sent and answered.
import { z } from 'zod';
import type { CaseState, OtherCase, OwnerMatch } from '../domain/case.ts';
import { manifest, type Manifest } from '../domain/evidence.ts';
import { CHANNELS, type Channel } from '../domain/notice.ts';
import { caseId, type EpochMs } from '../domain/units.ts';
import type { Violation } from '../domain/violation.ts';
import { caseById, othersOf } from './cases.ts';
import type { Database } from './client.ts';
import { fromDate, fromDateOrNull } from './time.ts';
import { violationById } from './violations.ts';

export type FinalDecision = { readonly by: string; readonly at: EpochMs; readonly outcome: 'confirm' | 'dismiss'; readonly reason: string | null; readonly note: string };
export type CaseDelivery = { readonly channel: Channel; readonly state: string; readonly attempts: number; readonly at: EpochMs | null; readonly receipt: string | null; readonly code: string | null; readonly final: boolean };
export type CaseWord = { readonly id: string; readonly kind: 'answer' | 'contest'; readonly reason: string; readonly statement: string; readonly at: EpochMs; readonly ruling: 'uphold' | 'withdraw' | 'settle' | null; readonly why: string | null; readonly ruledAt: EpochMs | null };
export type WholeCase = {
  readonly id: string;
  readonly number: string;
  readonly state: CaseState;
  readonly openedAt: EpochMs;
  readonly violation: Violation;
  readonly manifest: Manifest;
  readonly evidenceSha256: string;
  readonly sealedAt: EpochMs;
  readonly plate: string | null;
  readonly plateSource: 'read' | 'officer';
  readonly match: OwnerMatch | null;
  readonly claim: { readonly by: string; readonly until: EpochMs } | null;
  readonly second: { readonly why: string; readonly askedBy: string } | null;
  readonly decision: FinalDecision | null;
  readonly notice: { readonly id: string; readonly number: string; readonly issuedAt: EpochMs; readonly respondBy: EpochMs; readonly pdfSha256: string } | null;
  readonly deliveries: readonly CaseDelivery[];
  readonly words: readonly CaseWord[];
  /** Of the same plate about the same time. */
  readonly others: readonly OtherCase[];
};
/** What one vehicle did this long before and after belongs before the officer's eyes. */
const ABOUT_MS = 10 * 60_000;

const outcome = z.enum(['confirm', 'dismiss']);
const wordKind = z.enum(['answer', 'contest']);
const ruling = z.enum(['uphold', 'withdraw', 'settle']).nullable();

/** Null where there is no such case or its evidence is not on record. */
export async function wholeCase({ prisma }: Database, id: string, now: EpochMs): Promise<WholeCase | null> {
  const file = await caseById(prisma, caseId(id));
  if (file === null) return null;
  const [violation, sealed, rest] = await Promise.all([
    violationById(prisma, file.violation),
    prisma.evidence.findUnique({ where: { violationId: file.violation } }),
    prisma.caseFile.findUniqueOrThrow({ where: { id }, include: { decisions: { orderBy: { id: 'asc' } }, notice: { include: { deliveries: { orderBy: { queuedAt: 'asc' } } } }, contests: { orderBy: { saidAt: 'asc' } } } }),
  ]);
  if (violation === null || sealed === null) return null;
  const { number, state, openedAt, plate, plateSource, match, claimedBy, claimedUntil, secondWhy } = file;
  const first = rest.decisions.filter(({ stage }) => stage === 'first').at(-1);
  return {
    id, number, state, openedAt, violation, plate, plateSource, match,
    manifest: manifest.parse(JSON.parse(sealed.manifest)), evidenceSha256: sealed.sha256, sealedAt: fromDate(sealed.sealedAt),
    claim: claimedBy !== null && claimedUntil !== null && claimedUntil > now ? { by: claimedBy, until: claimedUntil } : null,
    second: state === 'second_review' && secondWhy !== null ? { why: secondWhy, askedBy: first?.officerId ?? '' } : null,
    decision: finalOf(rest.decisions),
    notice: rest.notice === null ? null : { id: rest.notice.id, number: rest.notice.number, issuedAt: fromDate(rest.notice.issuedAt), respondBy: fromDate(rest.notice.respondBy), pdfSha256: rest.notice.pdfSha256 },
    deliveries: (rest.notice?.deliveries ?? []).map(({ channel, state: at, attempts, stateAt, receipt, code, final }) => ({ channel: z.enum(CHANNELS).parse(channel), state: at, attempts, at: fromDateOrNull(stateAt), receipt, code, final })),
    words: rest.contests.map(wordOf),
    others: await othersOf(prisma, file, violation.at, ABOUT_MS),
  };
}

type DecisionRow = { readonly officerId: string; readonly decidedAt: Date; readonly stage: string; readonly outcome: string; readonly reason: string | null; readonly note: string };
function finalOf(decisions: readonly DecisionRow[]): FinalDecision | null {
  const made = decisions.find(({ stage }) => stage === 'final');
  return made === undefined ? null : { by: made.officerId, at: fromDate(made.decidedAt), outcome: outcome.parse(made.outcome), reason: made.reason, note: made.note };
}

type WordRow = { readonly id: string; readonly kind: string; readonly reason: string; readonly statement: string; readonly saidAt: Date; readonly ruling: string | null; readonly rulingWhy: string | null; readonly ruledAt: Date | null };
export function wordOf({ id, kind, reason, statement, saidAt, ruling: ruled, rulingWhy, ruledAt }: WordRow): CaseWord {
  return { id, kind: wordKind.parse(kind), reason, statement, at: fromDate(saidAt), ruling: ruling.parse(ruled), why: rulingWhy, ruledAt: fromDateOrNull(ruledAt) };
}
