// Read models for the officer's screens: the queue, the work lists and the audit trail.
import { z } from 'zod';
import { CASE_STATES, type CaseState } from '../domain/case.ts';
import { epochMs, type EpochMs } from '../domain/units.ts';
import { VEHICLE_KINDS, type AccusedKind } from '../domain/vehicle.ts';
import { OFFENCES, type Offence } from '../domain/violation.ts';
import type { Database } from './client.ts';
import { CHANNELS, type Channel } from '../domain/notice.ts';
import { fromDate } from './time.ts';

export type { Database } from './client.ts';

export type QueueFilter = { readonly state?: CaseState | undefined; readonly offence?: Offence | undefined; readonly camera?: string | undefined; readonly plate?: string | undefined; readonly waiting?: boolean };
export type QueueItem = {
  readonly id: string;
  readonly number: string;
  readonly state: CaseState;
  readonly offence: Offence;
  readonly vehicle: AccusedKind;
  readonly camera: string;
  readonly at: EpochMs;
  readonly openedAt: EpochMs;
  readonly plate: string | null;
  /** The officer whose claim still runs. */
  readonly claimedBy: string | null;
  readonly decidedBy: string | null;
  readonly synthetic: boolean;
  readonly screeningOnly: boolean;
};

export const WAITING: readonly CaseState[] = ['open', 'in_review', 'second_review'];
const MOST_ROWS = 300;
const accusedKind = z.enum(VEHICLE_KINDS).exclude(['person']);
const item = z.object({
  id: z.string(), number: z.string(), state: z.enum(CASE_STATES), openedAt: z.date(), plate: z.string().nullable(), claimedBy: z.string().nullable(), claimedUntil: z.date().nullable(),
  violation: z.object({ offence: z.enum(OFFENCES), vehicleKind: accusedKind, camera: z.string(), occurredAt: z.date(), synthetic: z.boolean(), screeningOnly: z.boolean() }),
  decisions: z.array(z.object({ officerId: z.string() })),
});

function queueItem(stored: unknown, now: EpochMs): QueueItem {
  const { violation, decisions, claimedBy, claimedUntil, openedAt, ...rest } = item.parse(stored);
  const held = claimedUntil !== null && claimedUntil.getTime() > now;
  return {
    ...rest, offence: violation.offence, vehicle: violation.vehicleKind, camera: violation.camera, at: fromDate(violation.occurredAt), openedAt: fromDate(openedAt),
    claimedBy: held ? claimedBy : null, decidedBy: decisions[0]?.officerId ?? null, synthetic: violation.synthetic, screeningOnly: violation.screeningOnly,
  };
}

/** Cases of the queue, oldest act first: the notice must be out ten days after it. */
export async function queue({ prisma }: Database, filter: QueueFilter, now: EpochMs): Promise<readonly QueueItem[]> {
  const { state, offence, camera, plate, waiting } = filter;
  const rows = await prisma.caseFile.findMany({
    where: {
      ...(state === undefined ? (waiting === true ? { state: { in: [...WAITING] } } : {}) : { state }),
      ...(plate === undefined ? {} : { plate: { contains: plate } }),
      violation: { ...(offence === undefined ? {} : { offence }), ...(camera === undefined ? {} : { camera }) },
    },
    include: { violation: true, decisions: { where: { stage: 'final' }, select: { officerId: true } } },
    orderBy: waiting === true ? { violation: { occurredAt: 'asc' } } : { openedAt: 'desc' },
    take: MOST_ROWS,
  });
  return rows.map((stored) => queueItem(stored, now));
}

/** How many cases there are of each state. */
export async function countsByState({ prisma }: Database): Promise<Readonly<Record<string, number>>> {
  const groups = await prisma.caseFile.groupBy({ by: ['state'], _count: { _all: true } });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count._all]));
}

/** Cameras that have cases. */
export async function camerasWithCases({ prisma }: Database): Promise<readonly string[]> {
  const found = await prisma.violation.findMany({ distinct: ['camera'], select: { camera: true }, orderBy: { camera: 'asc' } });
  return found.map(({ camera }) => camera);
}

export type HistoryItem = { readonly seq: bigint; readonly at: EpochMs; readonly actor: string; readonly kind: string; readonly data: Readonly<Record<string, unknown>> };

/** The audit trail of one case, oldest first. */
export async function historyOf({ prisma }: Database, caseId: string): Promise<readonly HistoryItem[]> {
  const rows = await prisma.auditEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' }, take: 1000 });
  return rows.map(({ seq, at, actorKind, actorId, kind, data }) => ({ seq, at: fromDate(at), actor: actorKind === 'officer' || actorKind === 'operator' ? actorId : actorKind, kind, data: z.record(z.string(), z.unknown()).parse(data) }));
}

export type UndeliveredItem = { readonly caseId: string; readonly caseNumber: string; readonly noticeNumber: string; readonly channel: Channel; readonly attempts: number; readonly at: EpochMs; /** Null for paper that waits to be posted. */ readonly code: string | null; readonly final: boolean };

/** Deliveries that have failed, and paper that nobody posted yet: those that a person must handle first. */
export async function undelivered({ prisma }: Database): Promise<readonly UndeliveredItem[]> {
  const rows = await prisma.delivery.findMany({
    where: { OR: [{ state: 'failed' }, { state: 'queued', channel: 'paper' }], notice: { withdrawnAt: null } }, orderBy: [{ final: 'desc' }, { queuedAt: 'asc' }], take: MOST_ROWS,
    include: { notice: { select: { number: true, caseFile: { select: { id: true, number: true } } } } },
  });
  return rows.map(({ channel, attempts, stateAt, queuedAt, code, final, notice }) => ({
    caseId: notice.caseFile.id, caseNumber: notice.caseFile.number, noticeNumber: notice.number, channel: z.enum(CHANNELS).parse(channel), attempts, at: fromDate(stateAt ?? queuedAt), code, final,
  }));
}

export type ContestItem = { readonly caseId: string; readonly caseNumber: string; readonly reason: string; readonly at: EpochMs; readonly offence: Offence; readonly synthetic: boolean };

/** Contests that nobody has ruled on, oldest first. */
export async function openContests({ prisma }: Database): Promise<readonly ContestItem[]> {
  const rows = await prisma.contest.findMany({ where: { kind: 'contest', ruling: null }, orderBy: { saidAt: 'asc' }, take: MOST_ROWS, include: { caseFile: { include: { violation: { select: { offence: true, synthetic: true } } } } } });
  return rows.map(({ reason, saidAt, caseFile }) => ({ caseId: caseFile.id, caseNumber: caseFile.number, reason, at: epochMs(saidAt.getTime()), offence: z.enum(OFFENCES).parse(caseFile.violation.offence), synthetic: caseFile.violation.synthetic }));
}
