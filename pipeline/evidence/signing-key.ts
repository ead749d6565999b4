// The key that seals evidence: Ed25519, made on first use, readable by its owner only.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign, verify, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export type SealingKey = { readonly sign: (text: string) => string; /** SPKI, base64 DER. */ readonly publicKey: string };

/** Reads the key at `path`, making it (0600, durable) when there is none; two who make it at once end with the same key. */
export async function sealingKey(path: string): Promise<SealingKey> {
  const known = await readFile(path, 'utf8').catch(() => null);
  const key = createPrivateKey(known ?? (await made(path)));
  return { sign: (text) => sign(null, Buffer.from(text), key).toString('base64'), publicKey: spki(createPublicKey(key)) };
}

async function made(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(pem);
    await file.sync();
  } finally {
    await file.close();
  }
  // link refuses an existing name: whoever is second reads the first one's key.
  await link(temporary, path).catch(() => undefined);
  await rm(temporary);
  return readFile(path, 'utf8');
}

const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

/** True when `signature` over `text` was made by the holder of `publicKey`. */
export function isSignedBy(text: string, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
