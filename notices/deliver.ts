// Handler of deliver_notice: one try on one channel, with its receipt or its failure kept; paper waits for a person.
import type { Clock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import type { EvidenceStore } from '../domain/evidence.ts';
import type { JobOutcome, JobPayload } from '../domain/ledger.ts';
import { noticeId } from '../domain/units.ts';
import { inTransaction, type Database } from '../prisma/client.ts';
import { accepted, deliveryOn, failed, markRead } from '../prisma/deliveries.ts';
import { noticeToSend, type NoticeToSend } from '../prisma/notices.ts';
import type { ReadReport, SendNotice } from './channel.ts';

export type DeliverDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly store: EvidenceStore;
  readonly channels: { readonly vneid: SendNotice; readonly email: SendNotice };
  readonly portalUrl: string;
  /** Fewer than the queue's own attempts, so that failures of other kinds do not use up the last one. */
  readonly maxAttempts?: number;
};
const MAX_ATTEMPTS = 8;

/**
 * Sends once more than strictly needed rather than once too few: a crash between sending and keeping the receipt sends again,
 * and the idempotency key lets the receiver keep one.
 */
export function deliverNotice(deps: DeliverDeps): (payload: JobPayload<'deliver_notice'>) => Promise<JobOutcome> {
  return async ({ notice: id, channel }) => {
    const { notice, delivery } = await inTransaction(deps.db, async (tx) => ({
      notice: await noticeToSend(tx, noticeId(id)),
      delivery: await deliveryOn(tx, { notice: noticeId(id), channel }),
    }));
    if (notice === null || delivery === null) throw new Failure('not_found', `notice ${id} is not queued on ${channel}`);
    // Withdrawn before it was sent: nobody is to be told of an accusation that no longer stands.
    if (notice.withdrawn || delivery.final || delivery.state === 'accepted' || delivery.state === 'read') return 'skipped';
    // Paper is done by a person: the row in the queue is what the job had to make sure of.
    if (channel === 'paper') return 'done';
    return send(deps, notice, channel);
  };
}

async function send(deps: DeliverDeps, notice: NoticeToSend, channel: 'vneid' | 'email'): Promise<JobOutcome> {
  const { db, clock } = deps;
  const address = { notice: notice.id, case: notice.case, channel };
  const pdf = await deps.store.get(notice.pdfSha256);
  try {
    const parcel = { notice, pdf, portalUrl: `${deps.portalUrl}/thong-bao/${notice.id}`, idempotencyKey: `${notice.id}:${channel}` };
    const { receipt } = await deps.channels[channel](parcel);
    await accepted(db, address, receipt, clock.now());
    return 'done';
  } catch (thrown) {
    const failure = thrown instanceof Failure ? thrown : new Failure('channel_down', `${channel}: ${reasonOf(thrown)}`, { cause: thrown });
    // The receipt could not be kept: nothing is known to have failed, so the job is simply run again.
    if (failure.code === 'database_down' || failure.code === 'internal') throw failure;
    const why = { code: failure.code, permanent: failure.kind !== 'transient', maxAttempts: deps.maxAttempts ?? MAX_ATTEMPTS };
    const final = await failed(db, address, why, clock.now());
    if (final) return 'done';
    throw failure;
  }
}

/** Writes down what was read at a channel since last asked; asking again changes nothing. Returns how many were new. */
export async function keepReadReports(db: Database, channel: 'vneid', reports: readonly ReadReport[]): Promise<number> {
  let fresh = 0;
  for (const { receipt, at } of reports) if (await markRead(db, channel, receipt, at)) fresh += 1;
  return fresh;
}
