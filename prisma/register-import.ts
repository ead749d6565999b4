// Loads a register file: every row checked on the way into a temporary table by COPY, then all of it or nothing.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Clock } from '../domain/clock.ts';
import type { Actor } from '../domain/ledger.ts';
import { inTransaction, type Database } from './client.ts';
import { csvRows, type CsvRow } from './csv.ts';
import { asFailure } from './failures.ts';
import { append } from './ledger.ts';
import { REGISTER_COLUMNS, rowFault, type Column, type RegisterKind } from './register-columns.ts';
import { FINDINGS, MERGE } from './register-merge.ts';

export type BadRow = { readonly line: number; readonly column: string; readonly expected: string; readonly got: string };
export type ImportResult =
  | { readonly kind: 'loaded'; readonly register: RegisterKind; readonly rows: number; readonly sha256: string }
  /** Nothing was loaded. `rows` holds the first hundred, `bad` counts all. */
  | { readonly kind: 'refused'; readonly bad: number; readonly rows: readonly BadRow[] };

const SHOWN = 100;
const CHUNK = 64 * 1024;

/** Which register a file is of is told by its heading. Loading the same file again changes nothing. */
export async function importRegister(db: Database, clock: Clock, actor: Actor, path: string): Promise<ImportResult> {
  const sha256 = await fileHash(path);
  const client = await db.pool.connect();
  let broken = true;
  try {
    const result = await load(client, path, sha256, new Date(clock.now()));
    if (result.kind === 'loaded') {
      const data = { table: result.register, rows: result.rows, sha256 };
      await inTransaction(db, async (tx) => append(tx, { actor, at: clock.now(), caseId: null }, 'registry_imported', data));
    }
    broken = false;
    return result;
  } catch (thrown) {
    throw asFailure(thrown);
  } finally {
    // A connection in doubt is thrown away, and with it whatever its transaction had begun.
    client.release(broken);
  }
}

async function load(client: pg.PoolClient, path: string, sha256: string, at: Date): Promise<ImportResult> {
  const reader = csvRows(path);
  const heading = await reader.next();
  const register = heading.done === true ? null : registerOf(heading.value);
  if (register === null) return refused([{ line: 1, column: 'heading', expected: headings(), got: heading.done === true ? 'an empty file' : heading.value.cells.join(',') }]);
  const columns = REGISTER_COLUMNS[register];
  const faults: BadRow[] = [];
  const tally = { rows: 0, bad: 0 };
  const found = (fault: BadRow): void => {
    tally.bad += 1;
    if (faults.length < SHOWN) faults.push(fault);
  };
  await client.query('BEGIN');
  await client.query(`CREATE TEMPORARY TABLE incoming (line integer, ${columns.map(({ name, type }) => `${name} ${type}`).join(', ')}) ON COMMIT DROP`);
  const copy = client.query(copyFrom('COPY incoming FROM STDIN'));
  await pipeline(Readable.from(copyLines(register, columns, reader, found, tally)), copy);
  // Without figures of the fresh table the planner takes it for tiny and loops over it.
  await client.query('ANALYZE incoming');
  if (tally.bad === 0) for (const fault of await databaseFaults(client, register)) found(fault);
  if (tally.bad > 0) {
    await client.query('ROLLBACK');
    return refused(faults, tally.bad);
  }
  await client.query('INSERT INTO registry_import (register, sha256, rows, imported_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [register, sha256, tally.rows, at]);
  await client.query('COMMIT');
  return { kind: 'loaded', register, rows: tally.rows, sha256 };
}

const refused = (rows: readonly BadRow[], bad = rows.length): ImportResult => ({ kind: 'refused', bad, rows });
const headings = (): string => Object.values(REGISTER_COLUMNS).map((columns) => columns.map(({ name }) => name).join(',')).join(' or ');

function registerOf({ cells }: CsvRow): RegisterKind | null {
  const names = cells.map((cell) => cell.trim()).join(',');
  const isOf = (kind: RegisterKind): boolean => names === REGISTER_COLUMNS[kind].map(({ name }) => name).join(',');
  return isOf('vehicles') ? 'vehicles' : isOf('population') ? 'population' : null;
}

/** Rows in COPY's text form, gathered into chunks; bad ones are told to `found` and left out. */
async function* copyLines(register: RegisterKind, columns: readonly Column[], rows: AsyncGenerator<CsvRow>, found: (fault: BadRow) => void, tally: { rows: number }): AsyncGenerator<string> {
  let chunk = '';
  for await (const row of rows) {
    tally.rows += 1;
    const values = readRow(register, columns, row, found);
    if (values === null) continue;
    chunk += `${row.line}\t${values.map(copyText).join('\t')}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function readRow(register: RegisterKind, columns: readonly Column[], { line, cells }: CsvRow, found: (fault: BadRow) => void): readonly (string | null)[] | null {
  if (cells.length !== columns.length) {
    found({ line, column: 'row', expected: `${columns.length} cells`, got: `${cells.length}` });
    return null;
  }
  const values = new Map<string, string | null>();
  let good = true;
  for (const [index, { name, read }] of columns.entries()) {
    const cell = (cells[index] ?? '').trim();
    const result = read(cell);
    if ('value' in result) values.set(name, result.value);
    else {
      found({ line, column: name, expected: result.expected, got: cell });
      good = false;
    }
  }
  const fault = good ? rowFault(register, values) : null;
  if (fault !== null) found({ line, column: fault.column, expected: fault.expected, got: values.get(fault.column) ?? '' });
  return good && fault === null ? [...values.values()] : null;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const copyText = (value: string | null): string => (value === null ? '\\N' : value.replaceAll(/[\\\t\n\r]/g, (symbol) => ESCAPES[symbol] ?? symbol));

/** Merges the rows and asks for what only the whole shows; the caller undoes all of it when anything is found. */
async function databaseFaults(client: pg.PoolClient, register: RegisterKind): Promise<readonly BadRow[]> {
  const { before, after } = FINDINGS[register];
  for (const sql of before) {
    const { rows } = await client.query<BadRow>(sql);
    if (rows.length > 0) return rows;
  }
  for (const sql of MERGE[register]) await client.query(sql);
  for (const sql of after) {
    const { rows } = await client.query<BadRow>(sql);
    if (rows.length > 0) return rows;
  }
  return [];
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
