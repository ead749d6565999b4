// `npm run chaos [ROUNDS]`: kills a random process at a random moment of every round, mends it, and counts what became of every case.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demoAccounts } from '../../cli/demo.ts';
import { readConfig } from '../../cli/config.ts';
import { importRegisters } from '../../cli/registry.ts';
import { sampleRegisters } from '../../cli/sample.ts';
import { openConfigured } from '../../cli/wire.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Database } from '../../prisma/client.ts';
import { freePort } from '../free-port.ts';
import { createFleet, VICTIMS, type Fleet, type Victim } from './fleet.ts';
import { createOfficer } from './officer.ts';
import { randomOf } from './random.ts';

const CASES_A_ROUND = 2;
const SETTLE_MS = 120_000;

export type ChaosReport = { readonly rounds: number; readonly kills: Readonly<Record<Victim, number>>; readonly cases: number; readonly notices: number; readonly delivered: number; readonly inbox: number; readonly faults: readonly string[] };

/** Runs the rounds in a folder of its own and reports; every fault is named. */
export async function chaos(rounds: number, seed: number, tell: (line: string) => void): Promise<ChaosReport> {
  const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-chaos-'));
  const env = await environment(folder);
  const config = readConfig({ ...process.env, ...env });
  const fleet = createFleet(env);
  const kills: Record<Victim, number> = { watcher: 0, worker: 0, relay: 0, web: 0, postgres: 0 };
  try {
    await fleet.start('database');
    const db = await openConfigured(config, 4);
    await importRegisters(db, systemClock, sampleRegisters);
    const { accounts } = await demoAccounts(db, config);
    for (const name of ['sandbox', 'relay', 'worker', 'web'] as const) await fleet.start(name);
    const [account] = accounts;
    const officer = createOfficer(`http://127.0.0.1:${config.ports.console}`, account?.name ?? '', account?.password ?? '');
    const random = randomOf(seed);
    const plates = await knownPlates();
    for (let round = 0; round < rounds; round += 1) {
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'worker';
      kills[victim] += 1;
      const plate = plates[round % plates.length] ?? ['', 'car', 'white'];
      const took = await oneRound(fleet, db, officer.confirmAll, { round, victim, afterMs: random() * 2500, plate });
      tell(`round ${String(round + 1).padStart(2)} of ${rounds}: killed ${victim.padEnd(8)} settled in ${(took / 1000).toFixed(1)} s`);
    }
    const report = await count(db, rounds, kills, env);
    await db.close();
    return report;
  } finally {
    await fleet.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Round = { readonly round: number; readonly victim: Victim; readonly afterMs: number; readonly plate: readonly string[] };

async function oneRound(fleet: Fleet, db: Database, confirmAll: () => Promise<number>, { round, victim, afterMs, plate }: Round): Promise<number> {
  const started = systemClock.monotonicMs();
  const watching = fleet.start('watcher', [`chaos-${round}`, String(CASES_A_ROUND), ...plate]);
  const killing = systemClock.sleep(afterMs).then(async () => fleet.kill(victim));
  let confirming = true;
  const officer = (async () => {
    while (confirming) {
      await confirmAll();
      await systemClock.sleep(100);
    }
  })();
  await killing;
  // A process may notice only a moment later that its database is gone: mending goes on until all is settled.
  while (!(await settled(db, (round + 1) * CASES_A_ROUND)) && systemClock.monotonicMs() - started < SETTLE_MS) {
    await fleet.mend();
    await systemClock.sleep(150);
  }
  await watching;
  confirming = false;
  await officer;
  return systemClock.monotonicMs() - started;
}

/** All cases so far are there, noticed, and every delivery but paper is accepted. */
async function settled({ prisma }: Database, cases: number): Promise<boolean> {
  try {
    const noticed = await prisma.caseFile.count({ where: { state: 'noticed' } });
    const waiting = await prisma.delivery.count({ where: { state: 'queued', channel: { not: 'paper' } } });
    return noticed >= cases && waiting === 0;
  } catch {
    return false;
  }
}

async function count({ prisma }: Database, rounds: number, kills: Readonly<Record<Victim, number>>, env: Readonly<Record<string, string>>): Promise<ChaosReport> {
  const cases = await prisma.caseFile.findMany({ include: { notice: { include: { deliveries: true } } } });
  const deliveries = cases.flatMap(({ notice }) => notice?.deliveries ?? []);
  const faults: string[] = [];
  if (cases.length !== rounds * CASES_A_ROUND) faults.push(`expected ${rounds * CASES_A_ROUND} cases, got ${cases.length}`);
  for (const { number, state, notice } of cases) if (notice === null) faults.push(`case ${number} ended ${state} without a notice`);
  for (const { noticeId, channel, state } of deliveries) if (state !== 'accepted' && state !== 'read') faults.push(`notice ${noticeId} on ${channel}: ${state}`);
  const receipts = new Set(deliveries.filter(({ channel }) => channel === 'vneid').map(({ receipt }) => receipt));
  const inbox = deliveries.filter(({ channel }) => channel === 'vneid').length;
  if (receipts.size !== inbox) faults.push(`${inbox} notices went to VNeID under ${receipts.size} receipts`);
  const check = await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../cli/bin.mjs'), 'check'], { env: { ...process.env, ...env } }).catch((error: unknown) => error);
  if (check instanceof Error) faults.push(`check: ${'stdout' in check ? String(check.stdout) : check.message}`);
  return { rounds, kills, cases: cases.length, notices: cases.filter(({ notice }) => notice !== null).length, delivered: deliveries.length, inbox, faults };
}

async function environment(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = ['CONSOLE', 'PORTAL', 'VNEID', 'SMTP', 'MAIL', 'PG'];
  const ports = await Promise.all(names.map(async (name) => [`PHATNGUOI_${name}_PORT`, String(await freePort())] as const));
  return { PHATNGUOI_VAR: folder, PHATNGUOI_HOST: '127.0.0.1', PHATNGUOI_DEMO: 'yes', DATABASE_URL: '', REDIS_URL: '', EVIDENCE_URL: '', ...Object.fromEntries(ports) };
}

/** Plates of the fictional register whose owner holds them today. */
async function knownPlates(): Promise<readonly (readonly string[])[]> {
  const [, vehicles = ''] = sampleRegisters;
  const rows = (await readFile(vehicles, 'utf8')).trim().split('\n').slice(1).map((line) => line.split(','));
  return rows.flatMap(([plate = '', colour = '', kind = '', , , , , until = '']) => (until.trim() === '' && (kind === 'car' || kind === 'motorcycle') ? [[plate, kind, colour]] : [])).slice(0, 40);
}

if (process.argv[1]?.endsWith('chaos/run.ts') === true) {
  const rounds = Number(process.argv[2] ?? 50);
  const report = await chaos(rounds, 7, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify({ ...report, faults: report.faults.length }, null, 2)}\n`);
  for (const fault of report.faults) process.stdout.write(`✗ ${fault}\n`);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
