// Lets Prisma's schema engine (WebAssembly) talk to PostgreSQL through pg: catalogue types and whole scripts included.
import pg from 'pg';
import { ColumnTypeEnum, type ColumnType, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory, type SqlQuery, type SqlQueryable, type SqlResultSet, type Transaction } from '@prisma/driver-adapter-utils';
import { randomUUID } from 'node:crypto';

/** Object ids of the types that the catalogue's columns have. */
const TYPES: ReadonlyMap<number, ColumnType> = new Map([
  [16, ColumnTypeEnum.Boolean], [18, ColumnTypeEnum.Character], [19, ColumnTypeEnum.Text], [20, ColumnTypeEnum.Int64], [21, ColumnTypeEnum.Int32], [23, ColumnTypeEnum.Int32],
  [25, ColumnTypeEnum.Text], [26, ColumnTypeEnum.Int64], [114, ColumnTypeEnum.Json], [700, ColumnTypeEnum.Float], [701, ColumnTypeEnum.Double], [1000, ColumnTypeEnum.BooleanArray],
  [1002, ColumnTypeEnum.CharacterArray], [1003, ColumnTypeEnum.TextArray], [1005, ColumnTypeEnum.Int32Array], [1007, ColumnTypeEnum.Int32Array], [1009, ColumnTypeEnum.TextArray],
  [1016, ColumnTypeEnum.Int64Array], [1028, ColumnTypeEnum.Int64Array], [1043, ColumnTypeEnum.Text], [1114, ColumnTypeEnum.DateTime], [1184, ColumnTypeEnum.DateTime], [2950, ColumnTypeEnum.Uuid],
  [3802, ColumnTypeEnum.Json],
]);

type Speaker = { readonly query: (config: pg.QueryArrayConfig<unknown[]>) => Promise<pg.QueryArrayResult<unknown[]>> };

function columnType({ dataTypeID, name }: pg.FieldDef): ColumnType {
  const type = TYPES.get(dataTypeID);
  if (type === undefined) throw new Error(`column ${name} has the type with oid ${dataTypeID}, which prisma/tools/catalogue-adapter.ts does not list; add it to TYPES`);
  return type;
}

function queryable(speaker: Speaker): SqlQueryable {
  const send = async ({ sql, args }: SqlQuery): Promise<pg.QueryArrayResult<unknown[]>> => speaker.query({ text: sql, values: args, rowMode: 'array' });
  return {
    provider: 'postgres',
    adapterName: 'catalogue-adapter',
    queryRaw: async (query): Promise<SqlResultSet> => {
      const { fields, rows } = await send(query);
      return { columnNames: fields.map((field) => field.name), columnTypes: fields.map(columnType), rows };
    },
    executeRaw: async (query) => (await send(query)).rowCount ?? 0,
  };
}

async function transaction(pool: pg.Pool): Promise<Transaction> {
  const client = await pool.connect();
  const savepoint = async (sql: string): Promise<void> => {
    await client.query(sql);
  };
  await client.query('BEGIN');
  return {
    ...queryable(client),
    options: { usePhantomQuery: false },
    commit: async () => {
      await client.query('COMMIT');
      client.release();
    },
    rollback: async () => {
      await client.query('ROLLBACK');
      client.release();
    },
    createSavepoint: async (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: async (name) => savepoint(`ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: async (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  };
}

function adapter(url: string, dispose: () => Promise<void>): SqlDriverAdapter {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  return {
    ...queryable(pool),
    // A script goes whole: splitting at semicolons would cut function bodies.
    executeScript: async (script) => {
      await pool.query(script);
    },
    startTransaction: async () => transaction(pool),
    dispose: async () => {
      await pool.end();
      await dispose();
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(sql).finally(async () => admin.end());
}

/** The engine's way in; its shadow database lives on the same server and is dropped afterwards. */
export function catalogueAdapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: 'catalogue-adapter',
    connect: async () => Promise.resolve(adapter(url, async () => Promise.resolve())),
    connectToShadowDb: async () => {
      const name = `prisma_shadow_${randomUUID().replaceAll('-', '')}`;
      await onServer(url, `CREATE DATABASE "${name}"`);
      const shadow = new URL(url);
      shadow.pathname = `/${name}`;
      return adapter(shadow.href, async () => onServer(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    },
  };
}
