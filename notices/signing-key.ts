// The key that signs notices: a simulated one of our own making, kept under 0600, or the real one from a PKCS#12 file.
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import { engine, type KeyAndCertificate } from './cms.ts';
import { readPkcs12 } from './pkcs12.ts';

/** `pkcs12` replaces the simulated key; its passphrase comes from the caller's configuration, never from here. */
export type SigningKeyOptions = { readonly folder: string; readonly pkcs12?: { readonly path: string; readonly passphrase: string } };
export type SigningKey = KeyAndCertificate & { readonly simulated: boolean };

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const SIMULATED_NAME = 'MÔ PHỎNG - Phạt nguội (SIMULATED)';
const YEARS_VALID = 5;

/** Loads the key, making the simulated one on first use; several processes may race, one file wins. */
export async function loadSigningKey(options: SigningKeyOptions, clock: Clock): Promise<SigningKey> {
  if (options.pkcs12 !== undefined) return { ...(await readPkcs12(options.pkcs12.path, options.pkcs12.passphrase)), simulated: false };
  const path = join(options.folder, 'notice-signing-simulated.pem');
  const stored = await readIfThere(path);
  if (stored !== null) return fromPem(stored, path);
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  await writeOnce(path, await makeSimulated(clock));
  const won = await readIfThere(path);
  if (won === null) throw new Failure('bad_config', `the signing key ${path} vanished after it was written`);
  return fromPem(won, path);
}

async function makeSimulated(clock: Clock): Promise<string> {
  const pair = await webcrypto.subtle.generateKey({ ...ALGORITHM, modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['sign', 'verify']);
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: serialFrom(randomBytes(16)).buffer });
  for (const name of [certificate.issuer, certificate.subject]) {
    name.typesAndValues.push(new pkijs.AttributeTypeAndValue({ type: '2.5.4.6', value: new asn1js.PrintableString({ value: 'VN' }) }));
    name.typesAndValues.push(new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: new asn1js.Utf8String({ value: SIMULATED_NAME }) }));
  }
  const from = clock.now();
  certificate.notBefore.value = new Date(from - 3_600_000);
  certificate.notAfter.value = new Date(from + YEARS_VALID * 365 * 86_400_000);
  certificate.extensions = [keyUsage()];
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey, engine);
  await certificate.sign(pair.privateKey, 'SHA-256', engine);
  const key = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey));
  return pem('PRIVATE KEY', key) + pem('CERTIFICATE', new Uint8Array(certificate.toSchema(true).toBER(false)));
}

/** A serial number that DER can bear as it is (X.690 8.3.2): positive, and no zero before its first digit, which strict readers refuse. */
export const serialFrom = (random: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(random, (byte, i) => (i === 0 ? 0x40 | (byte & 0x3f) : byte));

/** digitalSignature and nonRepudiation: bits 0 and 1 of X.509 keyUsage. */
function keyUsage(): pkijs.Extension {
  const bits = new asn1js.BitString({ valueHex: new Uint8Array([0xc0]).buffer, unusedBits: 6 });
  return new pkijs.Extension({ extnID: '2.5.29.15', critical: true, extnValue: bits.toBER(false) });
}

async function fromPem(text: string, path: string): Promise<SigningKey> {
  const [key, certificate] = [der(text, 'PRIVATE KEY'), der(text, 'CERTIFICATE')];
  if (key === null || certificate === null) throw new Failure('bad_config', `${path}: expected a PEM private key and a PEM certificate; remove the file to have a new simulated pair made`);
  if (!isReadable(certificate)) throw new Failure('bad_config', `${path}: its certificate is not valid DER, and nobody could verify what it signs; remove the file to have a new simulated pair made`);
  return { key: await webcrypto.subtle.importKey('pkcs8', key, ALGORITHM, false, ['sign']), certificate, chain: [], simulated: true };
}

function isReadable(certificate: Uint8Array): boolean {
  try {
    return new X509Certificate(certificate).serialNumber !== '';
  } catch {
    return false;
  }
}

/** Durable before it has its name, and never over an existing file: a crash leaves the whole pair or none. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((thrown: unknown) => {
    if (!hasCode(thrown, 'EEXIST')) throw thrown;
  });
  await rm(draft, { force: true });
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

const hasCode = (thrown: unknown, code: string): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === code;

function pem(label: string, bytes: Uint8Array): string {
  const body = Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${body.join('\n')}\n-----END ${label}-----\n`;
}

function der(text: string, label: string): Uint8Array<ArrayBuffer> | null {
  const body = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END ${label}-----`).exec(text)?.[1];
  return body === undefined ? null : new Uint8Array(Buffer.from(body.replace(/\s/g, ''), 'base64'));
}
