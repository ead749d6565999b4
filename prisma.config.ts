// Tells the Prisma tools where the schema is.
import { defineConfig } from 'prisma/config';

// `prisma generate` asks for a native schema engine that it does not use: run it with PRISMA_SCHEMA_ENGINE_BINARY=/bin/true
// (cli/prepare.mjs does) and nothing is downloaded. What would truly need the engine is done by prisma/migrate.ts and prisma/tools/.
export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
