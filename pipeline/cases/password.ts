// Passwords are kept as scrypt hashes with their own parameters and salt.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

type Derive = (password: string, salt: Buffer, length: number, options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number }) => Promise<Buffer>;
const derive: Derive = promisify(scrypt);
const LENGTH = 32;
/** 32 MiB and about 0.1 s a try (OWASP's middle setting). */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const MAXMEM = 128 * 1024 * 1024;

/** `scrypt$N$r$p$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, LENGTH, { ...COST, maxmem: MAXMEM });
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), hash.toString('base64')].join('$');
}

export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [scheme, n, r, p, salt = '', hash = ''] = kept.split('$');
  if (scheme !== 'scrypt') return false;
  const expected = Buffer.from(hash, 'base64');
  const given = await derive(password, Buffer.from(salt, 'base64'), LENGTH, { N: Number(n), r: Number(r), p: Number(p), maxmem: MAXMEM });
  return expected.length === given.length && timingSafeEqual(expected, given);
}
