// `registry import`: loads register files; a file with bad rows is refused whole, each row named by its line.
import { basename } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import type { Database } from '../prisma/client.ts';
import { importRegister } from '../prisma/register-import.ts';
import type { Config } from './config.ts';
import { openConfigured } from './wire.ts';

export async function registry([verb, ...files]: readonly string[], config: Config): Promise<number> {
  if (verb !== 'import' || files.length === 0) throw new Failure('bad_config', 'usage: phatnguoi registry import FILE.csv…');
  const db = await openConfigured(config, 3);
  try {
    for (const [file, rows] of await importRegisters(db, systemClock, files)) process.stdout.write(`${file}: ${rows} rows\n`);
    return 0;
  } finally {
    await db.close();
  }
}

/** Loads the files in order. Throws Failure('bad_config') naming the bad rows of the first file that has any. */
export async function importRegisters(db: Database, clock: Clock, files: readonly string[]): Promise<readonly (readonly [string, number])[]> {
  const loaded: (readonly [string, number])[] = [];
  for (const file of files) {
    const result = await importRegister(db, clock, { kind: 'system', id: 'registry' }, file);
    if (result.kind === 'refused') {
      const rows = result.rows.map(({ line, column, expected, got }) => `${file}:${line} ${column}: expected ${expected}, got "${got}"`);
      throw new Failure('bad_config', `${file}: ${result.bad} bad rows, nothing of it was loaded:\n${rows.join('\n')}`);
    }
    loaded.push([basename(file), result.rows]);
  }
  return loaded;
}
