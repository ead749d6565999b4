// Outbox rows reach their handlers on real backends: at least once, woken at commit, retried or given up by the kind of failure.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import type { JobHandlers, JobOutcome } from '../../domain/ledger.ts';
import { inTransaction } from '../../prisma/client.ts';
import { enqueue, markRelayed, waitingOutbox } from '../../prisma/ledger.ts';
import { openQueue, startWorker, type QueueOptions } from '../../queues/bull.ts';
import { drain, relay } from '../../queues/relay.ts';
import { freePort } from '../free-port.ts';
import { freshDatabase } from '../postgres.ts';

const REDIS = '/usr/bin/redis-server';
function redisIsHere(): boolean {
  try {
    accessSync(REDIS, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
const hasRedis = redisIsHere();

async function startRedis(): Promise<string> {
  const port = await freePort();
  const server = spawn(REDIS, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((resolve) => server.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('Ready to accept') && resolve()));
  afterAll(() => {
    server.kill('SIGKILL');
  });
  return `redis://127.0.0.1:${port}`;
}

const until = async (what: () => boolean | Promise<boolean>, ms = 50_000): Promise<void> => {
  for (const end = systemClock.monotonicMs() + ms; systemClock.monotonicMs() < end; await systemClock.sleep(50)) if (await what()) return;
  throw new Error('it did not come true in time');
};

const backends = hasRedis ? (['postgres', 'redis'] as const) : (['postgres'] as const);
describe.each(backends)('on %s', async (backend) => {
  const { db, url } = await freshDatabase();
  const options: QueueOptions = { databaseUrl: url, redisUrl: backend === 'redis' ? await startRedis() : null };
  const faults: string[] = [];
  const onFault = (where: string, reason: string): void => {
    faults.push(`${where}: ${reason}`);
  };
  const queue = openQueue(options, onFault);
  const runs = new Map<string, number>();
  const count = (id: string): number => runs.set(id, (runs.get(id) ?? 0) + 1).get(id) ?? 0;
  const handlers: JobHandlers = {
    match_owner: async ({ case: id }): Promise<JobOutcome> => {
      const time = count(id);
      if (id.startsWith('shaky') && time < 2) throw new Failure('database_down', 'not now');
      if (id.startsWith('hopeless')) throw new Failure('law_missing', 'no row');
      return Promise.resolve('done');
    },
    issue_notice: async ({ case: id }) => Promise.resolve(count(`notice-${id}`) > 0 ? 'done' : 'skipped'),
    deliver_notice: async ({ notice }) => Promise.resolve(count(notice) > 0 ? 'done' : 'skipped'),
  };
  const worker = startWorker(options, handlers, onFault);
  const stop = new AbortController();
  afterAll(async () => {
    stop.abort();
    await worker.close();
    await queue.close();
  });
  const put = async (id: string) => inTransaction(db, async (tx) => enqueue(tx, { name: 'match_owner', payload: { case: id } }));

  it('hands over again what it added but could not mark, and the job still runs once', async () => {
    await put('twice');
    const [row] = await waitingOutbox(db, 10);
    if (row === undefined) throw new Error('expected a row');
    // As if killed between adding and marking:
    await queue.add(`outbox-${row.id}`, row.job);
    expect(await drain({ db, queue, clock: systemClock })).toBe(1);
    expect(await drain({ db, queue, clock: systemClock })).toBe(0);
    await until(() => runs.get('twice') !== undefined);
    await systemClock.sleep(1000);
    expect(runs.get('twice')).toBe(1);
  });

  it('tries transient failures again, gives up what cannot be mended, and takes a fresh row for it afterwards', async () => {
    await put('shaky');
    await put('hopeless');
    await drain({ db, queue, clock: systemClock });
    await until(() => runs.get('shaky') === 2 && runs.get('hopeless') === 1);
    await systemClock.sleep(3000);
    expect(runs.get('hopeless')).toBe(1);
    await put('hopeless');
    await drain({ db, queue, clock: systemClock });
    await until(() => runs.get('hopeless') === 2);
    expect(faults.some((fault) => fault.includes('law_missing'))).toBe(true);
  });

  it('relays by itself, woken at commit; rolled-back work leaves no job', async () => {
    let swept = 0;
    const sweep = async (): Promise<number> => Promise.resolve((swept += 1));
    const running = relay({ db, queue, clock: systemClock, signal: stop.signal, onFault, sweep });
    await Promise.all(Array.from({ length: 20 }, async (_, n) => put(`many-${n}`)));
    await expect(inTransaction(db, async (tx) => { await enqueue(tx, { name: 'match_owner', payload: { case: 'never' } }); throw new Failure('internal', 'undone'); })).rejects.toThrow('undone');
    await until(() => Array.from({ length: 20 }, (_, n) => runs.get(`many-${n}`)).every((times) => times === 1));
    expect(runs.has('never')).toBe(false);
    expect(swept).toBe(1);
    expect(await waitingOutbox(db, 10)).toEqual([]);
    stop.abort();
    await running;
  });
});

describe('the catalogue', () => {
  it('refuses to start when a job has no handler', () => {
    const { issue_notice: _left, ...some } = { match_owner: async () => Promise.resolve('done' as const), issue_notice: async () => Promise.resolve('done' as const), deliver_notice: async () => Promise.resolve('done' as const) };
    // @ts-expect-error the compiler refuses it as well
    expect(() => startWorker({ databaseUrl: 'postgresql://127.0.0.1:1/none', redisUrl: null }, some, () => undefined)).toThrow(/no handler for the jobs issue_notice/);
  });

  it('refuses to write a job that no reader would understand', async () => {
    const { db } = await freshDatabase();
    const odd: unknown = { case: 'x', name: 'Nguyễn Văn An' };
    // @ts-expect-error the compiler refuses it as well
    await expect(inTransaction(db, async (tx) => enqueue(tx, { name: 'match_owner', payload: odd }))).rejects.toThrow();
    expect(await waitingOutbox(db, 10)).toEqual([]);
    await markRelayed(db, [], systemClock.now());
  });
});
