// The seam on a real database: recorded once, whole or not at all, however often and however many at a time.
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../domain/clock.ts';
import { verifyChain, waitingOutbox } from '../../../prisma/ledger.ts';
import { record } from '../../../pipeline/cases/record.ts';
import { ACT_AT, aSeal, aViolation } from '../../factories/violation.ts';
import { asAdmin, freshDatabase } from '../../postgres.ts';

const { db, url } = await freshDatabase();
const clock = manualClock(ACT_AT);

describe('record', () => {
  it('writes violation, evidence, case, audit event and outbox row together', async () => {
    const violation = aViolation();
    const recorded = await record(db, clock, violation, aSeal(violation));
    expect(recorded).toMatchObject({ fresh: true, number: expect.stringMatching(/^2026-\d{6}$/) });
    expect(await db.prisma.evidence.count({ where: { violationId: violation.id } })).toBe(1);
    expect(await waitingOutbox(db, 10)).toContainEqual({ id: expect.any(BigInt), job: { name: 'match_owner', payload: { case: recorded.case } } });
    const [event] = await db.prisma.auditEvent.findMany({ where: { caseId: recorded.case } });
    expect(event).toMatchObject({ kind: 'case_opened', actorKind: 'system' });
  });

  it('gives the same violation one case, also when ten record it at once', async () => {
    const violation = aViolation();
    const seal = aSeal(violation);
    const answers = await Promise.all(Array.from({ length: 10 }, async () => record(db, clock, violation, seal)));
    expect(new Set(answers.map(({ case: id }) => id)).size).toBe(1);
    expect(answers.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await db.prisma.caseFile.count({ where: { violationId: violation.id } })).toBe(1);
    const outbox = await db.prisma.outbox.findMany();
    expect(outbox.filter(({ payload }) => JSON.stringify(payload).includes(answers[0]?.case ?? '-'))).toHaveLength(1);
  });

  it('writes nothing when one part is refused', async () => {
    const violation = aViolation();
    const seal = aSeal(violation);
    const before = await db.prisma.auditEvent.count();
    // The database itself hashes the manifest.
    await expect(record(db, clock, violation, { ...seal, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'internal' });
    expect(await db.prisma.violation.count({ where: { id: violation.id } })).toBe(0);
    expect(await db.prisma.auditEvent.count()).toBe(before);
  });

  it('refuses the evidence of another violation', async () => {
    await expect(record(db, clock, aViolation(), aSeal(aViolation()))).rejects.toMatchObject({ code: 'evidence_broken' });
  });
});

describe('the audit chain', () => {
  it('holds after many writers at once', async () => {
    const violations = Array.from({ length: 12 }, () => aViolation());
    await Promise.all(violations.map(async (violation) => record(db, clock, violation, aSeal(violation))));
    expect((await verifyChain(db)).broken).toEqual([]);
  });

  it('cannot be changed by the programs: their role may not', async () => {
    await expect(db.pool.query("UPDATE audit_event SET kind = 'looked'")).rejects.toThrow(/permission denied/);
    await expect(db.pool.query('DELETE FROM audit_event')).rejects.toThrow(/permission denied/);
    await expect(db.pool.query('UPDATE audit_head SET seq = 0')).rejects.toThrow(/permission denied/);
    await expect(db.pool.query('UPDATE violation SET offence = $1', ['wrong_way'])).rejects.toThrow(/permission denied/);
  });

  it('cannot be changed by the superuser either while the trigger stands', async () => {
    await expect(asAdmin(url, "UPDATE audit_event SET actor_id = 'nobody'")).rejects.toThrow(/append-only/);
    await expect(asAdmin(url, 'TRUNCATE audit_event')).rejects.toThrow(/append-only/);
    await expect(asAdmin(url, `INSERT INTO audit_event VALUES (99999, now(), 'system', 'x', NULL, 'looked', '{}', repeat('0', 64), repeat('1', 64))`)).rejects.toThrow(/does not continue the chain/);
  });

  it('shows what was changed with the trigger taken away', async () => {
    await asAdmin(url, "ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET actor_id = 'nobody' WHERE seq = 2; DELETE FROM audit_event WHERE seq = 4; ALTER TABLE audit_event ENABLE TRIGGER USER");
    const { broken } = await verifyChain(db);
    expect(broken).toContain('event 2 was changed after it was written');
    expect(broken).toContain('events 4 to 4 are missing');
    await asAdmin(url, 'ALTER TABLE audit_event DISABLE TRIGGER USER; DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event); ALTER TABLE audit_event ENABLE TRIGGER USER');
    expect((await verifyChain(db)).broken.some((what) => /^the chain ends at event/.test(what))).toBe(true);
  });
});
