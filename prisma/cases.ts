// Case rows ⇄ domain values: reading a case whole, moving it only from an expected state, and its decisions.
import { z } from 'zod';
import { CASE_STATES, DISMISS_REASONS, type CaseState, type DismissReason, type OtherCase, type OwnerMatch } from '../domain/case.ts';
import { caseId, epochMs, noticeId, officerId, plateText, violationId, type CaseId, type EpochMs, type NoticeId, type OfficerId, type PlateText, type ViolationId } from '../domain/units.ts';
import { OFFENCES } from '../domain/violation.ts';
import type { Tx } from './client.ts';
import { fromDate, fromDateOrNull, toDate } from './time.ts';

export type CaseRow = {
  readonly id: CaseId;
  readonly number: string;
  readonly violation: ViolationId;
  readonly screeningOnly: boolean;
  readonly state: CaseState;
  readonly openedAt: EpochMs;
  readonly claimedBy: OfficerId | null;
  readonly claimedUntil: EpochMs | null;
  readonly plate: PlateText | null;
  readonly plateSource: 'read' | 'officer';
  /** Null until the registers were asked. */
  readonly match: OwnerMatch | null;
  readonly secondWhy: string | null;
  readonly notice: NoticeId | null;
};

const plate = z.string().transform(plateText);
export const ownerMatch: z.ZodType<OwnerMatch, unknown> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('matched'), vehicleId: z.string(), ownerId: z.string(), plate }),
  z.object({ kind: z.literal('conflict'), vehicleId: z.string(), plate, differs: z.array(z.enum(['kind', 'plate_colour'])) }),
  z.object({ kind: z.literal('ambiguous'), candidates: z.array(plate) }),
  z.object({ kind: z.literal('none'), plate: plate.nullable() }),
]);
const row = z.object({
  id: z.string(), number: z.string(), violationId: z.string(), screeningOnly: z.boolean(), state: z.enum(CASE_STATES), openedAt: z.date(),
  claimedBy: z.string().nullable(), claimedUntil: z.date().nullable(), plate: plate.nullable(), plateSource: z.enum(['read', 'officer']),
  match: ownerMatch.nullable(), secondWhy: z.string().nullable(), notice: z.object({ id: z.string() }).nullable(),
});

export async function caseById({ caseFile }: Tx, id: CaseId): Promise<CaseRow | null> {
  const found = await caseFile.findUnique({ where: { id }, include: { notice: { select: { id: true } } } });
  return found === null ? null : caseRow(found);
}

function caseRow(found: unknown): CaseRow {
  const parsed = row.parse(found);
  return {
    id: caseId(parsed.id), number: parsed.number, violation: violationId(parsed.violationId), screeningOnly: parsed.screeningOnly, state: parsed.state,
    openedAt: fromDate(parsed.openedAt), claimedBy: parsed.claimedBy === null ? null : officerId(parsed.claimedBy), claimedUntil: fromDateOrNull(parsed.claimedUntil),
    plate: parsed.plate, plateSource: parsed.plateSource, match: parsed.match, secondWhy: parsed.secondWhy, notice: parsed.notice === null ? null : noticeId(parsed.notice.id),
  };
}

/** What a case must still be for a move to happen: compared by the database at the moment of the write. */
export type Expected = { readonly state: CaseState; readonly plate?: PlateText | null; readonly officer?: OfficerId };

/** Moves the case; false when it is no longer as expected (somebody else was first). A claim of another officer whose lease still runs also bars it. */
export async function moveCase({ caseFile }: Tx, id: CaseId, expected: Expected, to: CaseState, at: EpochMs, more: { readonly secondWhy?: string } = {}): Promise<boolean> {
  const { state, plate: known, officer } = expected;
  const { count } = await caseFile.updateMany({
    where: { id, state, ...(known === undefined ? {} : { plate: known }), ...(officer === undefined ? {} : { OR: freeFor(officer, at) }) },
    data: { state: to, stateChangedAt: toDate(at), claimedBy: null, claimedUntil: null, ...more },
  });
  return count === 1;
}

/** Takes the case for one officer until the lease ends, or prolongs the officer's own lease. */
export async function claimCase({ caseFile }: Tx, id: CaseId, states: readonly CaseState[], officer: OfficerId, at: EpochMs, until: EpochMs): Promise<boolean> {
  const { count } = await caseFile.updateMany({ where: { id, state: { in: [...states] }, OR: freeFor(officer, at) }, data: { claimedBy: officer, claimedUntil: toDate(until) } });
  return count === 1;
}

