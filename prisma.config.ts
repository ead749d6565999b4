// Tells the Prisma tools where the schema is; the native schema engine is never downloaded nor run.
import { defineConfig } from 'prisma/config';

// `generate` asks for this engine's path but does not use it. What would need it is done by prisma/migrate.ts and prisma/tools/.
Object.assign(process.env, { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' });

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
