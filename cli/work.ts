// `work` and `relay`: the worker that handles jobs, and the hand that gives outbox rows to the queue.
import { join } from 'node:path';
import { systemClock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import type { JobHandlers } from '../domain/ledger.ts';
import { deliverNotice, keepReadReports } from '../notices/deliver.ts';
import { emailChannel } from '../notices/email.ts';
import { issueNotice } from '../notices/issue.ts';
import { loadSigningKey } from '../notices/signing-key.ts';
import { vneidChannel, type VneidChannel } from '../notices/vneid.ts';
import { matchOwner } from '../pipeline/cases/match-owner.ts';
import { sweep } from '../pipeline/cases/sweep.ts';
import { maskPicture } from '../pipeline/evidence/mask.ts';
import type { Database } from '../prisma/client.ts';
import { openQueue, startWorker } from '../queues/bull.ts';
import { relay as relayOutbox } from '../queues/relay.ts';
import type { Config } from './config.ts';
import { logFault } from './log.ts';
import { aborted, sayReady, untilStopped } from './processes.ts';
import { loadSecrets, VNEID_CLIENTS } from './secrets.ts';
import { evidenceStore, lawTable, openConfigured, queueOptions } from './wire.ts';

const READ_REPORTS_MS = 5000;

export async function work(_args: readonly string[], config: Config): Promise<number> {
  const over = untilStopped();
  const db = await openConfigured(config);
  const vneid = vneidChannel({ url: `http://${config.host}:${config.ports.vneid}`, clientId: VNEID_CLIENTS.agency, clientSecret: (await loadSecrets(config)).vneid_agency });
  const worker = startWorker(await queueOptions(config), await handlers(config, db, vneid), logFault);
  sayReady();
  await Promise.all([collectReadReports(db, vneid, over), aborted(over)]);
  await worker.close();
  await db.close();
  return 0;
}

async function handlers(config: Config, db: Database, vneid: VneidChannel): Promise<JobHandlers> {
  const shared = { db, clock: systemClock, store: evidenceStore(config), portalUrl: config.portalUrl };
  const signingKey = await loadSigningKey({ folder: join(config.varFolder, 'keys'), ...(config.pkcs12 === null ? {} : { pkcs12: config.pkcs12 }) }, systemClock);
  const email = emailChannel({ host: config.host, port: config.ports.smtp, secure: false, from: 'Phạt nguội (mô phỏng) <khong-tra-loi@phatnguoi.example>' });
  return {
    match_owner: matchOwner(db, systemClock),
    issue_notice: issueNotice({ ...shared, mask: maskPicture, law: await lawTable(), signingKey, signatories: config.signatories, authority: 'require' }),
    deliver_notice: deliverNotice({ ...shared, channels: { vneid: vneid.send, email } }),
  };
}

/** VNeID tells which notices were opened; a fault is told again at the next round. */
async function collectReadReports(db: Database, vneid: VneidChannel, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    try {
      await keepReadReports(db, 'vneid', await vneid.readReports());
    } catch (thrown) {
      logFault('read reports', reasonOf(thrown));
    }
    await systemClock.sleep(READ_REPORTS_MS, over);
  }
}

export async function relay(_args: readonly string[], config: Config): Promise<number> {
  const over = untilStopped();
  const db = await openConfigured(config, 4);
  const queue = openQueue(await queueOptions(config), logFault);
  sayReady();
  await relayOutbox({ db, queue, clock: systemClock, signal: over, onFault: logFault, sweep: async () => sweep(db, systemClock) });
  await queue.close();
  await db.close();
  return 0;
}