export async function releaseCase({ caseFile }: Tx, id: CaseId, officer: OfficerId): Promise<boolean> {
  const { count } = await caseFile.updateMany({ where: { id, claimedBy: officer }, data: { claimedBy: null, claimedUntil: null } });
  return count === 1;
}

const freeFor = (officer: OfficerId, at: EpochMs): { claimedBy?: string | null; claimedUntil?: { lte: Date } }[] => [{ claimedBy: null }, { claimedBy: officer }, { claimedUntil: { lte: toDate(at) } }];

/** Puts the registers' answer on the case; false when the case is no longer in `from`. */
export async function setMatch({ caseFile }: Tx, id: CaseId, from: CaseState, to: CaseState, match: OwnerMatch, at: EpochMs, corrected?: PlateText): Promise<boolean> {
  const vehicle = match.kind === 'matched' || match.kind === 'conflict' ? match.vehicleId : null;
  const { count } = await caseFile.updateMany({
    where: { id, state: from },
    data: {
      state: to, ...(from === to ? {} : { stateChangedAt: toDate(at) }), match: storable(match), matchKind: match.kind, matchedAt: toDate(at),
      vehicleId: vehicle, ownerId: match.kind === 'matched' ? match.ownerId : null, ...(corrected === undefined ? {} : { plate: corrected, plateSource: 'officer' }),
    },
  });
  return count === 1;
}

/** The union as a plain object: what the driver may store. */
const storable = (match: OwnerMatch): { readonly [key: string]: string | null | readonly string[] } => ({ ...match });

export type DecisionRow =
  | { readonly outcome: 'confirm'; readonly stage: 'first' | 'final'; readonly plate: PlateText; readonly note: string }
  | { readonly outcome: 'dismiss'; readonly stage: 'final'; readonly reason: DismissReason; readonly note: string };

export async function addDecision({ decision }: Tx, id: CaseId, officer: OfficerId, at: EpochMs, made: DecisionRow): Promise<void> {
  const what = made.outcome === 'confirm' ? { plate: made.plate, reason: null } : { plate: null, reason: made.reason };
  await decision.create({
    data: { caseId: id, officerId: officer, decidedAt: toDate(at), stage: made.stage, outcome: made.outcome, note: made.note, finalOf: made.stage === 'final' ? id : null, ...what },
  });
}

/** The officer who asked for a second one most lately. */
export async function firstOfficer({ decision }: Tx, id: CaseId): Promise<OfficerId | null> {
  const found = await decision.findFirst({ where: { caseId: id, stage: 'first' }, orderBy: { id: 'desc' } });
  return found === null ? null : officerId(found.officerId);
}

const other = z.object({
  id: z.string().transform(caseId), number: z.string(), state: z.enum(CASE_STATES),
  violation: z.object({ camera: z.string(), offence: z.enum(OFFENCES), occurredAt: z.date(), facts: z.object({ rule: z.string() }) }),
});

/** Other cases of the plate, wherever and for whatever, whose acts lie within `withinMs` of `at`; oldest first. */
export async function othersOf({ caseFile }: Tx, { id, plate: text }: Pick<CaseRow, 'id' | 'plate'>, at: EpochMs, withinMs: number): Promise<readonly OtherCase[]> {
  if (text === null) return [];
  const found = await caseFile.findMany({
    where: { plate: text, id: { not: id }, violation: { occurredAt: { gte: toDate(later(at, -withinMs)), lte: toDate(later(at, withinMs)) } } },
    select: { id: true, number: true, state: true, violation: { select: { camera: true, offence: true, occurredAt: true, facts: true } } },
    orderBy: { violation: { occurredAt: 'asc' } },
  });
  return found.map((one) => {
    const { violation: { camera, offence, occurredAt, facts }, ...rest } = other.parse(one);
    return { ...rest, camera, offence, rule: facts.rule, at: fromDate(occurredAt) };
  });
}

/** Until the transaction ends nobody else decides a case of this plate: two officers cannot confirm two cases of one act at once. */
export async function lockPlate(tx: Tx, text: PlateText): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${text}, 0))`;
}

export const isDismissReason = (value: string): value is DismissReason => Object.hasOwn(DISMISS_REASONS, value);

/** `2026-000123`, from the database's sequence. */
export async function nextCaseNumber(tx: Tx, year: string): Promise<string> {
  const [drawn] = await tx.$queryRaw<{ readonly n: bigint }[]>`SELECT nextval('case_number_seq') AS n`;
  return `${year}-${String(drawn?.n ?? 0n).padStart(6, '0')}`;
}

export const later = (at: EpochMs, ms: number): EpochMs => epochMs(at + ms);
