// What an officer does about a notice that did not get through: has a channel tried again, or tells that the paper was posted.
import { parseInstant, vietnamDay, type Clock } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import type { Channel } from '../../domain/notice.ts';
import { noticeId, type CaseId, type EpochMs, type NoticeId, type OfficerId } from '../../domain/units.ts';
import { inTransaction, type Database, type Tx } from '../../prisma/client.ts';
import { keepReceipt, requeue } from '../../prisma/deliveries.ts';
import { append } from '../../prisma/ledger.ts';
import { fromDate } from '../../prisma/time.ts';

/** The post's receipt: its number, and the day in Vietnam on which the letter was handed in. */
export type Letter = { readonly postNumber: string; readonly postedOn: string };
export type Deliveries = {
  readonly retry: (officer: OfficerId, id: CaseId, channel: Channel) => Promise<void>;
  readonly posted: (officer: OfficerId, id: CaseId, letter: Letter) => Promise<void>;
};

export function deliveries(db: Database, clock: Clock): Deliveries {
  return {
    retry: async (officer, id, channel) =>
      inTransaction(db, async (tx) => {
        const { notice } = await standing(tx, id);
        if (!(await requeue(tx, { notice, channel }))) throw new Refused('wrong_state', `notice ${notice} has not failed for good on ${channel}`);
        await append(tx, { actor: { kind: 'officer', id: officer }, at: clock.now(), caseId: id }, 'delivery_retried', { notice, channel });
      }),
    posted: async (officer, id, { postNumber, postedOn }) =>
      inTransaction(db, async (tx) => {
        const { notice, issuedAt } = await standing(tx, id);
        const now = clock.now();
        if (postedOn < vietnamDay(issuedAt) || postedOn > vietnamDay(now)) throw new Refused('bad_request', `posted_on: expected a day from ${vietnamDay(issuedAt)}, when the notice was issued, to ${vietnamDay(now)}, today; got ${postedOn}`);
        // Of a past day only the day is known.
        const at = postedOn === vietnamDay(now) ? now : parseInstant(postedOn);
        if (!(await keepReceipt(tx, { notice, channel: 'paper' }, postNumber, at))) throw new Refused('wrong_state', `notice ${notice} does not wait to be posted`);
        await append(tx, { actor: { kind: 'officer', id: officer }, at: now, caseId: id }, 'notice_posted', { notice, post_number: postNumber, posted_on: postedOn });
      }),
  };
}

/** The case's notice, where it still stands. */
async function standing(tx: Tx, id: CaseId): Promise<{ readonly notice: NoticeId; readonly issuedAt: EpochMs }> {
  const found = await tx.notice.findUnique({ where: { caseId: id }, select: { id: true, issuedAt: true, withdrawnAt: true } });
  if (found === null) throw new Refused('not_found', `case ${id} has no notice`);
  if (found.withdrawnAt !== null) throw new Refused('wrong_state', `notice ${found.id} was withdrawn: nobody is to be told of it`);
  return { notice: noticeId(found.id), issuedAt: fromDate(found.issuedAt) };
}
