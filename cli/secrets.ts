// Secrets of this installation, made once under var/ and readable by their owner alone.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';

const secrets = z.strictObject({
  vneid_agency: z.string().min(20).describe('our client secret at VNeID as the agency that sends notices'),
  vneid_portal: z.string().min(20).describe('our client secret at VNeID as the owner portal'),
  demo_officer: z.string(),
  demo_officer_2: z.string(),
  demo_operator: z.string(),
  demo_citizen: z.string().describe('password of every fictional citizen at the simulated VNeID'),
});
export type Secrets = z.infer<typeof secrets>;

/** How we are known at VNeID; the secrets of both are below. */
export const VNEID_CLIENTS = { agency: 'phatnguoi-agency', portal: 'phatnguoi-portal' } as const;

/** The same for every process: whoever comes first makes the file, the others read it. */
export async function loadSecrets(config: Config): Promise<Secrets> {
  const path = join(config.varFolder, 'secrets.json');
  await mkdir(dirname(path), { recursive: true });
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null && known !== '') return secrets.parse(JSON.parse(known));
  const word = (): string => randomBytes(6).toString('base64url');
  const made: Secrets = {
    vneid_agency: randomBytes(32).toString('hex'), vneid_portal: randomBytes(32).toString('hex'),
    demo_officer: word(), demo_officer_2: word(), demo_operator: word(), demo_citizen: word(),
  };
  const file = await open(path, 'wx', 0o600).catch(() => null);
  if (file === null) return loadSecrets(config);
  try {
    await file.writeFile(JSON.stringify(made, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  return made;
}
