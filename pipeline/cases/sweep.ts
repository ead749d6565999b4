// Gives a fresh outbox row to every case and delivery that should be moving and is not: nothing may be lost.
import type { Clock } from '../../domain/clock.ts';
import { epochMs } from '../../domain/units.ts';
import { inTransaction, type Database } from '../../prisma/client.ts';
import { enqueue } from '../../prisma/ledger.ts';
import { toDate } from '../../prisma/time.ts';

/** Longer than any healthy job waits, so that sweeping wakes only what was lost. */
const IDLE_MS = 5 * 60_000;
/** Longer than the queue ever waits before it tries a failed delivery again. */
const FAILED_IDLES = 6;
const BATCH = 500;

/** Wakes cases never matched, confirmed cases without a notice, and deliveries still queued or failed with tries left; returns how many. */
export async function sweep(db: Database, clock: Clock, idleMs = IDLE_MS): Promise<number> {
  const before = toDate(epochMs(clock.now() - idleMs));
  const failedBefore = toDate(epochMs(clock.now() - FAILED_IDLES * idleMs));
  return inTransaction(db, async (tx) => {
    const recent = await tx.outbox.findMany({ where: { OR: [{ relayedAt: null }, { createdAt: { gt: before } }] }, select: { payload: true, job: true } });
    const awake = new Set(recent.map(({ job, payload }) => `${job} ${JSON.stringify(payload)}`));
    const unmatched = await tx.caseFile.findMany({ where: { state: 'open', stateChangedAt: { lt: before } }, select: { id: true }, take: BATCH });
    const unissued = await tx.caseFile.findMany({ where: { state: 'confirmed', stateChangedAt: { lt: before }, notice: null }, select: { id: true }, take: BATCH });
    const unsent = await tx.delivery.findMany({ where: { OR: [{ state: 'queued', queuedAt: { lt: before } }, { state: 'failed', final: false, stateAt: { lt: failedBefore } }], channel: { not: 'paper' } }, select: { noticeId: true, channel: true }, take: BATCH });
    const jobs = [
      ...unmatched.map(({ id }) => ({ name: 'match_owner', payload: { case: id } }) as const),
      ...unissued.map(({ id }) => ({ name: 'issue_notice', payload: { case: id } }) as const),
      ...unsent.map(({ noticeId, channel }) => ({ name: 'deliver_notice', payload: { notice: noticeId, channel: channel === 'email' ? 'email' : 'vneid' } }) as const),
    ].filter(({ name, payload }) => !awake.has(`${name} ${JSON.stringify(payload)}`));
    for (const job of jobs) await enqueue(tx, job);
    return jobs.length;
  });
}
