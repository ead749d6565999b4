// `database`: the embedded PostgreSQL in the foreground, migrated; every other process finds it by its port and password file.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, Failure } from '../domain/errors.ts';
import { startEmbedded } from '../prisma/embedded.ts';
import { migrate } from '../prisma/migrate.ts';
import type { Config } from './config.ts';
import { aborted, sayReady, untilStopped } from './processes.ts';

const folder = ({ varFolder }: Config): string => join(varFolder, 'postgres');

export async function database(_args: readonly string[], config: Config): Promise<number> {
  const over = untilStopped();
  const server = await startEmbedded({ dir: folder(config), port: config.ports.postgres, cacheDir: join('/tmp', `phatnguoi-postgres-${process.getuid?.() ?? 0}`) });
  await migrate(server.url);
  sayReady();
  const died = await Promise.race([aborted(over).then(() => false), server.exited.then(() => true)]);
  if (died) return 1;
  await server.stop();
  return 0;
}

/** The address of the configured server, or of the embedded one. Throws Failure('database_down') when that was never started. */
export async function databaseUrl(config: Config): Promise<string> {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const password = await readFile(join(folder(config), 'password'), 'utf8').catch((cause: unknown) => {
    throw new Failure('database_down', `no embedded database under ${folder(config)}: run "npm start" or "phatnguoi database" first, or set DATABASE_URL; ${reasonOf(cause)}`, { cause });
  });
  return `postgresql://postgres:${password.trim()}@127.0.0.1:${config.ports.postgres}/phatnguoi`;
}
