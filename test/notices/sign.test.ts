// A signed notice is valid to an independent reader, and no longer so after one changed byte.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import { loadSigningKey, serialFrom, type SigningKey } from '../../notices/signing-key.ts';
import { signPdf } from '../../notices/sign.ts';

const run = promisify(execFile);
const TEXT = { reason: 'Thông báo', location: 'TP. HCM', name: 'Đơn vị' };
let folder = '';
let key: SigningKey;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notice-sign-'));
  key = await loadSigningKey({ folder }, systemClock);
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function somePdf(): Promise<Uint8Array> {
  const document = new PDFDocument();
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on('end', resolve));
  document.text('THONG BAO 2026-000001');
  document.end();
  await ended;
  return Buffer.concat(parts);
}

/** What poppler says of the file; -nocert leaves out trust in the issuer, which a self-signed certificate cannot have. */
async function pdfsig(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return run('pdfsig', ['-nocert', path]).then(({ stdout }) => stdout, (failed: { stdout?: string }) => failed.stdout ?? '');
}

describe('signing', { timeout: 60_000 }, () => {
  it('draws no serial number that DER cannot bear: none negative, none with a zero in front', () => {
    for (let first = 0; first < 256; first += 1) expect(serialFrom(new Uint8Array([first, 0x10]))[0]).toSatisfy((byte: number) => byte > 0 && byte < 0x80);
    expect(serialFrom(new Uint8Array([0xff, 0x00, 0xab])).slice(1)).toEqual(new Uint8Array([0x00, 0xab]));
  });

  it('refuses a stored certificate that no reader could verify, and says what to do', async () => {
    const other = await mkdtemp(join(tmpdir(), 'notice-sign-broken-'));
    const name = 'notice-signing-simulated.pem';
    const [, head = '', body = '', tail = ''] = /^([\s\S]*-----BEGIN CERTIFICATE-----)([^-]+)(-----END[\s\S]*)$/.exec(await readFile(join(folder, name), 'utf8')) ?? [];
    const bytes = Buffer.from(body, 'base64');
    // The serial number, 16 bytes long: version [0] 2, INTEGER.
    const at = bytes.indexOf(Buffer.from([0xa0, 3, 2, 1, 2, 2, 16])) + 7;
    bytes.set([0x00, 0x10], at);
    await writeFile(join(other, name), `${head}\n${bytes.toString('base64')}\n${tail}`);
    await expect(loadSigningKey({ folder: other }, systemClock)).rejects.toThrow(/not valid DER.*remove the file/);
    await rm(other, { recursive: true });
  });

  it('gives a signature that pdfsig calls valid, over the whole document', async () => {
    const said = await pdfsig('good.pdf', await signPdf(await somePdf(), key, TEXT, systemClock.now()));
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Total document signed');
    expect(said).toContain('ETSI.CAdES.detached');
  });

  it('is broken by one flipped bit', async () => {
    const signed = Uint8Array.from(await signPdf(await somePdf(), key, TEXT, systemClock.now()));
    signed[300] = (signed[300] ?? 0) ^ 1;
    const said = await pdfsig('bad.pdf', signed);
    expect(said).not.toContain('Signature is Valid');
    expect(said).toMatch(/Digest Mismatch|Invalid/);
  });

  it('keeps the simulated key under 0600, finds it again, and survives two first uses at once', async () => {
    const race = join(folder, 'race');
    const [one, two] = await Promise.all([loadSigningKey({ folder: race }, systemClock), loadSigningKey({ folder: race }, systemClock)]);
    expect(Buffer.from(one.certificate)).toEqual(Buffer.from(two.certificate));
    expect(Buffer.from((await loadSigningKey({ folder: race }, systemClock)).certificate)).toEqual(Buffer.from(one.certificate));
    expect((await stat(join(race, 'notice-signing-simulated.pem'))).mode & 0o777).toBe(0o600);
    expect(one.simulated).toBe(true);
  });

  it('takes a real key from a PKCS#12 file, and names the file when the passphrase is wrong', async () => {
    const at = (name: string): string => join(folder, name);
    await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('k.pem'), '-out', at('c.pem'), '-subj', '/CN=Test unit', '-days', '2']);
    await run('openssl', ['pkcs12', '-export', '-inkey', at('k.pem'), '-in', at('c.pem'), '-out', at('unit.p12'), '-passout', 'pass:mật khẩu']);
    const real = await loadSigningKey({ folder, pkcs12: { path: at('unit.p12'), passphrase: 'mật khẩu' } }, systemClock);
    expect(real.simulated).toBe(false);
    const said = await pdfsig('p12.pdf', await signPdf(await somePdf(), real, TEXT, systemClock.now()));
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Test unit');
    const wrong = loadSigningKey({ folder, pkcs12: { path: at('unit.p12'), passphrase: 'wrong' } }, systemClock);
    await expect(wrong).rejects.toThrow(Failure);
    await expect(wrong).rejects.toThrow('unit.p12');
    expect(await readFile(at('unit.p12'))).toBeDefined();
  });
});
