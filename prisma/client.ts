// Opens the database: one pg.Pool under the application's role, the Prisma client upon it, and transactions.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';
import { asFailure } from './failures.ts';

export type DatabaseOptions = {
  /** postgresql://user:password@host:port/database */
  readonly url: string;
  /** Connections at most; default 10. */
  readonly connections?: number;
};

/** What functions of this folder and pipeline/cases take: the Prisma client for rows, the pool for COPY and LISTEN. */
export type Database = {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  readonly close: () => Promise<void>;
};

/** The Prisma client inside one transaction. */
export type Tx = Prisma.TransactionClient;

/** Nothing is connected before the first query. */
export function openDatabase({ url, connections = 10 }: DatabaseOptions): Database {
  // The role lacks UPDATE and DELETE on history (see the migration); timeouts keep a lost client from holding locks.
  const options = '-c role=phatnguoi_app -c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000';
  const pool = new pg.Pool({ connectionString: url, max: connections, options, connectionTimeoutMillis: 10_000, keepAlive: true });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Runs `work` in one READ COMMITTED transaction. What the database throws becomes a Failure; a Failure of `work` passes through and undoes everything. */
export async function inTransaction<Result>(db: Database, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    return await db.prisma.$transaction(work, { maxWait: 15_000, timeout: 30_000, isolationLevel: Prisma.TransactionIsolationLevel.ReadCommitted });
  } catch (thrown) {
    throw asFailure(thrown);
  }
}
