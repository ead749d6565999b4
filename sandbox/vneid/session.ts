// Log-in at the stand-in: password check with a limit on attempts, and a signed cookie that says who is in.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { findPerson, type Person } from './persons.ts';

const COOKIE = 'vneid_phien';
const LIFE_MS = 8 * 3_600_000;
const WINDOW_MS = 60_000;
const MAX_ATTEMPTS = 8;

export type SignIn = { readonly kind: 'in'; readonly person: Person } | { readonly kind: 'wrong' } | { readonly kind: 'too_many' };
export type Sessions = {
  readonly signIn: (name: string, password: string) => SignIn;
  readonly cookieFor: (person: Person) => string;
  readonly clearing: string;
  readonly who: (cookieHeader: string | undefined) => Person | null;
};

/** One demonstration password for all: whoever starts the sandbox chooses it. */
export function sessionsOf(persons: readonly Person[], password: string, secret: string, now: () => number): Sessions {
  const attempts = new Map<string, { readonly since: number; readonly count: number }>();
  const tooMany = (name: string): boolean => {
    const last = attempts.get(name);
    const fresh = last === undefined || now() - last.since > WINDOW_MS;
    if (attempts.size > 10_000) attempts.clear();
    attempts.set(name, fresh ? { since: now(), count: 1 } : { since: last.since, count: last.count + 1 });
    return !fresh && last.count >= MAX_ATTEMPTS;
  };
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    signIn: (name, given) => {
      if (tooMany(name)) return { kind: 'too_many' };
      const person = findPerson(persons, name);
      if (!equal(given, password) || person === null) return { kind: 'wrong' };
      attempts.delete(name);
      return { kind: 'in', person };
    },
    cookieFor: ({ personalId }) => {
      const body = `${personalId}.${now() + LIFE_MS}`;
      return `${COOKIE}=${body}.${sign(body)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${LIFE_MS / 1000}`;
    },
    clearing: `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
    who: (header) => {
      const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(header ?? '')?.[1] ?? '';
      const [personalId = '', until = '', signature = ''] = value.split('.');
      if (!equal(signature, sign(`${personalId}.${until}`)) || Number(until) < now()) return null;
      return findPerson(persons, personalId);
    },
  };
}

function equal(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
