// Signing in and out: officers and operators by password, owners by what VNeID vouches for; each is on the ledger.
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import { epochMs } from '../../domain/units.ts';
import { accountByLogin, addSignIn, clearFailures, countFailure, dropSignIn, findSignIn, keepOidcLogin, ownerByNumber, putAccount, takeOidcLogin, type AccountRow, type Holder, type NewAccount, type OidcLogin, type SignInRow } from '../../prisma/accounts.ts';
import { inTransaction, type Database } from '../../prisma/client.ts';
import { append } from '../../prisma/ledger.ts';
import { hashPassword, isPassword } from './password.ts';

const MINUTE_MS = 60_000;
const IDLE_MS = 30 * MINUTE_MS;
const WORKING_DAY_MS = 10 * 60 * MINUTE_MS;
const LOCK_MS = 5 * MINUTE_MS;
const MOST_FAILURES = 10;
const OIDC_MS = 15 * MINUTE_MS;

export type SignedIn = { readonly id: string; readonly name: string; readonly role: 'officer' | 'operator' };
export type SignIns = {
  /** Null for a wrong name, a wrong password or a locked account: the three look alike from outside. */
  readonly withPassword: (login: string, password: string) => Promise<SignedIn | null>;
  /** The owner whose personal number VNeID vouches for; null where the register has none. */
  readonly asOwner: (personalNumber: string) => Promise<{ readonly id: string; readonly name: string } | null>;
  readonly open: (holder: Holder) => Promise<string>;
  readonly find: (token: string) => Promise<(SignInRow & { readonly key: string }) | null>;
  readonly close: (token: string) => Promise<void>;
  readonly keepOidc: (login: OidcLogin) => Promise<void>;
  readonly takeOidc: (state: string) => Promise<OidcLogin | null>;
};
export type SignInRules = {
  /** True only while the console listens on loopback. */
  readonly allowDemo: boolean;
};

const keyOf = (token: string): string => createHash('sha256').update(token).digest('hex');
/** Spends the time of a real check, so that unknown names do not show by their speed. */
const NOBODY = `scrypt$32768$8$1$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`;

export function signIns(db: Database, clock: Clock, { allowDemo }: SignInRules): SignIns {
  return {
    withPassword: async (login, password) => withPassword(db, clock, allowDemo, login, password),
    asOwner: async (personalNumber) =>
      inTransaction(db, async (tx) => {
        const owner = await ownerByNumber(tx, personalNumber);
        // Owners are people: the ledger says that one signed in, not who.
        if (owner !== null) await append(tx, { actor: { kind: 'owner', id: 'vneid' }, at: clock.now(), caseId: null }, 'signed_in', {});
        return owner;
      }),
    open: async (holder) => {
      const token = randomBytes(32).toString('base64url');
      await inTransaction(db, async (tx) => addSignIn(tx, keyOf(token), holder, clock.now(), epochMs(clock.now() + WORKING_DAY_MS)));
      return token;
    },
    find: async (token) => {
      const found = await findSignIn(db.prisma, keyOf(token), clock.now(), epochMs(clock.now() - IDLE_MS));
      return found === null ? null : { ...found, key: keyOf(token) };
    },
    close: async (token) => dropSignIn(db.prisma, keyOf(token)),
    keepOidc: async (login) => keepOidcLogin(db.prisma, login, clock.now(), epochMs(clock.now() + OIDC_MS)),
    takeOidc: async (state) => takeOidcLogin(db.prisma, state, clock.now()),
  };
}

async function withPassword(db: Database, clock: Clock, allowDemo: boolean, login: string, password: string): Promise<SignedIn | null> {
  const found = await accountByLogin(db.prisma, login);
  const right = await isPassword(password, found?.passwordScrypt ?? NOBODY);
  if (found === null) {
    // What was typed as a name may be a password: it is not kept.
    await inTransaction(db, async (tx) => append(tx, { actor: { kind: 'system', id: 'unknown-login' }, at: clock.now(), caseId: null }, 'sign_in_failed', {}));
    return null;
  }
  const barred = found.disabled || (found.demo && !allowDemo) || (found.lockedUntil !== null && found.lockedUntil > clock.now());
  return right && !barred ? succeed(db, clock, found) : fail(db, clock, found, right);
}

async function succeed(db: Database, clock: Clock, { id, displayName, role }: AccountRow): Promise<SignedIn> {
  await inTransaction(db, async (tx) => {
    await clearFailures(tx, id);
    await append(tx, { actor: { kind: role, id }, at: clock.now(), caseId: null }, 'signed_in', {});
  });
  return { id, name: displayName, role };
}

async function fail(db: Database, clock: Clock, { id, role }: AccountRow, rightPassword: boolean): Promise<null> {
  await inTransaction(db, async (tx) => {
    if (!rightPassword) await countFailure(tx, id, MOST_FAILURES, epochMs(clock.now() + LOCK_MS));
    await append(tx, { actor: { kind: role, id }, at: clock.now(), caseId: null }, 'sign_in_failed', {});
  });
  return null;
}

/** Adds an account, or renews its password; for set-up and demonstration. */
export async function addAccount(db: Database, { password, ...rest }: Omit<NewAccount, 'passwordScrypt'> & { readonly password: string }): Promise<void> {
  const passwordScrypt = await hashPassword(password);
  await inTransaction(db, async (tx) => putAccount(tx, { ...rest, passwordScrypt }));
}
