// Hourly counts on a real database: what was seen by the hour, and the same recording twice counted once.
import { expect, it } from 'vitest';
import { hourlyCounts } from '../../cli/hourly-counts.ts';
import { manualClock, parseInstant } from '../../domain/clock.ts';
import type { Frame, Sight, Track } from '../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, sessionId, trackId } from '../../domain/units.ts';
import type { Verdict } from '../../domain/violation.ts';
import { ALL_WELL } from '../../pipeline/judge/rules.ts';
import { newestHours } from '../../prisma/views-cameras.ts';
import { aViolation } from '../factories/violation.ts';
import { freshDatabase } from '../postgres.ts';

const { db } = await freshDatabase();
const CAMERA = { camera: 'c', sceneSha256: 'a'.repeat(64), synthetic: true };
const START = parseInstant('2026-11-20T08:59:50');
const track = (id: string, kind: Track['kind']): Track => ({ id: trackId(id), kind, kindShare: 1, state: 'ended', firstAt: mediaMs(0), lastAt: mediaMs(0), path: [], velocity: { x: 0, y: 0 }, distrust: [] });
const frame = (session: string, at: number): Frame => ({ camera: cameraId('c'), session: sessionId(session), at: mediaMs(at), capturedAt: epochMs(START + at), clockErrorMs: 0, widthPx: 1, heightPx: 1, rgb: new Uint8Array(3) });
const sight = (at: number, ended: readonly Track[]): Sight => ({ at: mediaMs(at), capturedAt: epochMs(START + at), clockErrorMs: 0, tracks: [], ended, signals: [] });
const doubt: Verdict = { kind: 'void', offence: 'red_light', track: trackId('t2'), at: mediaMs(0), why: 'amber', detail: '' };

/** Two vehicles and a person before nine o'clock, one vehicle after; one doubt; one case of that moment. */
async function watched(session: string): Promise<void> {
  const counts = hourlyCounts(db, CAMERA, manualClock(START));
  const says: Record<number, readonly Verdict[]> = { 1000: [doubt] };
  const judge = counts.counted({ version: '1', see: ({ at }) => says[at] ?? [] });
  counts.frame(frame(session, 1000));
  judge.see(sight(1000, [track('t1', 'car'), track('t2', 'motorcycle'), track('t3', 'person')]), ALL_WELL);
  counts.frame(frame(session, 20_000));
  judge.see(sight(20_000, [track('t4', 'car')]), ALL_WELL);
  counts.recorded(aViolation({ session: sessionId(session), at: epochMs(START + 15_000) }));
  await counts.write();
}
const hours = async () => (await newestHours(db, 'c', 24)).map(({ hourAt, counts }) => [new Date(hourAt).toISOString(), counts] as const);

it('counts by the hour, once for a recording that is seen twice', async () => {
  await watched('s1');
  const expected = [
    ['2026-11-20T02:00:00.000Z', { vehicle: 1, void: 0, screened: 0, accused: 1 }],
    ['2026-11-20T01:00:00.000Z', { vehicle: 2, void: 1, screened: 0, accused: 0 }],
  ];
  expect(await hours()).toEqual(expected);
  await watched('s1');
  expect(await hours()).toEqual(expected);
  await watched('s2');
  expect((await hours())[1]?.[1]).toEqual({ vehicle: 4, void: 2, screened: 0, accused: 0 });
  expect(await db.prisma.hourlyCount.findMany({ where: { sessionId: 's2', what: 'void' } })).toMatchObject([{ subject: 'red_light', detail: 'amber', count: 1 }]);
});
