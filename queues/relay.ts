// Hands outbox rows to the queue: first added, then marked, so that a crash in between hands over twice and never zero times.
import type { Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import { markRelayed, waitingOutbox, type Database } from '../prisma/ledger.ts';
import type { JobQueue, OnFault } from './bull.ts';

export type RelayOptions = {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onFault: OnFault;
  /** Called every minute: gives a fresh outbox row to whatever should be moving and is not. */
  readonly sweep: () => Promise<number>;
};

const BATCH = 200;
/** NOTIFY wakes at once; the poll is for a lost connection. */
const POLL_MS = 2000;
const SWEEP_MS = 60_000;
const MOST_PAUSE_MS = 10_000;

/** Runs until the signal aborts; a dead database or queue is tried again with growing pauses. */
export async function relay(options: RelayOptions): Promise<void> {
  const { clock, signal, onFault, sweep } = options;
  const bell = listen(options);
  let pause = POLL_MS / 4;
  let sweptAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      if (clock.monotonicMs() - sweptAt > SWEEP_MS) {
        await sweep();
        sweptAt = clock.monotonicMs();
      }
      if ((await drain(options)) < BATCH) await bell.rung(POLL_MS);
      pause = POLL_MS / 4;
    } catch (thrown) {
      onFault('relay', reasonOf(thrown));
      await clock.sleep(pause, signal);
      pause = Math.min(pause * 2, MOST_PAUSE_MS);
    }
  }
  bell.close();
}

/** One batch; returns how many rows were handed over. */
export async function drain({ db, queue, clock }: Pick<RelayOptions, 'db' | 'queue' | 'clock'>): Promise<number> {
  const rows = await waitingOutbox(db, BATCH);
  for (const { id, job } of rows) await queue.add(`outbox-${id}`, job);
  if (rows.length > 0) await markRelayed(db, rows.map(({ id }) => id), clock.now());
  return rows.length;
}

type Bell = { readonly rung: (atMostMs: number) => Promise<void>; readonly close: () => void };

/** Rings at every NOTIFY outbox; silent while the connection is lost, and found again by itself. */
function listen({ db, clock, signal, onFault }: RelayOptions): Bell {
  let wake = new AbortController();
  let release: () => void = () => undefined;
  const ring = (): void => {
    wake.abort();
    wake = new AbortController();
  };
  const connect = async (): Promise<void> => {
    const client = await db.pool.connect();
    let gone = false;
    const leave = (broken: boolean): void => {
      if (gone) return;
      gone = true;
      client.removeAllListeners('notification');
      client.release(broken);
    };
    const lost = new Promise<void>((resolve) => {
      client.once('error', () => resolve());
      client.once('end', () => resolve());
      release = () => {
        resolve();
      };
    });
    client.on('notification', ring);
    await client.query('LISTEN outbox');
    await lost;
    leave(true);
  };
  void (async () => {
    while (!signal.aborted) {
      await connect().catch((thrown: unknown) => onFault('relay', `listening: ${reasonOf(thrown)}`));
      await clock.sleep(POLL_MS, signal);
    }
  })();
  signal.addEventListener('abort', ring, { once: true });
  return { rung: async (atMostMs) => clock.sleep(atMostMs, wake.signal), close: () => release() };
}
