// `tsx prisma/tools/drift.ts URL`: prints the SQL by which schema.prisma and the migrations differ; exit 0 = none, 2 = drift.
import { sqlToSchema } from './schema-engine.ts';

const url = process.argv[2];
if (url === undefined) {
  process.stderr.write('usage: tsx prisma/tools/drift.ts postgresql://user:password@host:port/database (a server that may make databases)\n');
  process.exitCode = 1;
} else {
  const sql = await sqlToSchema(url);
  process.stdout.write(sql ?? 'No drift: the migrations lead to schema.prisma.\n');
  process.exitCode = sql === null ? 0 : 2;
}
