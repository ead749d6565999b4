// After the notice: only its owner speaks, a contest stops the case, an officer's ruling moves it on.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../domain/clock.ts';
import { parseFines } from '../../../domain/law.ts';
import { caseId, noticeId, officerId, plateText, type CaseId, type NoticeId } from '../../../domain/units.ts';
import { caseById } from '../../../prisma/cases.ts';
import { wordsOn } from '../../../prisma/contests.ts';
import { matchOwner } from '../../../pipeline/cases/match-owner.ts';
import { record } from '../../../pipeline/cases/record.ts';
import { respond } from '../../../pipeline/cases/respond.ts';
import { review } from '../../../pipeline/cases/review.ts';
import { ACT_AT, aSeal, aViolation, officers, register } from '../../factories/violation.ts';
import { freshDatabase } from '../../postgres.ts';

const { db } = await freshDatabase();
const clock = manualClock(ACT_AT);
const law = parseFines(await readFile(new URL('../../../domain/data/fines.csv', import.meta.url), 'utf8'));
const an = officerId('an');
const owner = '074090000001';
const replies = respond(db, clock);
await officers(db, an);
await register(db, { owner });

async function confirmed(): Promise<{ readonly id: CaseId; readonly evidence: string }> {
  const violation = aViolation();
  const seal = aSeal(violation);
  const { case: id } = await record(db, clock, violation, seal);
  await matchOwner(db, clock)({ case: id });
  await review(db, clock, law, { leaseMs: 1000, secondForRepairedPlate: false, secondFromFineVnd: null, sameActMs: 0 }).confirm(an, id, plateText('61A12345'));
  return { id, evidence: seal.sha256 };
}

const noticeRow = (id: string, ownerId: string, evidenceSha256: string) => ({
  id: `n-${id}`, caseId: id, number: `TB-${id}`, ownerId, form: 'Mẫu 01/73', fields: {}, law: {}, issuedAt: new Date(ACT_AT), respondBy: new Date(ACT_AT + 1), pdfSha256: 'c'.repeat(64), evidenceSha256, verifyCode: id,
});

async function noticed(): Promise<{ readonly id: CaseId; readonly notice: NoticeId }> {
  const { id, evidence } = await confirmed();
  await db.prisma.notice.create({ data: noticeRow(id, owner, evidence) });
  await db.prisma.caseFile.update({ where: { id }, data: { state: 'noticed' } });
  return { id, notice: noticeId(`n-${id}`) };
}
const stateOf = async (id: CaseId) => (await caseById(db.prisma, id))?.state;

describe('a notice in the database', () => {
  it('cannot exist without a confirmation of its owner', async () => {
    const violation = aViolation();
    const seal = aSeal(violation);
    const { case: open } = await record(db, clock, violation, seal);
    await matchOwner(db, clock)({ case: open });
    await expect(db.prisma.notice.create({ data: noticeRow(open, owner, seal.sha256) })).rejects.toThrow(/no final confirmation/);
    await register(db, { plate: '61A00009', owner: '074090000002' });
    const { id, evidence } = await confirmed();
    await expect(db.prisma.notice.create({ data: noticeRow(id, '074090000002', evidence) })).rejects.toThrow(/no final confirmation/);
  });
});

describe('respond', () => {
  it('hears only the owner of the notice', async () => {
    const { notice } = await noticed();
    await expect(replies.say('074090000002', notice, { kind: 'contest', reason: 'sold' }, '')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('an answer leaves the case as it is; a contest stops it until it is ruled upon', async () => {
    const { id, notice } = await noticed();
    await replies.say(owner, notice, { kind: 'answer', reason: 'names_driver' }, 'Anh trai tôi lái xe');
    expect(await stateOf(id)).toBe('noticed');
    await replies.say(owner, notice, { kind: 'contest', reason: 'cloned_plate' }, 'Xe tôi ở nhà');
    expect(await stateOf(id)).toBe('contested');
    await expect(replies.say(owner, notice, { kind: 'contest', reason: 'other' }, '')).rejects.toMatchObject({ code: 'wrong_state' });
    await replies.rule(an, id, 'uphold', 'xe đúng đặc điểm');
    expect(await stateOf(id)).toBe('noticed');
    expect(await wordsOn(db.prisma, id)).toMatchObject([{ kind: 'answer', ruling: null }, { kind: 'contest', ruling: 'uphold' }]);
    await expect(replies.rule(an, id, 'withdraw', '')).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it('withdrawing takes the notice back too; of two at once one is told', async () => {
    const { id } = await noticed();
    const tries = await Promise.allSettled([replies.withdraw(an, id, 'biển số giả'), replies.settle(an, id)]);
    expect(tries.some(({ status }) => status === 'fulfilled')).toBe(true);
    if ((await stateOf(id)) === 'settled') await replies.withdraw(an, id, 'biển số giả');
    expect(await stateOf(id)).toBe('withdrawn');
    expect((await db.prisma.notice.findUnique({ where: { caseId: id } }))?.withdrawnAt).not.toBeNull();
    await expect(replies.settle(an, id)).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(replies.settle(an, caseId('none'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps the owner out of the audit chain', async () => {
    const events = await db.prisma.auditEvent.findMany();
    expect(JSON.stringify(events.map(({ actorId, data }) => ({ actorId, data })))).not.toContain(owner);
  });
});
