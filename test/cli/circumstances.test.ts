// Every reason of a site for accusing nobody is reached from what operators set and what the file says, through the real database.
import { afterAll, expect, it } from 'vitest';
import { followCircumstances, MOST_CLOCK_ERROR_MS } from '../../cli/circumstances.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Sight } from '../../domain/sighting.ts';
import { epochMs, mediaMs, trackId } from '../../domain/units.ts';
import type { Circumstances } from '../../domain/violation.ts';
import { switches } from '../../pipeline/cases/switches.ts';
import { voidBySetting } from '../../pipeline/judge/seen/setting.ts';
import type { SwitchKind } from '../../prisma/switches.ts';
import { aCamera } from '../factories/camera.ts';
import { freshDatabase } from '../postgres.ts';

const { db } = await freshDatabase();
const over = new AbortController();
afterAll(() => over.abort());
const WAIT = { timeout: 60_000, interval: 200 };
await db.prisma.account.create({ data: { id: 'cuong', login: 'cuong', displayName: 'Cường', role: 'operator', passwordScrypt: 'none' } });
const sight = (clockErrorMs = 50, capturedAt = systemClock.now()): Sight => ({ at: mediaMs(0), capturedAt, clockErrorMs, tracks: [], ended: [], signals: [] });
const track = { id: trackId('t1'), kind: 'car', kindShare: 1, state: 'confirmed', firstAt: mediaMs(0), lastAt: mediaMs(0), path: [], velocity: { x: 0, y: 0 }, distrust: [] } as const;
const why = (circumstances: Circumstances): string | null => voidBySetting(circumstances, track, { signal: true });
const camera = aCamera();

it.each<[SwitchKind, string]>([['officer_directing', 'officer_directing'], ['signal_fault', 'signal_fault'], ['priority_passing', 'priority_vehicle']])('an operator\'s switch %s voids as %s while it is on, and no longer', async (kind, reason) => {
  const now = await followCircumstances(db, camera, systemClock, over.signal);
  expect(why(now(sight()))).toBeNull();
  const operator = switches(db, systemClock);
  await operator.set('cuong', camera.camera, kind, epochMs(systemClock.now() + 3_600_000));
  await expect.poll(() => why(now(sight())), WAIT).toBe(reason);
  await operator.set('cuong', camera.camera, kind, null);
  await expect.poll(() => why(now(sight())), WAIT).toBeNull();
  const events = await db.prisma.auditEvent.findMany({ where: { kind: 'setting_changed' }, orderBy: { seq: 'desc' }, take: 2 });
  expect(events.map(({ actorId, data }) => [actorId, data])).toEqual([['cuong', { setting: kind, camera: camera.camera, value: 'off' }], ['cuong', expect.objectContaining({ setting: kind })]]);
}, 180_000);

it('an expired inspection, a clock out of step, a moved camera and disagreeing signals void as such', async () => {
  let [moved, disagree] = [false, false];
  const now = await followCircumstances(db, camera, systemClock, over.signal, { cameraMoved: () => moved, signalsDisagree: () => disagree });
  expect(why(now(sight(50, epochMs(Date.parse(`${camera.device.inspection.valid_to}T00:00:00+07:00`) + 86_400_000))))).toBe('inspection_expired');
  expect(why(now(sight(MOST_CLOCK_ERROR_MS + 1)))).toBe('clock_not_in_step');
  moved = true;
  expect(why(now(sight()))).toBe('camera_moved');
  [moved, disagree] = [false, true];
  expect(why(now(sight()))).toBe('signal_fault');
}, 60_000);
