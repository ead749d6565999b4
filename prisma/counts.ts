// Hourly counts of what a camera saw: written as totals of a session's hour, so that the same recording seen again doubles nothing.
import type { EpochMs } from '../domain/units.ts';
import { inTransaction, type Database } from './client.ts';
import { toDate } from './time.ts';

/** Vehicles seen to their end, doubts that accused nobody, what is for screening only, and what went on record. */
export type Counted = 'vehicle' | 'void' | 'screened' | 'accused';
export type CountedSession = { readonly id: string; readonly camera: string; readonly startedAt: EpochMs; readonly sceneSha256: string; readonly synthetic: boolean };
/** `subject`: the vehicle's kind, else the offence; `detail`: why a void was void. */
export type HourlyCount = { readonly hourAt: EpochMs; readonly what: Counted; readonly subject: string; readonly detail: string; readonly count: number };

/** A total never falls: a session that is seen again from its beginning counts up to what is there already. */
export async function noteCounts(db: Database, { id, camera, startedAt, sceneSha256, synthetic }: CountedSession, counts: readonly HourlyCount[]): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.cameraSession.createMany({ data: [{ id, camera, startedAt: toDate(startedAt), sceneSha256, synthetic }], skipDuplicates: true });
    for (const { hourAt, what, subject, detail, count } of counts) {
      await tx.$executeRaw`
        INSERT INTO hourly_count (session_id, hour_at, camera, what, subject, detail, count) VALUES (${id}, ${toDate(hourAt)}, ${camera}, ${what}, ${subject}, ${detail}, ${count})
        ON CONFLICT (session_id, hour_at, what, subject, detail) DO UPDATE SET count = GREATEST(hourly_count.count, EXCLUDED.count)`;
    }
  });
}
