// Reads the signing key and its certificates out of a PKCS#12 file (.p12, .pfx) with PBES2 encryption.
import { createHash, createPrivateKey, webcrypto, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as pkijs from 'pkijs';
import { Failure, reasonOf } from '../domain/errors.ts';
import { engine, type KeyAndCertificate } from './cms.ts';

/** Throws Failure('bad_config') naming the path, never the passphrase. */
export async function readPkcs12(path: string, passphrase: string): Promise<KeyAndCertificate> {
  try {
    const { keys, certificates } = await openBags(new Uint8Array(await readFile(path)).buffer, new TextEncoder().encode(passphrase).buffer);
    const [pkcs8] = keys;
    if (keys.length !== 1 || pkcs8 === undefined) throw new Error(`expected one private key, found ${keys.length}`);
    const own = certificates.find((der) => new X509Certificate(der).checkPrivateKey(nodeKey(pkcs8)));
    if (own === undefined) throw new Error(`none of the ${certificates.length} certificates belongs to the private key`);
    const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
    return { key, certificate: own, chain: certificates.filter((der) => fingerprint(der) !== fingerprint(own)) };
  } catch (thrown) {
    throw new Failure('bad_config', `${path}: expected a PKCS#12 file with one RSA key (PBES2, right passphrase): ${reasonOf(thrown)}`, { cause: thrown });
  }
}

type Bags = { readonly keys: readonly Uint8Array<ArrayBuffer>[]; readonly certificates: readonly Uint8Array[] };

/** Checks the integrity code, opens every safe with the passphrase, and sorts out keys and certificates. */
async function openBags(file: ArrayBuffer, password: ArrayBuffer): Promise<Bags> {
  const pfx = pkijs.PFX.fromBER(file);
  await pfx.parseInternalValues({ password, checkIntegrity: true }, engine);
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) throw new Error('it holds no safe');
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) }, engine);
  const safes: unknown = safe.parsedValue.safeContents;
  const keys: Uint8Array<ArrayBuffer>[] = [];
  const certificates: Uint8Array[] = [];
  for (const bag of Array.isArray(safes) ? safes.flatMap(bagsOf) : []) {
    const value: unknown = bag.bagValue;
    if (value instanceof pkijs.PKCS8ShroudedKeyBag) keys.push(await new OpenableBag({ schema: value.toSchema() }).open(password));
    else if (value instanceof pkijs.PrivateKeyInfo) keys.push(new Uint8Array(value.toSchema().toBER(false)));
    else if (value instanceof pkijs.CertBag && value.parsedValue instanceof pkijs.Certificate) certificates.push(new Uint8Array(value.parsedValue.toSchema(false).toBER(false)));
  }
  return { keys, certificates };
}

function bagsOf(entry: unknown): readonly pkijs.SafeBag[] {
  const contents = typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : null;
  return contents instanceof pkijs.SafeContents ? contents.safeBags : [];
}

/** pkijs opens a shrouded key only for itself or for its kin. */
class OpenableBag extends pkijs.PKCS8ShroudedKeyBag {
  async open(password: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    await this.parseInternalValues({ password }, engine);
    if (this.parsedValue === undefined) throw new Error('the private key could not be opened');
    return new Uint8Array(this.parsedValue.toSchema().toBER(false));
  }
}

const nodeKey = (pkcs8: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
const fingerprint = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');
