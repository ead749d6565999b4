// Delivery rows: queued, accepted with a receipt, read, or failed; every try is kept and a final failure is shown to a person.
import { z } from 'zod';
import { CHANNELS, type Channel } from '../domain/notice.ts';
import type { Actor } from '../domain/ledger.ts';
import { noticeId, type CaseId, type EpochMs, type NoticeId } from '../domain/units.ts';
import { inTransaction, type Database, type Tx } from './client.ts';
import { append, enqueue } from './ledger.ts';
import { toDate } from './time.ts';

export type DeliveryRow = { readonly notice: NoticeId; readonly channel: Channel; readonly state: 'queued' | 'accepted' | 'read' | 'failed'; readonly attempts: number; readonly final: boolean };
const row = z.object({ noticeId: z.string(), channel: z.enum(CHANNELS), state: z.enum(['queued', 'accepted', 'read', 'failed']), attempts: z.number(), final: z.boolean() });
const deliveryOf = (stored: unknown): DeliveryRow => {
  const { noticeId: id, ...rest } = row.parse(stored);
  return { notice: noticeId(id), ...rest };
};
/** One notice on one channel, of one case. */
export type Address = { readonly notice: NoticeId; readonly case: CaseId; readonly channel: Channel };
const SYSTEM: Actor = { kind: 'system', id: 'deliver_notice' };
const key = ({ notice, channel }: Pick<Address, 'notice' | 'channel'>): { readonly noticeId: string; readonly channel: string } => ({ noticeId: notice, channel });

/** Queues the notice on a channel; false where it is on that channel already. */
export async function queueDelivery(tx: Tx, address: Pick<Address, 'notice' | 'channel'>, at: EpochMs): Promise<boolean> {
  const { count } = await tx.delivery.createMany({ data: [{ ...key(address), state: 'queued', queuedAt: toDate(at) }], skipDuplicates: true });
  if (count === 1) await enqueue(tx, { name: 'deliver_notice', payload: { notice: address.notice, channel: address.channel } });
  return count === 1;
}

export async function deliveryOn(tx: Tx, address: Pick<Address, 'notice' | 'channel'>): Promise<DeliveryRow | null> {
  const found = await tx.delivery.findUnique({ where: { noticeId_channel: key(address) } });
  return found === null ? null : deliveryOf(found);
}

/** Keeps the receipt; false where the delivery was settled meanwhile, which stays as it is. */
export async function keepReceipt(tx: Tx, address: Pick<Address, 'notice' | 'channel'>, receipt: string, at: EpochMs): Promise<boolean> {
  const { count } = await tx.delivery.updateMany({
    where: { ...key(address), state: { in: ['queued', 'failed'] } },
    data: { state: 'accepted', stateAt: toDate(at), receipt, code: null, final: false, attempts: { increment: 1 } },
  });
  if (count === 1) await keepTry(tx, address, at, { outcome: 'accepted', receipt });
  return count === 1;
}

export async function accepted(db: Database, address: Address, receipt: string, at: EpochMs): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    if (!(await keepReceipt(tx, address, receipt, at))) return false;
    await append(tx, { actor: SYSTEM, at, caseId: address.case }, 'delivery_accepted', { notice: address.notice, channel: address.channel, receipt });
    return true;
  });
}

/** Counts the failure. After the last try it is final, a person sees it, and a VNeID notice is put on paper instead. Says whether it is final now. */
export async function failed(db: Database, address: Address, why: { readonly code: string; readonly permanent: boolean; readonly maxAttempts: number }, at: EpochMs): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const now = await tx.$queryRaw<{ readonly attempts: number }[]>`
      SELECT attempts FROM delivery WHERE notice_id = ${address.notice} AND channel = ${address.channel} AND state IN ('queued', 'failed') AND NOT final FOR UPDATE`;
    const [before] = now;
    if (before === undefined) return true;
    const final = why.permanent || before.attempts + 1 >= why.maxAttempts;
    await tx.delivery.update({ where: { noticeId_channel: key(address) }, data: { state: 'failed', stateAt: toDate(at), code: why.code, final, attempts: { increment: 1 } } });
    await keepTry(tx, address, at, { outcome: 'failed', code: why.code });
    if (final && address.channel === 'vneid') await queueDelivery(tx, { notice: address.notice, channel: 'paper' }, at);
    await append(tx, { actor: SYSTEM, at, caseId: address.case }, 'delivery_failed', { notice: address.notice, channel: address.channel, code: why.code, final });
    return final;
  });
}

type Try = { readonly outcome: 'accepted'; readonly receipt: string } | { readonly outcome: 'failed'; readonly code: string };
async function keepTry(tx: Tx, address: Pick<Address, 'notice' | 'channel'>, at: EpochMs, made: Try): Promise<void> {
  const { attempts } = await tx.delivery.findUniqueOrThrow({ where: { noticeId_channel: key(address) }, select: { attempts: true } });
  await tx.deliveryAttempt.create({ data: { ...key(address), attempt: attempts, attemptedAt: toDate(at), ...made } });
}

/** The owner opened it; the first time counts. Found by the channel's receipt. */
export async function markRead(db: Database, channel: Channel, receipt: string, at: EpochMs): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const found = await tx.delivery.findFirst({ where: { channel, receipt }, include: { notice: { select: { caseId: true } } } });
    if (found === null) return false;
    const { count } = await tx.delivery.updateMany({ where: { noticeId: found.noticeId, channel, state: 'accepted' }, data: { state: 'read', stateAt: toDate(at) } });
    if (count === 1) await append(tx, { actor: { kind: 'owner', id: 'recipient' }, at, caseId: found.notice.caseId }, 'notice_read', { notice: found.noticeId, channel });
    return count === 1;
  });
}

/** Has the channel tried once more after a final failure; the tries go on counting. */
export async function requeue(tx: Tx, address: Pick<Address, 'notice' | 'channel'>): Promise<boolean> {
  const { count } = await tx.delivery.updateMany({ where: { ...key(address), state: 'failed', final: true }, data: { state: 'queued', stateAt: null, code: null, final: false } });
  if (count === 1) await enqueue(tx, { name: 'deliver_notice', payload: { notice: address.notice, channel: address.channel } });
  return count === 1;
}
