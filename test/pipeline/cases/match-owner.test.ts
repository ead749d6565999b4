// Whom a plate belonged to at the second of the act, on real registers; whatever is not certain is left to a person.
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../domain/clock.ts';
import { epochMs, plateText } from '../../../domain/units.ts';
import type { Violation } from '../../../domain/violation.ts';
import { caseById } from '../../../prisma/cases.ts';
import { matchOwner } from '../../../pipeline/cases/match-owner.ts';
import { record } from '../../../pipeline/cases/record.ts';
import { ACT_AT, aSeal, aViolation, aVote, register } from '../../factories/violation.ts';
import { freshDatabase } from '../../postgres.ts';

const { db } = await freshDatabase();
const clock = manualClock(ACT_AT);
const handle = matchOwner(db, clock);

async function matched(overrides: Partial<Violation>) {
  const violation = aViolation(overrides);
  const { case: id } = await record(db, clock, violation, aSeal(violation));
  expect(await handle({ case: id })).toBe('done');
  const row = await caseById(db.prisma, id);
  expect(row?.state).toBe('in_review');
  return row?.match;
}

describe('matchOwner', () => {
  it('names the owner of the second of the act, at both edges of a sale', async () => {
    await register(db, { plate: '61A00001', owner: '074090000001', from: '2020-01-01', to: '2026-11-20T08:15:00' });
    await register(db, { plate: '61A00001', owner: '074090000002', from: '2026-11-20T08:15:00' });
    const plate = aVote({ text: plateText('61A00001') });
    expect(await matched({ plate })).toMatchObject({ kind: 'matched', ownerId: '074090000002' });
    expect(await matched({ plate, at: epochMs(ACT_AT - 1) })).toMatchObject({ kind: 'matched', ownerId: '074090000001' });
    expect(await matched({ plate, at: epochMs(Date.parse('2019-01-01')) })).toEqual({ kind: 'none', plate: '61A00001' });
  });

  it('takes a truck for a car of the register, but never a motorcycle', async () => {
    await register(db, { plate: '61A00002', kind: 'truck' });
    const plate = aVote({ text: plateText('61A00002') });
    expect(await matched({ plate, vehicle: 'car' })).toMatchObject({ kind: 'matched' });
    expect(await matched({ plate, vehicle: 'motorcycle' })).toMatchObject({ kind: 'conflict', differs: ['kind'] });
  });

  it('sees a plate of another colour as a conflict, and an unseen colour as no difference', async () => {
    await register(db, { plate: '61A00003', colour: 'yellow' });
    expect(await matched({ plate: aVote({ text: plateText('61A00003'), colour: 'white' }) })).toMatchObject({ kind: 'conflict', differs: ['plate_colour'] });
    expect(await matched({ plate: aVote({ text: plateText('61A00003'), colour: 'unknown' }) })).toMatchObject({ kind: 'matched' });
  });

  it('tells the car from the old motorcycle of the same text by what was seen', async () => {
    const car = await register(db, { plate: '61B12345', kind: 'car', owner: '074090000003' });
    const motorcycle = await register(db, { plate: '61B12345', kind: 'motorcycle', owner: '074090000004' });
    const plate = aVote({ text: plateText('61B12345') });
    expect(await matched({ plate, vehicle: 'car' })).toMatchObject({ kind: 'matched', vehicleId: car });
    expect(await matched({ plate, vehicle: 'motorcycle' })).toMatchObject({ kind: 'matched', vehicleId: motorcycle });
  });

  it('is ambiguous between white and blue when the colour was not seen', async () => {
    await register(db, { plate: '61A00004', colour: 'white' });
    await register(db, { plate: '61A00004', colour: 'blue' });
    expect(await matched({ plate: aVote({ text: plateText('61A00004'), colour: 'unknown' }) })).toMatchObject({ kind: 'ambiguous' });
    expect(await matched({ plate: aVote({ text: plateText('61A00004'), colour: 'blue' }) })).toMatchObject({ kind: 'matched' });
  });

  it('is ambiguous when a strong rival reading is registered too, and not when the rival is weak or unknown', async () => {
    await register(db, { plate: '61A00005' });
    await register(db, { plate: '61A00006' });
    const vote = { text: plateText('61A00005'), runnerUp: plateText('61A00006'), total: 10 };
    expect(await matched({ plate: aVote({ ...vote, support: 6 }) })).toEqual({ kind: 'ambiguous', candidates: ['61A00005', '61A00006'] });
    expect(await matched({ plate: aVote({ ...vote, support: 9 }) })).toMatchObject({ kind: 'matched', plate: '61A00005' });
    expect(await matched({ plate: aVote({ ...vote, support: 6, runnerUp: plateText('61A99999') }) })).toMatchObject({ kind: 'matched', plate: '61A00005' });
  });

  it('finds nobody without a plate, and leaves a case alone that has been matched', async () => {
    const violation = aViolation({ plate: null });
    const { case: id } = await record(db, clock, violation, aSeal(violation));
    expect(await handle({ case: id })).toBe('done');
    expect((await caseById(db.prisma, id))?.match).toEqual({ kind: 'none', plate: null });
    expect(await handle({ case: id })).toBe('skipped');
    expect(await db.prisma.auditEvent.count({ where: { caseId: id, kind: 'owner_matched' } })).toBe(1);
  });
});
