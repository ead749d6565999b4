// The queue: jobs are wake-ups that may run twice; BullMQ carries them on PostgreSQL, or on Redis where there is one.
import { createPostgresBackend, Queue, UnrecoverableError, Worker, type Job as BullJob, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { Failure, reasonOf } from '../domain/errors.ts';
import { JOBS, type Job, type JobHandlers, type JobOutcome } from '../domain/ledger.ts';
import { parseJob } from '../prisma/ledger.ts';

export type QueueOptions = {
  /** PostgreSQL that carries the queue in its schema `bullmq`, unless `redisUrl` is given. */
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
};

/** What goes wrong outside a job, for the log: texts without personal data. */
export type OnFault = (where: string, reason: string) => void;

export type JobQueue = {
  /** `key` names the wake-up: added twice while it is known, it is one job. */
  readonly add: (key: string, job: Job) => Promise<void>;
  readonly close: () => Promise<void>;
};

const NAME = 'phatnguoi';
const KEEP_DONE_S = 3600;
const KEEP_FAILED_S = 30 * 24 * 3600;

/** Opens the queue for adding. Connections are made when needed and found again after a fault. */
export function openQueue(options: QueueOptions, onFault: OnFault): JobQueue {
  const { queue, disconnect } = options.redisUrl === null ? onPostgres(options.databaseUrl) : onRedis(options.redisUrl);
  queue.on('error', (error) => onFault('queue', error.message));
  return {
    add: async (key, { name, payload }) => {
      const { attempts, backoff_ms } = JOBS[name];
      const keep = { removeOnComplete: { age: KEEP_DONE_S }, removeOnFail: { age: KEEP_FAILED_S } };
      await queue.add(name, payload, { jobId: key, attempts, backoff: { type: 'exponential', delay: backoff_ms, jitter: 0.3 }, ...keep });
    },
    close: async () => {
      await queue.close();
      disconnect();
    },
  };
}

/** Runs every job of the catalogue until closed. Throws Failure('bad_config') unless each job has exactly one handler. */
export function startWorker(options: QueueOptions, handlers: JobHandlers, onFault: OnFault, concurrency = 4): { readonly close: () => Promise<void> } {
  const missing = Object.keys(JOBS).filter((name) => !Object.hasOwn(handlers, name));
  if (missing.length > 0) throw new Failure('bad_config', `no handler for the jobs ${missing.join(', ')}; give each in cli/work.ts`);
  const process = async (bull: BullJob<unknown, JobOutcome>): Promise<JobOutcome> => handled(bull, handlers, onFault);
  const { worker, disconnect } = options.redisUrl === null ? workerOnPostgres(options.databaseUrl, process, concurrency) : workerOnRedis(options.redisUrl, process, concurrency);
  worker.on('error', (error) => onFault('worker', error.message));
  return {
    close: async () => {
      await worker.close();
      disconnect();
    },
  };
}

type Process = (bull: BullJob<unknown, JobOutcome>) => Promise<JobOutcome>;
/** What we use of BullMQ's classes, whose types name the backend that they stand on. */
type Closing = { readonly close: () => Promise<void>; readonly on: (event: 'error', listener: (error: Error) => void) => unknown };
type Adding = Closing & { readonly add: (name: string, data: unknown, options: JobsOptions) => Promise<unknown> };
type OpenQueue = { readonly queue: Adding; readonly disconnect: () => void };
type OpenWorker = { readonly worker: Closing; readonly disconnect: () => void };

const postgres = (url: string) => ({ connection: { connectionString: url, schema: 'bullmq', migrate: true } });
const nothing = (): void => undefined;

const onPostgres = (url: string): OpenQueue => ({ queue: new Queue(NAME, postgres(url), createPostgresBackend), disconnect: nothing });

function onRedis(url: string): OpenQueue {
  const connection = new Redis(url, { maxRetriesPerRequest: 3 });
  return { queue: new Queue(NAME, { connection }), disconnect: () => connection.disconnect() };
}

/** A stalled job is one whose worker died: it is taken up again soon, since a wake-up may run twice. */
const stalled = { stalledInterval: 5000, maxStalledCount: 20, lockDuration: 15_000 };

function workerOnPostgres(url: string, process: Process, concurrency: number): OpenWorker {
  return { worker: new Worker(NAME, process, { ...postgres(url), concurrency, ...stalled }, createPostgresBackend), disconnect: nothing };
}

function workerOnRedis(url: string, process: Process, concurrency: number): OpenWorker {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  return { worker: new Worker(NAME, process, { connection, concurrency, ...stalled }), disconnect: () => connection.disconnect() };
}

/** What lies in a queue is untrusted input: it is parsed again. Failures that trying again cannot mend end the job. */
async function handled(bull: BullJob<unknown, JobOutcome>, handlers: JobHandlers, onFault: OnFault): Promise<JobOutcome> {
  try {
    return await dispatch(parseJob(bull.name, bull.data), handlers);
  } catch (thrown) {
    const code = thrown instanceof Failure ? thrown.code : 'internal';
    onFault(`job ${bull.name} ${bull.id ?? ''}`, `${code}: ${reasonOf(thrown)}`);
    if (thrown instanceof Failure && thrown.kind !== 'transient') throw new UnrecoverableError(`${code}: ${thrown.message}`);
    throw thrown;
  }
}

async function dispatch(job: Job, handlers: JobHandlers): Promise<JobOutcome> {
  switch (job.name) {
    case 'match_owner':
      return handlers.match_owner(job.payload);
    case 'issue_notice':
      return handlers.issue_notice(job.payload);
    case 'deliver_notice':
      return handlers.deliver_notice(job.payload);
  }
}

