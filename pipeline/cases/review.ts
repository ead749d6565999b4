// The officer's work on a case: claim, correct the plate, confirm (alone or as second), dismiss; each moves one state or is refused.
import { createHash } from 'node:crypto';
import { advance, isChargedBy, type CaseState, type DismissReason } from '../../domain/case.ts';
import type { Clock } from '../../domain/clock.ts';
import { Failure, Refused } from '../../domain/errors.ts';
import { lawAt, type LawTable } from '../../domain/law.ts';
import type { Actor } from '../../domain/ledger.ts';
import type { CaseId, EpochMs, OfficerId, PlateText } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { addDecision, caseById, claimCase, firstOfficer, later, lockPlate, moveCase, othersOf, releaseCase, setMatch, type CaseRow } from '../../prisma/cases.ts';
import { inTransaction, type Database, type Tx } from '../../prisma/client.ts';
import { append, enqueue } from '../../prisma/ledger.ts';
import { violationById } from '../../prisma/violations.ts';
import { lookUp } from './match-owner.ts';
import { refusal } from './refusal.ts';

export type ReviewRules = {
  /** How long a claim holds without being prolonged. */
  readonly leaseMs: number;
  /** A second officer for plates that grammar repaired or an officer corrected. */
  readonly secondForRepairedPlate: boolean;
  /** A second officer when the band's maximum reaches this; null: never for that reason. */
  readonly secondFromFineVnd: number | null;
  /** Acts of one vehicle under one rule at one camera are one act when they lie nearer than this. */
  readonly sameActMs: number;
};

export type Review = {
  readonly claim: (officer: OfficerId, id: CaseId) => Promise<{ readonly until: EpochMs }>;
  readonly release: (officer: OfficerId, id: CaseId) => Promise<void>;
  /** Answers with the case as it stands after the registers were asked again. */
  readonly correctPlate: (officer: OfficerId, id: CaseId, plate: PlateText) => Promise<CaseRow>;
  /** `plate` is what the officer saw on the screen: a case that changed since is refused. */
  readonly confirm: (officer: OfficerId, id: CaseId, plate: PlateText, note?: string) => Promise<{ readonly state: 'confirmed' | 'second_review' }>;
  readonly dismiss: (officer: OfficerId, id: CaseId, reason: DismissReason, note?: string) => Promise<void>;
};

const REVIEWED: readonly CaseState[] = ['in_review', 'second_review'];
const by = (officer: OfficerId): Actor => ({ kind: 'officer', id: officer });

export function review(db: Database, clock: Clock, law: LawTable, rules: ReviewRules): Review {
  return {
    claim: async (officer, id) => inTransaction(db, async (tx) => claim(tx, clock.now(), rules, officer, id)),
    release: async (officer, id) =>
      inTransaction(db, async (tx) => {
        if (await releaseCase(tx, id, officer)) await append(tx, { actor: by(officer), at: clock.now(), caseId: id }, 'case_released', {});
      }),
    correctPlate: async (officer, id, plate) => inTransaction(db, async (tx) => correctPlate(tx, clock.now(), officer, id, plate)),
    confirm: async (officer, id, plate, note = '') => inTransaction(db, async (tx) => confirm(tx, clock.now(), law, rules, { officer, id, plate, note })),
    dismiss: async (officer, id, reason, note = '') => inTransaction(db, async (tx) => dismiss(tx, clock.now(), { officer, id, reason, note })),
  };
}

async function claim(tx: Tx, at: EpochMs, { leaseMs }: ReviewRules, officer: OfficerId, id: CaseId): Promise<{ readonly until: EpochMs }> {
  const before = await known(tx, id);
  const until = later(at, leaseMs);
  if (!(await claimCase(tx, id, REVIEWED, officer, at, until))) throw await refusal(tx, id, REVIEWED, officer, at);
  if (before.claimedBy !== officer) await append(tx, { actor: by(officer), at, caseId: id }, 'case_claimed', {});
  return { until };
}

async function correctPlate(tx: Tx, at: EpochMs, officer: OfficerId, id: CaseId, plate: PlateText): Promise<CaseRow> {
  if (plate === '') throw new Refused('bad_request', 'expected a plate such as 61A12345, got nothing');
  const before = await reviewed(tx, id, officer, at);
  const to = advance(before.state, 'match');
  if (to === null) throw await refusal(tx, id, REVIEWED, officer, at);
  // Taking the lease locks the row: from here on nobody else decides it.
  if (!(await claimCase(tx, id, [before.state], officer, at, before.claimedUntil ?? at))) throw await refusal(tx, id, REVIEWED, officer, at);
  const match = await lookUp(tx, await violationFor(tx, before), plate, 'officer');
  if (!(await setMatch(tx, id, before.state, to, match, at, plate))) throw await refusal(tx, id, REVIEWED, officer, at);
  const occasion = { actor: by(officer), at, caseId: id };
  await append(tx, occasion, 'plate_corrected', { plate_sha256: createHash('sha256').update(plate).digest('hex') });
  await append(tx, occasion, 'owner_matched', { result: match.kind });
  return known(tx, id);
}

