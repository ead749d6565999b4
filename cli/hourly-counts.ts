// Counts by the hour what a camera saw: vehicles, doubts with their reasons, what went on record; no plate and no person.
import type { Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import type { Frame } from '../domain/sighting.ts';
import { epochMs, type EpochMs } from '../domain/units.ts';
import type { Violation } from '../domain/violation.ts';
import type { WatchedJudge } from '../pipeline/watch.ts';
import type { Database } from '../prisma/client.ts';
import { noteCounts, type Counted, type CountedSession, type HourlyCount } from '../prisma/counts.ts';
import { logFault } from './log.ts';

export type HourlyCounts = {
  /** Takes in each frame before it is judged: it names the session. */
  readonly frame: (frame: Frame) => void;
  /** The same judge, with what it is shown and what it says counted. */
  readonly counted: (judge: WatchedJudge) => WatchedJudge;
  readonly recorded: (violation: Violation) => void;
  /** Writes what is new; what cannot be written now is written with the next. */
  readonly write: () => Promise<void>;
};
export type CountedCamera = Omit<CountedSession, 'id' | 'startedAt'>;

const HOUR_MS = 3_600_000;
const WRITE_MS = 30_000;
/** An accusation of an hour may be recorded a while after it; then the hour is over. */
const KEPT_MS = 2 * HOUR_MS;

type Held = { readonly session: CountedSession; readonly count: HourlyCount; written: boolean };

export function hourlyCounts(db: Database, camera: CountedCamera, clock: Clock): HourlyCounts {
  const held = new Map<string, Held>();
  const sessions = new Map<string, CountedSession>();
  let session: CountedSession | null = null;
  let writtenMs = clock.monotonicMs();
  const add = (to: CountedSession | null, at: EpochMs, what: Counted, subject: string, detail = ''): void => {
    if (to === null) return;
    const hourAt = epochMs(Math.floor(at / HOUR_MS) * HOUR_MS);
    const key = [to.id, hourAt, what, subject, detail].join(' ');
    held.set(key, { session: to, count: { hourAt, what, subject, detail, count: (held.get(key)?.count.count ?? 0) + 1 }, written: false });
  };
  const write = async (): Promise<void> => {
    writtenMs = clock.monotonicMs();
    for (const of of sessions.values()) await writeSession(db, of, [...held.values()].filter((each) => each.session === of && !each.written));
    const newest = Math.max(...[...held.values()].map(({ count }) => count.hourAt));
    for (const [key, { count, written }] of held) if (written && count.hourAt < newest - KEPT_MS) held.delete(key);
    for (const of of sessions.values()) if (of !== session && ![...held.values()].some((each) => each.session === of)) sessions.delete(of.id);
  };
  return {
    frame: ({ session: id, capturedAt, at }) => {
      if (session?.id !== id) {
        session = { ...camera, id, startedAt: epochMs(capturedAt - at) };
        sessions.set(id, session);
      }
      if (clock.monotonicMs() - writtenMs >= WRITE_MS) void write();
    },
    counted: (judge) => ({
      version: judge.version,
      see: (sight, circumstances) => {
        const verdicts = judge.see(sight, circumstances);
        for (const { kind } of sight.ended) if (kind !== 'person') add(session, sight.capturedAt, 'vehicle', kind);
        for (const verdict of verdicts) if (verdict.kind === 'void') add(session, sight.capturedAt, 'void', verdict.offence, verdict.why);
        return verdicts;
      },
    }),
    recorded: ({ session: id, at, offence, screeningOnly }) => add(sessions.get(id) ?? null, at, screeningOnly ? 'screened' : 'accused', offence),
    write,
  };
}

async function writeSession(db: Database, session: CountedSession, fresh: readonly Held[]): Promise<void> {
  if (fresh.length === 0) return;
  try {
    // A count that goes on meanwhile becomes another entry, which is not written yet.
    await noteCounts(db, session, fresh.map(({ count }) => count));
    for (const each of fresh) each.written = true;
  } catch (thrown) {
    logFault('hourly counts', reasonOf(thrown));
  }
}
