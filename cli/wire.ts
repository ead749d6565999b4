// Puts the parts together that several verbs need: database, evidence store, law, queue.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceStore } from '../domain/evidence.ts';
import { parseFines, type LawTable } from '../domain/law.ts';
import { s3Store } from '../pipeline/evidence/s3-store.ts';
import { sealingKey, type SealingKey } from '../pipeline/evidence/signing-key.ts';
import { folderStore } from '../pipeline/evidence/store.ts';
import { openDatabase, type Database } from '../prisma/client.ts';
import type { QueueOptions } from '../queues/bull.ts';
import type { Config } from './config.ts';
import { databaseUrl } from './database.ts';

export const openConfigured = async (config: Config, connections = 10): Promise<Database> => openDatabase({ url: await databaseUrl(config), connections });

export const evidenceStore = ({ evidenceUrl, varFolder }: Config): EvidenceStore =>
  evidenceUrl?.startsWith('s3://') === true ? s3Store(evidenceUrl) : folderStore(evidenceUrl ?? join(varFolder, 'evidence'));

export const keyOfSeals = async ({ varFolder }: Config): Promise<SealingKey> => sealingKey(join(varFolder, 'keys', 'sealing.pem'));

export const lawTable = async (): Promise<LawTable> => parseFines(await readFile(join(import.meta.dirname, '../domain/data/fines.csv'), 'utf8'));

export const queueOptions = async (config: Config): Promise<QueueOptions> => ({ databaseUrl: await databaseUrl(config), redisUrl: config.redisUrl });
