// The stand-in's own keys, made once and kept, so that log-ins and tokens outlive a restart.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable.ts';

const jwk = z.looseObject({ kty: z.string(), kid: z.string() });
const secrets = z.object({ cookie: z.string().min(40), jwk });
export type Secrets = z.infer<typeof secrets>;

export async function loadSecrets(folder: string): Promise<Secrets> {
  const path = join(folder, 'secrets.json');
  const stored = await readFile(path, 'utf8').catch(() => null);
  if (stored !== null) return secrets.parse(JSON.parse(stored));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const made = { cookie: randomBytes(32).toString('hex'), jwk: { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), alg: 'RS256', use: 'sig' } };
  const fresh = secrets.parse(made);
  await writeDurably(path, Buffer.from(JSON.stringify(fresh)));
  return fresh;
}
