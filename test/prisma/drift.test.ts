// The committed migrations lead exactly to schema.prisma, and are applied once.
import { describe, expect, it } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { sqlToSchema } from '../../prisma/tools/schema-engine.ts';
import { asAdmin, freshDatabase } from '../postgres.ts';

const { url } = await freshDatabase(1);

describe('the database', () => {
  it('has no drift between schema.prisma and the migrations', async () => {
    // It keeps its connection, so not to a database that is dropped, nor to the template that others copy.
    expect(await sqlToSchema(new URL('/postgres', url).href)).toBeNull();
  });

  it('is migrated once: again changes nothing', async () => {
    expect(await migrate(url)).toEqual([]);
  });

  it('refuses to go on when an applied migration was changed', async () => {
    await asAdmin(url, "UPDATE _prisma_migrations SET checksum = 'other'");
    await expect(migrate(url)).rejects.toMatchObject({ code: 'bad_config', message: expect.stringContaining('write a new migration') });
  });
});
