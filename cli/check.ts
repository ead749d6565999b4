// `check`: verifies everything stored and prints what does not prove what it says.
import { systemClock } from '../domain/clock.ts';
import { check as checkAll, type CheckReport } from '../pipeline/cases/check.ts';
import { verifySeal } from '../pipeline/evidence/seal.ts';
import { rejudge } from '../pipeline/judge/rejudge.ts';
import type { Database } from '../prisma/client.ts';
import type { Config } from './config.ts';
import { evidenceStore, keyOfSeals, openConfigured } from './wire.ts';

const NOTICE_WITHIN_MS = 10 * 60_000;

export async function check(_args: readonly string[], config: Config): Promise<number> {
  const db = await openConfigured(config, 4);
  try {
    const { violations, notices, auditEvents, findings } = await checkStored(config, db);
    for (const { about, what } of findings) process.stdout.write(`✗ ${about}: ${what}\n`);
    process.stdout.write(`${violations} violations, ${notices} notices, ${auditEvents} audit events: ${findings.length === 0 ? 'everything holds' : `${findings.length} faults`}\n`);
    return findings.length === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

export async function checkStored(config: Config, db: Database): Promise<CheckReport> {
  const store = evidenceStore(config);
  const { publicKey } = await keyOfSeals(config);
  return checkAll({ db, store, clock: systemClock, verifySeal: async (stored) => verifySeal(store, stored, [publicKey]), rejudge, noticeWithinMs: NOTICE_WITHIN_MS });
}