type Confirmation = { readonly officer: OfficerId; readonly id: CaseId; readonly plate: PlateText; readonly note: string };
async function confirm(tx: Tx, at: EpochMs, law: LawTable, rules: ReviewRules, { officer, id, plate, note }: Confirmation): Promise<{ readonly state: 'confirmed' | 'second_review' }> {
  const before = await reviewed(tx, id, officer, at);
  if (before.screeningOnly) throw new Refused('screening_only', `case ${id} rests on a screening result`);
  if (before.match?.kind !== 'matched') throw new Refused('no_owner', `case ${id}: expected a matched owner, got ${before.match?.kind ?? 'no look-up yet'}`);
  if (before.plate !== plate) throw new Refused('wrong_state', `case ${id}: its plate changed since the officer saw it; load it again`);
  const violation = await violationFor(tx, before);
  await lockPlate(tx, plate);
  const charged = (await othersOf(tx, before, violation.at, rules.sameActMs)).find((one) => isChargedBy(violation, one, rules.sameActMs));
  if (charged !== undefined) throw new Refused('already_charged', `case ${id}: case ${charged.number} already charges this act; dismiss this one`);
  const why = before.state === 'in_review' ? secondNeeded(before, violation, law, rules) : null;
  const expected = { state: before.state, plate, officer };
  const occasion = { actor: by(officer), at, caseId: id };
  if (why !== null) {
    if (!(await moveCase(tx, id, expected, 'second_review', at, { secondWhy: why }))) throw await refusal(tx, id, REVIEWED, officer, at);
    await addDecision(tx, id, officer, at, { outcome: 'confirm', stage: 'first', plate, note });
    await append(tx, occasion, 'second_officer_asked', { why });
    return { state: 'second_review' };
  }
  if (before.state === 'second_review' && (await firstOfficer(tx, id)) === officer) throw new Refused('needs_second_officer', `case ${id}: the officer who asked for a second one cannot be it`);
  if (!(await moveCase(tx, id, expected, 'confirmed', at))) throw await refusal(tx, id, REVIEWED, officer, at);
  await addDecision(tx, id, officer, at, { outcome: 'confirm', stage: 'final', plate, note });
  await enqueue(tx, { name: 'issue_notice', payload: { case: id } });
  await append(tx, occasion, 'case_confirmed', {});
  return { state: 'confirmed' };
}

type Dismissal = { readonly officer: OfficerId; readonly id: CaseId; readonly reason: DismissReason; readonly note: string };
async function dismiss(tx: Tx, at: EpochMs, { officer, id, reason, note }: Dismissal): Promise<void> {
  const before = await reviewed(tx, id, officer, at);
  if (!(await moveCase(tx, id, { state: before.state, officer }, 'dismissed', at))) throw await refusal(tx, id, REVIEWED, officer, at);
  await addDecision(tx, id, officer, at, { outcome: 'dismiss', stage: 'final', reason, note });
  await append(tx, { actor: by(officer), at, caseId: id }, 'case_dismissed', { reason });
}

/** Why one officer is not enough, or null. */
function secondNeeded(row: CaseRow, violation: Violation, law: LawTable, { secondForRepairedPlate, secondFromFineVnd }: ReviewRules): string | null {
  if (secondForRepairedPlate && row.plateSource === 'officer') return 'plate_corrected';
  if (secondForRepairedPlate && (violation.plate?.repaired.length ?? 0) > 0) return 'plate_repaired';
  if (secondFromFineVnd !== null && lawAt(law, violation.offence, violation.vehicle, violation.at).max_vnd >= secondFromFineVnd) return 'high_fine';
  return null;
}

async function known(tx: Tx, id: CaseId): Promise<CaseRow> {
  const found = await caseById(tx, id);
  if (found === null) throw new Refused('not_found', `case ${id} does not exist`);
  return found;
}

/** The case, in one of the states that officers work on and free for this one. */
async function reviewed(tx: Tx, id: CaseId, officer: OfficerId, at: EpochMs): Promise<CaseRow> {
  const found = await known(tx, id);
  const claimedByOther = found.claimedBy !== null && found.claimedBy !== officer && (found.claimedUntil ?? at) > at;
  if (!REVIEWED.includes(found.state) || claimedByOther) throw await refusal(tx, id, REVIEWED, officer, at);
  return found;
}

async function violationFor(tx: Tx, { id, violation }: CaseRow): Promise<Violation> {
  const found = await violationById(tx, violation);
  if (found === null) throw new Failure('internal', `violation ${violation} of case ${id} does not exist`);
  return found;
}
