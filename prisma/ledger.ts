// The audit chain and the outbox: appended inside the transaction that causes them, read back and verified.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../domain/canonical.ts';
import { AUDIT_KINDS, JOBS, type Actor, type AuditData, type AuditKind, type Job, type JobName } from '../domain/ledger.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Database, Tx } from './client.ts';
import { fromDate, toDate } from './time.ts';

export type { Database, Tx } from './client.ts';

/** Who, when and about which case. */
export type Occasion = { readonly actor: Actor; readonly at: EpochMs; readonly caseId: string | null };

const FIRST = '0'.repeat(64);
/** Serialises appending; any number that nothing else locks. */
const CHAIN_LOCK = 7_269_302;

type Link = { readonly seq: bigint; readonly at: EpochMs; readonly actor: Actor; readonly caseId: string | null; readonly kind: string; readonly data: unknown; readonly prev: string };
const json: z.ZodType<Parameters<typeof canonicalJson>[0]> = z.json();

/** Hash of one link: sha256 of its canonical JSON, the hash before included. */
function hashOf({ seq, at, actor, caseId, kind, data, prev }: Link): string {
  const text = canonicalJson({ seq: String(seq), at_ms: at, actor_kind: actor.kind, actor_id: actor.id, case: caseId, kind, data: json.parse(data), prev });
  return createHash('sha256').update(text).digest('hex');
}

/** Writes one audit event at the end of the chain; it stands or falls with `tx`. Call it last: from here to the commit others wait. */
export async function append<Kind extends AuditKind>(tx: Tx, { actor, at, caseId }: Occasion, kind: Kind, data: AuditData<Kind>): Promise<void> {
  const parsed = AUDIT_KINDS[kind].parse(data);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK}::bigint)`;
  const head = await tx.auditHead.findUniqueOrThrow({ where: { single: true } });
  const link: Link = { seq: head.seq + 1n, at, actor, caseId, kind, data: parsed, prev: head.hash };
  await tx.auditEvent.create({
    data: { seq: link.seq, at: toDate(at), actorKind: actor.kind, actorId: actor.id, caseId, kind, data: parsed, prev: link.prev, hash: hashOf(link) },
  });
}

export type ChainReport = { readonly events: bigint; readonly broken: readonly string[] };

/** Walks the whole chain in pieces and names every link that does not hold; a cut-off tail shows against the head. */
export async function verifyChain({ prisma }: Database): Promise<ChainReport> {
  const broken: string[] = [];
  let seq = 0n;
  let prev = FIRST;
  for (;;) {
    const rows = await prisma.auditEvent.findMany({ where: { seq: { gt: seq } }, orderBy: { seq: 'asc' }, take: 1000 });
    for (const row of rows) {
      if (row.seq !== seq + 1n) broken.push(`events ${seq + 1n} to ${row.seq - 1n} are missing`);
      if (row.prev !== prev) broken.push(`event ${row.seq} does not follow the one before`);
      if (hashOf(linkOf(row)) !== row.hash) broken.push(`event ${row.seq} was changed after it was written`);
      seq = row.seq;
      prev = row.hash;
    }
    if (rows.length === 0) break;
  }
  const head = await prisma.auditHead.findUniqueOrThrow({ where: { single: true } });
  // Events appended while we walked are no fault; a head behind or beside the last event is.
  const missing = head.seq > seq ? await prisma.auditEvent.count({ where: { seq: { gt: seq } } }) : 0;
  if (head.seq < seq || (head.seq > seq && missing === 0)) broken.push(`the chain ends at event ${seq}, but its head says ${head.seq}`);
  if (head.seq === seq && head.hash !== prev) broken.push(`the last event ${seq} is not the one that the head names`);
  return { events: seq, broken };
}

const ACTOR_KINDS = z.enum(['system', 'officer', 'operator', 'owner']);

type EventRow = { readonly seq: bigint; readonly at: Date; readonly actorKind: string; readonly actorId: string; readonly caseId: string | null; readonly kind: string; readonly data: unknown; readonly prev: string };
function linkOf(row: EventRow): Link {
  const actor: Actor = { kind: ACTOR_KINDS.parse(row.actorKind), id: row.actorId };
  return { seq: row.seq, at: fromDate(row.at), actor, caseId: row.caseId, kind: row.kind, data: row.data, prev: row.prev };
}

// ---- outbox

/** Leaves a job to be queued once `tx` commits. Parsed here already: a row that could not be read would stop the relay. */
export async function enqueue(tx: Tx, { name, payload }: Job): Promise<void> {
  const job = parseJob(name, payload);
  await tx.outbox.create({ data: { job: job.name, payload: job.payload } });
}

export type OutboxRow = { readonly id: bigint; readonly job: Job };

/** Oldest rows that the queue has not got yet. Throws ZodError for a row that is no known job. */
export async function waitingOutbox({ prisma }: Database, limit: number): Promise<readonly OutboxRow[]> {
  const rows = await prisma.outbox.findMany({ where: { relayedAt: null }, orderBy: { id: 'asc' }, take: limit });
  return rows.map(({ id, job, payload }) => ({ id, job: parseJob(job, payload) }));
}

/** Said only after the queue has confirmed: a crash in between hands the row over twice, never never. */
export async function markRelayed({ prisma }: Database, ids: readonly bigint[], at: EpochMs): Promise<void> {
  await prisma.outbox.updateMany({ where: { id: { in: [...ids] } }, data: { relayedAt: toDate(at) } });
}

/** A job as it lies in a store, parsed again. */
export function parseJob(name: string, payload: unknown): Job {
  const known = z.enum(['match_owner', 'issue_notice', 'deliver_notice']).parse(name) satisfies JobName;
  switch (known) {
    case 'match_owner':
      return { name: known, payload: JOBS.match_owner.payload.parse(payload) };
    case 'issue_notice':
      return { name: known, payload: JOBS.issue_notice.payload.parse(payload) };
    case 'deliver_notice':
      return { name: known, payload: JOBS.deliver_notice.payload.parse(payload) };
  }
}
