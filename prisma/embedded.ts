// Starts the PostgreSQL that comes with the npm packages under a data folder, survives SIGKILL, and stops it cleanly.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import { readableServer } from './embedded-files.ts';

export type EmbeddedOptions = {
  /** Holds `data/` (the cluster), `password` (0600) and `log`. */
  readonly dir: string;
  readonly port: number;
  /** false only for throw-away test servers: skips every fsync. */
  readonly durable?: boolean;
  /** Where the server's own files go when the checkout is closed to the unprivileged user (below a 0700 folder). */
  readonly cacheDir?: string;
};

export type EmbeddedServer = {
  /** Of the superuser and the database `phatnguoi`: for migrations, the queue's schema and `open`. */
  readonly url: string;
  readonly pid: number;
  /** Settles when the server's process ends, whoever ended it. */
  readonly exited: Promise<void>;
  /** Fast shutdown: sessions are cut, everything committed is kept. */
  readonly stop: () => Promise<void>;
};

/** root may not run PostgreSQL: nobody (65534) does it then. */
type Identity = { readonly uid?: number; readonly gid?: number };
const NOBODY = 65534;
/** The cluster is named by the working folder: nobody could not walk to it through a 0700 folder such as root's home. */
const HERE = '/proc/self/cwd';

/** Starts the server, making the cluster first where there is none. Throws Failure('database_down') when it does not come up. */
export async function startEmbedded({ dir, port, durable = true, cacheDir }: EmbeddedOptions): Promise<EmbeddedServer> {
  const identity: Identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const files = await readableServer(identity, cacheDir);
  const data = await ownFolder(dir, identity);
  const password = await passwordOf(dir);
  if (!(await exists(join(data, 'PG_VERSION')))) await initialise(files.initdb, data, password, identity, durable);
  await dropStalePid(data);
  const server = await launch(files.postgres, data, join(dir, 'log'), port, durable, identity);
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/phatnguoi`;
  await answers(url, server);
  const exited = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    if (server.exitCode !== null || server.signalCode !== null) resolve();
  });
  return {
    url,
    pid: server.pid ?? 0,
    exited,
    stop: async () => {
      server.kill('SIGINT');
      await exited;
    },
  };
}

async function ownFolder(dir: string, { uid, gid }: Identity): Promise<string> {
  const data = join(dir, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined && (await stat(data)).uid !== uid) await chown(data, uid, gid);
  return data;
}

async function passwordOf(dir: string): Promise<string> {
  const path = join(dir, 'password');
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null) return known.trim();
  const made = randomBytes(24).toString('hex');
  await writeFile(path, made, { mode: 0o600 });
  return made;
}

async function initialise(initdb: string, data: string, password: string, identity: Identity, durable: boolean): Promise<void> {
  // initdb dies half-way only together with us; what it left is no cluster yet and holds nothing.
  await emptyFolder(data, identity);
  const sync = durable ? [] : ['--no-sync'];
  const flags = ['-D', HERE, '-U', 'postgres', '--auth=scram-sha-256', '--pwfile=/dev/stdin', '--locale=C', '--encoding=UTF8', ...sync];
  // Node's own stdin pipe is a socket, which cannot be opened by name; the shell's is a pipe.
  const child = spawn('/bin/sh', ['-c', 'cat | "$0" "$@"', initdb, ...flags], { ...identity, cwd: data, stdio: ['pipe', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stdin.end(`${password}\n`);
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Failure('database_down', `initdb in ${data} ended with ${code}: ${said.join('').trim()}`);
}

async function emptyFolder(data: string, { uid, gid }: Identity): Promise<void> {
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) await chown(data, uid, gid);
}

/** After SIGKILL the pid file stays; PostgreSQL refuses to start when another process has that number by now. */
async function dropStalePid(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => null);
  const pid = Number(text?.split('\n')[0]);
  if (text === null || !Number.isInteger(pid) || pid <= 0) return;
  const worksIn = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  if (worksIn === (await realpath(data))) throw new Failure('database_down', `another PostgreSQL (process ${pid}) already runs on ${data}; stop it or choose another folder`);
  await rm(path, { force: true });
}

async function launch(postgres: string, data: string, log: string, port: number, durable: boolean, identity: Identity): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), max_connections: '100', timezone: 'UTC',
    fsync: durable ? 'on' : 'off', synchronous_commit: durable ? 'on' : 'off', full_page_writes: durable ? 'on' : 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const sink = await open(log, 'a', 0o600);
  // Detached: Ctrl-C goes to the whole terminal group, but the database must outlive those who still write to it.
  const child = spawn(postgres, ['-D', HERE, ...flags], { ...identity, cwd: data, stdio: ['ignore', sink.fd, sink.fd], detached: true });
  const spawned = new Promise<void>((resolve, reject) => child.once('error', reject).once('spawn', () => resolve()));
  await spawned.finally(async () => sink.close());
  return child;
}

/** Waits (recovery after a crash included) until the database `phatnguoi` answers, making it when new. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  const until = systemClock.monotonicMs() + 120_000;
  let last = '';
  while (systemClock.monotonicMs() < until) {
    if (server.exitCode !== null) throw new Failure('database_down', `PostgreSQL ended with ${server.exitCode} before it answered (last: ${last}); see its log`);
    try {
      await ensureDatabase(url);
      return;
    } catch (thrown) {
      last = reasonOf(thrown);
      await systemClock.sleep(50);
    }
  }
  server.kill('SIGINT');
  throw new Failure('database_down', `PostgreSQL did not answer within 120 s: ${last}`);
}

async function ensureDatabase(url: string): Promise<void> {
  const root = new URL(url);
  root.pathname = '/postgres';
  const client = new pg.Client({ connectionString: root.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'phatnguoi'");
    if (rowCount === 0) await client.query('CREATE DATABASE phatnguoi');
  } finally {
    await client.end();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
