// Maps what PostgreSQL and Prisma throw to the project's failures, once, with the cause kept.
import { Failure, reasonOf } from '../domain/errors.ts';
import { Prisma } from './generated/client.ts';

/** Prisma's codes and SQLSTATE classes that pass when tried again: no connection, shutdown, deadlock, serialisation, too many clients. */
const TRANSIENT_PRISMA = /^P(1001|1002|1008|1017|2024|2028|2034)$/;
const TRANSIENT_SQLSTATE = /^(08|40|53[13]|57P0|55P03)/;
const TRANSIENT_NODE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const BROKEN_CONNECTION = /connection (terminated|closed|error)|closed the connection|not queryable|timeout exceeded when trying to connect|shutting down|starting up|recovery mode/i;

/** The Failure that `thrown` stands for; a Failure stays as it is. The message holds no values of rows. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown);
  if (code.startsWith('53100')) return new Failure('disk_full', 'PostgreSQL says that its disk is full', { cause: thrown });
  if (TRANSIENT_PRISMA.test(code) || TRANSIENT_SQLSTATE.test(code) || TRANSIENT_NODE.test(code) || BROKEN_CONNECTION.test(reasonOf(thrown))) {
    return new Failure('database_down', `the database did not do it (${code === '' ? 'connection broken' : code})`, { cause: thrown });
  }
  return new Failure('internal', `the database refused it (${code === '' ? 'no code' : code})`, { cause: thrown });
}

/** SQLSTATE where there is one, else Prisma's or Node's code, else ''. */
function codeOf(thrown: unknown): string {
  if (thrown instanceof Prisma.PrismaClientKnownRequestError) {
    const driver = thrown.meta?.['driverAdapterError'];
    return nestedCode(driver) ?? thrown.code;
  }
  return nestedCode(thrown) ?? '';
}

function nestedCode(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('originalCode' in value && typeof value.originalCode === 'string') return value.originalCode;
  if ('cause' in value) {
    const inner = nestedCode(value.cause);
    if (inner !== null) return inner;
  }
  return 'code' in value && typeof value.code === 'string' ? value.code : null;
}
