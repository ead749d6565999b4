// The real processes of an installation, started, killed with SIGKILL and started again, in a folder and on ports of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const VICTIMS = ['watcher', 'worker', 'relay', 'web', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];
type Name = Exclude<Victim, 'postgres'> | 'database' | 'sandbox';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'cli/bin.mjs');
const ARGS: Readonly<Record<Name, readonly string[]>> = {
  database: [BIN, 'database'],
  sandbox: [BIN, 'sandbox'],
  relay: [BIN, 'relay'],
  worker: [BIN, 'work'],
  web: [BIN, 'serve', '--surface', 'console'],
  watcher: ['--import', 'tsx', join(import.meta.dirname, 'watcher.ts')],
};

export type Fleet = {
  readonly start: (name: Name, args?: readonly string[]) => Promise<void>;
  readonly kill: (victim: Victim) => Promise<void>;
  /** Starts again whatever lies dead, the database first. */
  readonly mend: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export function createFleet(env: Readonly<Record<string, string>>): Fleet {
  const alive = new Map<Name, ChildProcess>();
  const lastArgs = new Map<Name, readonly string[]>();
  const start = async (name: Name, args: readonly string[] = lastArgs.get(name) ?? []): Promise<void> => {
    lastArgs.set(name, args);
    const child = spawn(process.execPath, [...ARGS[name], ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    alive.set(name, child);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => appendFileSync(join(env['PHATNGUOI_VAR'] ?? '.', `${name}.log`), data));
    await new Promise<void>((resolve) => {
      child.on('message', (message) => {
        if (message === 'ready') resolve();
      });
      child.once('exit', () => resolve());
    });
  };
  const isAlive = (name: Name): boolean => {
    const child = alive.get(name);
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  };
  return {
    start,
    kill: async (victim) => {
      if (victim === 'postgres') {
        const pid = Number((await readFile(join(env['PHATNGUOI_VAR'] ?? '.', 'postgres/data/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
        if (pid > 0) process.kill(pid, 'SIGKILL');
        return;
      }
      alive.get(victim)?.kill('SIGKILL');
    },
    mend: async () => {
      for (const name of ['database', 'sandbox', 'relay', 'worker', 'web', 'watcher'] as const) {
        if (!alive.has(name) || isAlive(name) || (name === 'watcher' && alive.get(name)?.exitCode === 0)) continue;
        // A watcher is started when it has ended its work: nobody waits for that here.
        if (name === 'watcher') void start(name);
        else await start(name);
      }
    },
    stop: async () => {
      for (const name of ['watcher', 'web', 'worker', 'relay', 'sandbox', 'database'] as const) {
        const child = alive.get(name);
        if (child === undefined || !isAlive(name)) continue;
        child.kill('SIGTERM');
        await new Promise((resolve) => child.once('exit', resolve));
      }
    },
  };
}
