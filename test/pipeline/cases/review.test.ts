// Officers at work on real rows: one wins, the other is told; nothing screened, unowned or alone goes through.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../domain/clock.ts';
import { parseFines } from '../../../domain/law.ts';
import { cameraId, caseId, epochMs, officerId, plateText, type CaseId } from '../../../domain/units.ts';
import type { Violation } from '../../../domain/violation.ts';
import { caseById } from '../../../prisma/cases.ts';
import { waitingOutbox } from '../../../prisma/ledger.ts';
import { matchOwner } from '../../../pipeline/cases/match-owner.ts';
import { record } from '../../../pipeline/cases/record.ts';
import { review } from '../../../pipeline/cases/review.ts';
import { ACT_AT, aSeal, aViolation, aVote, officers, register } from '../../factories/violation.ts';
import { asAdmin, freshDatabase } from '../../postgres.ts';

const { db, url } = await freshDatabase();
const clock = manualClock(ACT_AT);
const law = parseFines(await readFile(new URL('../../../domain/data/fines.csv', import.meta.url), 'utf8'));
const desk = review(db, clock, law, { leaseMs: 600_000, secondForRepairedPlate: true, secondFromFineVnd: null, sameActMs: 0 });
const an = officerId('an');
const binh = officerId('binh');
const plate = plateText('61A12345');
await officers(db, an, binh);
await register(db);
await register(db, { plate: '61A54321', owner: '074090000009' });

async function inReview(overrides: Partial<Violation> = {}): Promise<CaseId> {
  const violation = aViolation(overrides);
  const { case: id } = await record(db, clock, violation, aSeal(violation));
  await matchOwner(db, clock)({ case: id });
  return id;
}
const stateOf = async (id: CaseId) => (await caseById(db.prisma, id))?.state;
const kindsOf = async (id: CaseId) => (await db.prisma.auditEvent.findMany({ where: { caseId: id }, orderBy: { seq: 'asc' } })).map(({ kind }) => kind);

describe('two officers at once', () => {
  it('lets one confirm; the other is told, and one notice is asked for', async () => {
    const id = await inReview();
    const tries = await Promise.allSettled([desk.confirm(an, id, plate), desk.confirm(binh, id, plate), desk.confirm(an, id, plate), desk.dismiss(binh, id, 'other')]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'refused', code: 'already_decided' });
    expect(await db.prisma.decision.count({ where: { caseId: id } })).toBe(1);
    const asked = (await waitingOutbox(db, 500)).filter(({ job }) => job.name === 'issue_notice' && job.payload.case === id);
    expect(asked).toHaveLength((await stateOf(id)) === 'confirmed' ? 1 : 0);
  });

  it('keeps a claimed case for its officer until the lease ends', async () => {
    const id = await inReview();
    const claims = await Promise.allSettled([desk.claim(an, id), desk.claim(binh, id)]);
    expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [holder, other] = (await caseById(db.prisma, id))?.claimedBy === an ? [an, binh] : [binh, an];
    await expect(desk.confirm(other, id, plate)).rejects.toMatchObject({ code: 'claimed_by_other' });
    await expect(desk.dismiss(other, id, 'other')).rejects.toMatchObject({ code: 'claimed_by_other' });
    await expect(desk.correctPlate(other, id, plateText('61A54321'))).rejects.toMatchObject({ code: 'claimed_by_other' });
    clock.advance(600_000);
    await desk.claim(other, id);
    await expect(desk.confirm(holder, id, plate)).rejects.toMatchObject({ code: 'claimed_by_other' });
    await desk.release(other, id);
    expect(await desk.confirm(holder, id, plate)).toEqual({ state: 'confirmed' });
    expect(await kindsOf(id)).toEqual(['case_opened', 'owner_matched', 'case_claimed', 'case_claimed', 'case_released', 'case_confirmed']);
  });
});

