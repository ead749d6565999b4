// Prisma's schema engine as WebAssembly: makes migrations and finds drift without any native engine. Development only.
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { catalogueAdapter } from './catalogue-adapter.ts';

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const SCHEMA = here('schema.prisma');
const MIGRATIONS = here('migrations');
const filters = { externalTables: [], externalEnums: [] };

async function loadEngine(): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`schema engine: ${message}\n`) } });
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const bytes = await readFile(path);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { './schema_engine_bg.js': { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

async function committedMigrations(): Promise<engineModule.MigrationList> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).toSorted();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: await readFile(`${MIGRATIONS}/${name}/migration.sql`, 'utf8') } },
    })),
  );
  const lockfile = { path: 'migration_lock.toml', content: await readFile(`${MIGRATIONS}/migration_lock.toml`, 'utf8').catch(() => null) };
  return { baseDir: MIGRATIONS, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/** SQL that leads from the committed migrations to schema.prisma; null when there is no drift. `url` names a server that may make databases. */
export async function sqlToSchema(url: string): Promise<string | null> {
  await loadEngine();
  const content = await readFile(SCHEMA, 'utf8');
  const engine = await engineModule.SchemaEngine.new({ datamodels: [[SCHEMA, content]] }, () => undefined, bindMigrationAwareSqlAdapterFactory(catalogueAdapter(url)));
  const migrations = await committedMigrations();
  const diff = await engine.diff({
    from: { tag: 'migrations', ...migrations },
    to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] },
    script: true, exitCode: true, filters,
  });
  return diff.exitCode === 0 ? null : (diff.stdout ?? '');
}
