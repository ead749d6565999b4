// After the notice: the owner answers or contests, an officer upholds, settles or withdraws.
import { randomUUID } from 'node:crypto';
import { advance, type CaseEvent } from '../../domain/case.ts';
import type { Clock } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import type { CaseId, EpochMs, NoticeId, OfficerId } from '../../domain/units.ts';
import { caseById, moveCase } from '../../prisma/cases.ts';
import { inTransaction, type Database, type Tx } from '../../prisma/client.ts';
import { addWord, markWithdrawn, noticeHead, ruleContests, type Ruling, type Word } from '../../prisma/contests.ts';
import { append } from '../../prisma/ledger.ts';
import { refusal } from './refusal.ts';

export type Respond = {
  /** The owner's word; another's notice is answered like one that does not exist. */
  readonly say: (ownerId: string, notice: NoticeId, word: Word, statement: string) => Promise<void>;
  /** An officer's ruling on a contested case. */
  readonly rule: (officer: OfficerId, id: CaseId, ruling: Ruling, why: string) => Promise<void>;
  /** An officer takes a confirmed, noticed or settled case back. */
  readonly withdraw: (officer: OfficerId, id: CaseId, why: string) => Promise<void>;
  /** The duty named in the notice is done: the case is closed. */
  readonly settle: (officer: OfficerId, id: CaseId) => Promise<void>;
};

export function respond(db: Database, clock: Clock): Respond {
  const inTx = async (work: (tx: Tx, at: EpochMs) => Promise<void>): Promise<void> => inTransaction(db, async (tx) => work(tx, clock.now()));
  return {
    say: async (ownerId, notice, word, statement) => inTx(async (tx, at) => say(tx, at, ownerId, notice, word, statement)),
    rule: async (officer, id, ruling, why) => inTx(async (tx, at) => rule(tx, at, officer, id, ruling, why)),
    withdraw: async (officer, id, why) => inTx(async (tx, at) => takeBack(tx, at, officer, id, why)),
    settle: async (officer, id) =>
      inTx(async (tx, at) => {
        await move(tx, at, id, 'settle');
        await append(tx, { actor: { kind: 'officer', id: officer }, at, caseId: id }, 'case_settled', {});
      }),
  };
}

async function say(tx: Tx, at: EpochMs, ownerId: string, id: NoticeId, word: Word, statement: string): Promise<void> {
  const notice = await noticeHead(tx, id);
  if (notice === null || notice.ownerId !== ownerId) throw new Refused('not_found', `notice ${id} is not one of this owner`);
  if (word.kind === 'contest') await move(tx, at, notice.case, 'contest');
  else await expectNoticed(tx, at, notice.case);
  await addWord(tx, randomUUID(), notice, word, statement, at);
  // The owner's number is personal data: the event names the notice's owner by role only.
  await append(tx, { actor: { kind: 'owner', id: `notice:${id}` }, at, caseId: notice.case }, word.kind === 'contest' ? 'case_contested' : 'case_answered', { reason: word.reason });
}

async function rule(tx: Tx, at: EpochMs, officer: OfficerId, id: CaseId, ruling: Ruling, why: string): Promise<void> {
  await move(tx, at, id, ruling, ['contested']);
  await ruleContests(tx, id, officer, ruling, why, at);
  const occasion = { actor: { kind: 'officer', id: officer }, at, caseId: id } as const;
  switch (ruling) {
    case 'uphold':
      return append(tx, occasion, 'case_upheld', { reason: why });
    case 'settle':
      return append(tx, occasion, 'case_settled', {});
    case 'withdraw':
      await markWithdrawn(tx, id, at);
      return append(tx, occasion, 'case_withdrawn', { reason: why });
  }
}

async function takeBack(tx: Tx, at: EpochMs, officer: OfficerId, id: CaseId, why: string): Promise<void> {
  await move(tx, at, id, 'withdraw');
  await ruleContests(tx, id, officer, 'withdraw', why, at);
  await markWithdrawn(tx, id, at);
  await append(tx, { actor: { kind: 'officer', id: officer }, at, caseId: id }, 'case_withdrawn', { reason: why });
}

/** Moves the case along `event` from whatever state allows it (or only from `from`), or refuses. */
async function move(tx: Tx, at: EpochMs, id: CaseId, event: CaseEvent, from?: readonly string[]): Promise<void> {
  const before = await caseById(tx, id);
  if (before === null) throw new Refused('not_found', `case ${id} does not exist`);
  const to = advance(before.state, event);
  if (to === null || (from !== undefined && !from.includes(before.state))) throw new Refused('wrong_state', `case ${id} is ${before.state}: ${event} may not happen there`);
  if (!(await moveCase(tx, id, { state: before.state }, to, at))) throw await refusal(tx, id, [before.state], null, at);
}

async function expectNoticed(tx: Tx, at: EpochMs, id: CaseId): Promise<void> {
  const now = await caseById(tx, id);
  if (now?.state !== 'noticed' && now?.state !== 'contested') throw await refusal(tx, id, ['noticed', 'contested'], null, at);
}
