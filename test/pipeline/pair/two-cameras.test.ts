// An overview accuses, a plate camera reads: from two sessions to a sealed case in PostgreSQL, or to nothing where another might be meant.
import { expect, it } from 'vitest';
import { systemClock } from '../../../domain/clock.ts';
import { check } from '../../../pipeline/cases/check.ts';
import { verifySeal } from '../../../pipeline/evidence/seal.ts';
import { rejudge } from '../../../pipeline/judge/rejudge.ts';
import { wholeCase } from '../../../prisma/views-case.ts';
import { asAdmin, freshDatabase } from '../../postgres.ts';
import { twoCameras, type Outcome } from './two-cameras.ts';

const { db, url } = await freshDatabase();
const { play, store, key } = await twoCameras(db);
const PATIENCE_MS = 600_000;
const checked = async () => check({ db, store, clock: systemClock, verifySeal: async (seal) => verifySeal(store, seal, [key.publicKey]), rejudge, noticeWithinMs: 1e9 });
const casesOf = async ({ recorded }: Outcome) => Promise.all(recorded.map(async ({ case: id }) => wholeCase(db, id, systemClock.now())));

it('gives each accused the plate that the other camera read, but nobody where two ride side by side', async () => {
  const outcome = await play([
    { plate: '61B112345', x: 10, cross: 5000 }, { plate: '61B199999', x: 12, cross: 7000 },
    { plate: '61B154321', x: 9, cross: 9500 }, { plate: '61B167890', x: 10, cross: 9500 },
    { plate: '61B100001', x: 11, cross: 13_000, unseenByPlates: true },
  ], { untilMs: 20_000 });
  const cases = await casesOf(outcome);
  expect(cases.map((one) => one?.violation.plate?.text ?? null)).toEqual(['61B112345', '61B199999', null]);
  const [first, , last] = cases;
  const pairing = first?.violation.pairing;
  expect(pairing).toMatchObject({ camera: 'plates', kind: 'same', order: 'kept', overview_clock_error_ms: 50, plate_clock_error_ms: 50, inspection: 'KD-2' });
  expect(pairing?.place_m).toBeLessThan(0.5);
  expect(first?.manifest.paired).toEqual(pairing);
  expect(first?.manifest.items.map(({ role }) => role)).toEqual(expect.arrayContaining(['before', 'after', 'overview', 'plate', 'paired']));
  const paired = first?.manifest.items.find(({ role }) => role === 'paired');
  expect(paired?.accused_px).not.toBeNull();
  expect(Math.abs(Date.parse(paired?.captured_at ?? '') - (first?.violation.at ?? 0))).toBeLessThan(5000);
  // The plate camera saw nobody: the officer gets the case without a plate.
  expect(last?.violation.pairing).toBeUndefined();
  // Two a metre apart: neither plate is surely the accused's.
  expect(outcome.voids.filter(({ why }) => why === 'pairing_unsure').map(({ detail }) => detail)).toEqual([expect.stringContaining('runner_up_close'), expect.stringContaining('runner_up_close')]);
  // Nobody's plate is read but those of the accused: eight views at most of each.
  expect(outcome.read).toBeLessThanOrEqual(16);
  expect((await checked()).findings).toEqual([]);
}, PATIENCE_MS);

it('lets no pairing be changed afterwards unseen', async () => {
  await expect(asAdmin(url, `UPDATE violation SET pairing = NULL`)).rejects.toThrow('append-only');
  await asAdmin(url, `SET session_replication_role = replica; UPDATE violation SET pairing = jsonb_set(pairing, '{place_m}', '0.01')`);
  expect((await checked()).findings.map(({ what }) => what).join()).toContain('another pairing of cameras');
}, PATIENCE_MS);

it('takes no plate from a camera whose inspection has expired', async () => {
  const outcome = await play([{ plate: '61B112345', x: 10, cross: 5000 }], { plateCircumstances: { inspectionValid: false } });
  expect((await casesOf(outcome)).map((one) => one?.violation.plate ?? null)).toEqual([null]);
  expect(outcome.read).toBe(0);
}, PATIENCE_MS);

it('takes no plate over clocks that are farther apart than they state', async () => {
  const outcome = await play([{ plate: '61B112345', x: 10, cross: 4500 }, { plate: '61B199999', x: 12, cross: 6500 }], { plateClockMs: 1200 });
  expect((await casesOf(outcome)).every((one) => one?.violation.plate === null)).toBe(true);
}, PATIENCE_MS);
