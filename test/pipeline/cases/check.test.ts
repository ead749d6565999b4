// The fsck finds what it should on a real store and database, and nothing where nothing is wrong.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { manualClock } from '../../../domain/clock.ts';
import { officerId, plateText } from '../../../domain/units.ts';
import { check, type CheckReport } from '../../../pipeline/cases/check.ts';
import { matchOwner } from '../../../pipeline/cases/match-owner.ts';
import { record } from '../../../pipeline/cases/record.ts';
import { review } from '../../../pipeline/cases/review.ts';
import { seal, verifySeal } from '../../../pipeline/evidence/seal.ts';
import { sealingKey } from '../../../pipeline/evidence/signing-key.ts';
import { folderStore, pathOf } from '../../../pipeline/evidence/store.ts';
import { rejudge } from '../../../pipeline/judge/rejudge.ts';
import { ACT_AT, aViolation, officers, register, SCENE_TEXT } from '../../factories/violation.ts';
import { asAdmin, freshDatabase } from '../../postgres.ts';

const { db, url } = await freshDatabase();
const root = await mkdtemp(join(tmpdir(), 'check-'));
afterAll(async () => rm(root, { recursive: true, force: true }));
const store = folderStore(root);
const key = await sealingKey(join(root, 'key.pem'));
const clock = manualClock(ACT_AT);
const desk = review(db, clock, { rows: [] }, { leaseMs: 1000, secondForRepairedPlate: false, secondFromFineVnd: null, sameActMs: 0 });
const run = async (): Promise<CheckReport> => check({ db, store, clock, rejudge, noticeWithinMs: 60_000, verifySeal: async (stored) => verifySeal(store, stored, [key.publicKey]) });

const sealedViolation = async () => {
  const violation = aViolation();
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: Math.floor(Math.random() * 256), g: 0, b: violation.id.length } } }).jpeg().toBuffer();
  const item = { role: 'before', media_type: 'image/jpeg', at_ms: 3600, captured_at: '2026-11-20T08:15:00.000+07:00', width_px: 8, height_px: 8, accused_px: null, others_px: [] } as const;
  const device = { model: 'T', serial: '1', inspection: 'K', inspection_valid_to: '2027-01-01' };
  const sealed = await seal(store, key, { violation, pieces: [{ bytes: Buffer.concat([jpeg, Buffer.from(violation.id)]), item: { ...item, others_px: [] } }], device, scene: SCENE_TEXT, at: ACT_AT });
  const recorded = await record(db, clock, violation, sealed);
  await matchOwner(db, clock)({ case: recorded.case });
  return { violation, sealed, case: recorded.case };
};

it('passes a healthy store, and names every kind of damage', async () => {
  await officers(db, 'an');
  await register(db);
  const [healthy, tampered, forged, odd] = [await sealedViolation(), await sealedViolation(), await sealedViolation(), await sealedViolation()];
  expect(await run()).toMatchObject({ violations: 4, notices: 0, findings: [] });

  await desk.confirm(officerId('an'), healthy.case, plateText('61A12345'));
  expect((await run()).findings).toEqual([]);
  clock.advance(60_001);
  expect((await run()).findings).toEqual([{ about: `case ${healthy.case}`, what: 'confirmed but without a notice' }]);

  await writeFile(join(root, pathOf(tampered.sealed.manifest.items[0]?.sha256 ?? '')), 'other bytes');
  const facts = JSON.stringify({ ...forged.violation.facts, red_for_ms: 100 });
  await asAdmin(url, `ALTER TABLE violation DISABLE TRIGGER USER; UPDATE violation SET facts = '${facts}' WHERE id = '${forged.violation.id}'; UPDATE violation SET facts = '{}' WHERE id = '${odd.violation.id}'; ALTER TABLE violation ENABLE TRIGGER USER`);
  await asAdmin(url, `ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET data = '{"result":"none"}' WHERE seq = 2; ALTER TABLE audit_event ENABLE TRIGGER USER`);
  const { findings } = await run();
  const about = (what: RegExp) => findings.filter((finding) => what.test(finding.what)).map((finding) => finding.about);
  expect(about(/was changed$/)).toEqual([`violation ${tampered.violation.id}`]);
  expect(about(/less than the grace/)).toEqual([`violation ${forged.violation.id}`]);
  expect(about(/event 2 was changed/)).toEqual(['audit chain']);
  expect(about(/not of the known form/)).toEqual([`violation ${odd.violation.id}`]);
  // And the confirmed case that still waits for its notice.
  expect(findings).toHaveLength(5);
});
