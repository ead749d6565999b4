// Child processes of `start`: each verb runs as a process of its own, is started again when it dies, and all end together.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { inheritedEnvironment } from './config.ts';

export type Child = {
  readonly name: string;
  /** Resolves when the process says that it is ready; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with the exit code when it ends for good. */
  readonly ended: Promise<number>;
  readonly stop: () => Promise<void>;
  readonly pid: () => number | undefined;
};

export type Spawn = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Start it again when it dies unasked. */
  readonly keepAlive: boolean;
  readonly clock: Clock;
  readonly onMessage?: (message: unknown) => void;
  readonly onLog: (name: string, text: string) => void;
};

const BIN = join(import.meta.dirname, 'bin.mjs');
const GRACE_MS = 8000;

/** Runs `phatnguoi ARGS` as a child; a dead child that must live is started again with growing pauses. */
export function start({ name, args, env = {}, keepAlive, clock, onMessage, onLog }: Spawn): Child {
  let stopping = false;
  let current: ChildProcess | null = null;
  const ready = resolvers<void>();
  const ended = resolvers<number>();
  const launch = (pauseMs: number): void => {
    const bornAt = clock.monotonicMs();
    // Detached: Ctrl-C reaches the parent alone, which then stops its children in order.
    const child = fork(BIN, [...args], { env: { ...inheritedEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    current = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => onLog(name, data.toString()));
    child.on('message', (message: unknown) => {
      if (message === 'ready') ready.resolve();
      else onMessage?.(message);
    });
    child.once('exit', (code, signal) => {
      current = null;
      if (stopping || !keepAlive) {
        ended.resolve(code ?? (stopping ? 0 : 1));
        ready.reject(new Error(`${name} ended with ${signal ?? code} before it was ready`));
        return;
      }
      onLog(name, `ended with ${signal ?? code}; starting again in ${pauseMs} ms\n`);
      const healthy = clock.monotonicMs() - bornAt > 30_000;
      void clock.sleep(pauseMs).then(() => {
        if (stopping) ended.resolve(0);
        else launch(healthy ? 500 : Math.min(pauseMs * 2, 15_000));
      });
    });
  };
  launch(500);
  ready.promise.catch(() => undefined);
  const stop = async (): Promise<void> => {
    stopping = true;
    const child = current;
    if (child === null) return;
    child.kill('SIGTERM');
    await Promise.race([ended.promise, clock.sleep(GRACE_MS)]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended.promise;
  };
  return { name, ready: ready.promise, ended: ended.promise, stop, pid: () => current?.pid };
}

type Resolvers<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void; readonly reject: (error: Error) => void };

// Promise.withResolvers came with Node 22; 20.19 is supported.
function resolvers<T>(): Resolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Tells the parent, if there is one, that this process serves. */
export const sayReady = (): void => {
  process.send?.('ready');
};

/** Aborts on SIGINT and SIGTERM, and when the parent that started us is gone: no process is left behind. */
export function untilStopped(): AbortSignal {
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());
  process.once('disconnect', () => over.abort());
  return over.signal;
}

/** Resolves when the signal aborts. */
export const aborted = async (signal: AbortSignal): Promise<void> => {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
};