describe('what may not be confirmed', () => {
  it('a screening result: refused by the desk and by the database', async () => {
    const id = await inReview({ screeningOnly: true });
    await expect(desk.confirm(an, id, plate)).rejects.toMatchObject({ code: 'screening_only' });
    await expect(asAdmin(url, `UPDATE case_file SET state = 'confirmed' WHERE id = '${id}'`)).rejects.toThrow(/screening_is_never_confirmed/);
    await expect(asAdmin(url, `UPDATE case_file SET screening_only = false WHERE id = '${id}'`)).rejects.toThrow(/foreign key/);
    await desk.dismiss(an, id, 'evidence_insufficient');
    expect(await stateOf(id)).toBe('dismissed');
  });

  it('a case without an owner: refused by the desk and by the database', async () => {
    const id = await inReview({ plate: aVote({ text: plateText('61A77777') }) });
    await expect(desk.confirm(an, id, plateText('61A77777'))).rejects.toMatchObject({ code: 'no_owner' });
    await expect(asAdmin(url, `UPDATE case_file SET state = 'confirmed' WHERE id = '${id}'`)).rejects.toThrow(/confirmed_has_owner/);
  });

  it('a plate other than the one the officer saw, and a case that was decided', async () => {
    const id = await inReview();
    await expect(desk.confirm(an, id, plateText('61A54321'))).rejects.toMatchObject({ code: 'wrong_state' });
    await desk.dismiss(an, id, 'signal_fault');
    await expect(desk.confirm(binh, id, plate)).rejects.toMatchObject({ code: 'already_decided' });
    await expect(desk.claim(binh, id)).rejects.toMatchObject({ code: 'already_decided' });
    await expect(desk.confirm(binh, caseId('no-such-case'), plate)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a decided case keeps its plate and owner whatever the code does', async () => {
    const id = await inReview();
    await desk.confirm(an, id, plate);
    await expect(asAdmin(url, `UPDATE case_file SET plate = '61A54321' WHERE id = '${id}'`)).rejects.toThrow(/plate and owner stand/);
    await expect(asAdmin(url, `INSERT INTO decision (case_id, officer_id, decided_at, stage, outcome, reason, final_of) VALUES ('${id}', 'binh', now(), 'final', 'dismiss', 'other', '${id}')`)).rejects.toThrow(/unique/);
  });
});

describe('one act is punished once', () => {
  const witness = (at_ms: number, y: number) => ({ at_ms, box: { x1: 400, y1: y - 100, x2: 460, y2: y }, ground: { x: 430, y } });
  const AGAINST = { rule: 'wrong_way', zone: 'one-way', travelled_px: 300, needed_px: 200, against_deg: 170, inside_ms: 3000, crossed_ms: 3600, before: witness(3600, 300), after: witness(4600, 500) } as const;
  const strict = review(db, clock, law, { leaseMs: 600_000, secondForRepairedPlate: false, secondFromFineVnd: null, sameActMs: 60_000 });
  const after = async (seconds: number, overrides: Partial<Violation> = {}) => inReview({ camera: cameraId('broken-track'), at: epochMs(ACT_AT + seconds * 1000), ...overrides });

  it('refuses the second case of a vehicle whose track broke, also to two officers at once, and lets it be dismissed for that', async () => {
    const ids = [await after(0), await after(20)] as const;
    const tries = await Promise.allSettled([strict.confirm(an, ids[0], plate), strict.confirm(binh, ids[1], plate)]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((one) => one.status === 'rejected')?.reason).toMatchObject({ kind: 'refused', code: 'already_charged' });
    const left = (await stateOf(ids[0])) === 'in_review' ? ids[0] : ids[1];
    await strict.dismiss(an, left, 'already_charged');
    expect(await stateOf(left)).toBe('dismissed');
  });

  it('charges another act: later, at another camera, or of another kind', async () => {
    for (const other of [await after(-61), await after(10, { camera: cameraId('next-crossing') }), await after(10, { offence: 'wrong_way', facts: AGAINST })]) {
      expect(await strict.confirm(an, other, plate)).toEqual({ state: 'confirmed' });
    }
  });
});

describe('two-officer rule', () => {
  it('asks for another officer after a corrected plate', async () => {
    const id = await inReview();
    const corrected = await desk.correctPlate(an, id, plateText('61A54321'));
    expect(corrected).toMatchObject({ state: 'in_review', plateSource: 'officer', match: { kind: 'matched', ownerId: '074090000009' } });
    expect(await desk.confirm(an, id, plateText('61A54321'))).toEqual({ state: 'second_review' });
    await expect(desk.confirm(an, id, plateText('61A54321'))).rejects.toMatchObject({ code: 'needs_second_officer' });
    expect(await desk.confirm(binh, id, plateText('61A54321'))).toEqual({ state: 'confirmed' });
  });

  it('begins anew when the second officer corrects the plate', async () => {
    const id = await inReview({ plate: aVote({ repaired: [3] }) });
    expect(await desk.confirm(an, id, plate)).toEqual({ state: 'second_review' });
    expect((await desk.correctPlate(binh, id, plateText('61A54321'))).state).toBe('in_review');
    expect(await desk.confirm(binh, id, plateText('61A54321'))).toEqual({ state: 'second_review' });
    expect(await desk.confirm(an, id, plateText('61A54321'))).toEqual({ state: 'confirmed' });
  });

  it('asks for another officer from the configured fine on', async () => {
    const strict = review(db, clock, law, { leaseMs: 600_000, secondForRepairedPlate: false, secondFromFineVnd: 20_000_000, sameActMs: 0 });
    const car = await inReview();
    expect(await strict.confirm(an, car, plate)).toEqual({ state: 'second_review' });
    expect((await caseById(db.prisma, car))?.secondWhy).toBe('high_fine');
    const lax = review(db, clock, law, { leaseMs: 600_000, secondForRepairedPlate: false, secondFromFineVnd: 20_000_001, sameActMs: 0 });
    expect(await lax.confirm(an, await inReview(), plate)).toEqual({ state: 'confirmed' });
  });
});
