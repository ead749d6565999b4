// One real PostgreSQL for the whole test run; every test file gets a fresh, migrated database of its own.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openDatabase, type Database } from '../prisma/client.ts';
import { startEmbedded } from '../prisma/embedded.ts';
import { migrate } from '../prisma/migrate.ts';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the superuser, at the migrated template database: only to be copied, as who is connected to it stops every copy. */
    readonly postgresUrl: string;
  }
}

/** vitest's global set-up. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'phatnguoi-test-'));
  const server = await startEmbedded({ dir, port: await freePort(), durable: false });
  await migrate(server.url);
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

/** A copy of the template, dropped after the file's tests. `url` is the superuser's. */
export async function freshDatabase(connections = 10): Promise<{ readonly db: Database; readonly url: string }> {
  const template = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(template, `CREATE DATABASE ${name} TEMPLATE phatnguoi`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const db = openDatabase({ url: url.href, connections });
  afterAll(async () => {
    await db.close();
    await asAdmin(template, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { db, url: url.href };
}

/** One statement as superuser, outside the application's role. */
export async function asAdmin(url: string, sql: string): Promise<pg.QueryResult> {
  const admin = new URL(url);
  // A template may not be in use while it is copied.
  if (sql.includes('DATABASE')) admin.pathname = '/postgres';
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  return client.query(sql).finally(async () => client.end());
}
