// Accounts of officers and operators, and the sign-ins of browsers, as rows.
import { z } from 'zod';
import type { EpochMs } from '../domain/units.ts';
import type { Tx } from './client.ts';
import { fromDateOrNull, toDate } from './time.ts';

export type AccountRow = {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: 'officer' | 'operator';
  readonly passwordScrypt: string;
  readonly demo: boolean;
  readonly failedAttempts: number;
  readonly lockedUntil: EpochMs | null;
  readonly disabled: boolean;
};
const row = z.object({
  id: z.string(), login: z.string(), displayName: z.string(), role: z.enum(['officer', 'operator']), passwordScrypt: z.string(), demo: z.boolean(),
  failedAttempts: z.number(), lockedUntil: z.date().nullable(), disabledAt: z.date().nullable(),
});

function accountOf(stored: unknown): AccountRow {
  const { disabledAt, lockedUntil, ...rest } = row.parse(stored);
  return { ...rest, lockedUntil: fromDateOrNull(lockedUntil), disabled: disabledAt !== null };
}

export async function accountByLogin({ account }: Tx, login: string): Promise<AccountRow | null> {
  const found = await account.findUnique({ where: { login } });
  return found === null ? null : accountOf(found);
}

export type NewAccount = Pick<AccountRow, 'id' | 'login' | 'displayName' | 'role' | 'passwordScrypt' | 'demo'>;

/** Adds the account, or gives an existing one its new password, name and role. */
export async function putAccount({ account }: Tx, { id, ...rest }: NewAccount): Promise<void> {
  await account.upsert({ where: { id }, create: { id, ...rest }, update: rest });
}

/** Counts a wrong password; from the `most`-th on the account is locked until `lockedUntil`. */
export async function countFailure({ account }: Tx, id: string, most: number, lockedUntil: EpochMs): Promise<void> {
  const { failedAttempts } = await account.update({ where: { id }, data: { failedAttempts: { increment: 1 } } });
  if (failedAttempts >= most) await account.update({ where: { id }, data: { lockedUntil: toDate(lockedUntil), failedAttempts: 0 } });
}

export async function clearFailures({ account }: Tx, id: string): Promise<void> {
  await account.update({ where: { id }, data: { failedAttempts: 0, lockedUntil: null } });
}

// ---- browsers

export type Holder = { readonly kind: 'account'; readonly id: string } | { readonly kind: 'owner'; readonly id: string };
export type SignInRow = { readonly holder: Holder; readonly displayName: string; readonly role: 'officer' | 'operator' | 'owner' };

export async function addSignIn({ signIn }: Tx, tokenSha256: string, holder: Holder, at: EpochMs, expiresAt: EpochMs): Promise<void> {
  await signIn.deleteMany({ where: { expiresAt: { lt: toDate(at) } } });
  const whose = holder.kind === 'account' ? { accountId: holder.id } : { ownerId: holder.id };
  await signIn.create({ data: { tokenSha256, ...whose, createdAt: toDate(at), lastSeenAt: toDate(at), expiresAt: toDate(expiresAt) } });
}

/** Whose browser it is, marked as seen now; null where it is unknown, past its end, or was not seen since `seenAfter`. */
export async function findSignIn({ signIn }: Tx, tokenSha256: string, at: EpochMs, seenAfter: EpochMs): Promise<SignInRow | null> {
  const { count } = await signIn.updateMany({ where: { tokenSha256, expiresAt: { gt: toDate(at) }, lastSeenAt: { gt: toDate(seenAfter) } }, data: { lastSeenAt: toDate(at) } });
  if (count === 0) return null;
  const found = await signIn.findUnique({ where: { tokenSha256 }, include: { account: true, owner: { select: { id: true, name: true } } } });
  if (found?.account != null && found.account.disabledAt === null) {
    const { id, displayName, role } = accountOf(found.account);
    return { holder: { kind: 'account', id }, displayName, role };
  }
  return found?.owner == null ? null : { holder: { kind: 'owner', id: found.owner.id }, displayName: found.owner.name, role: 'owner' };
}

export async function dropSignIn({ signIn }: Tx, tokenSha256: string): Promise<void> {
  await signIn.deleteMany({ where: { tokenSha256 } });
}

// ---- log-ins at VNeID under way

export type OidcLogin = { readonly state: string; readonly nonce: string; readonly codeVerifier: string; readonly returnTo: string };

export async function keepOidcLogin({ oidcLogin }: Tx, login: OidcLogin, at: EpochMs, expiresAt: EpochMs): Promise<void> {
  await oidcLogin.deleteMany({ where: { expiresAt: { lt: toDate(at) } } });
  await oidcLogin.create({ data: { ...login, expiresAt: toDate(expiresAt) } });
}

/** Taken once: the same state never serves twice. */
export async function takeOidcLogin({ oidcLogin }: Tx, state: string, at: EpochMs): Promise<OidcLogin | null> {
  const found = await oidcLogin.findUnique({ where: { state } });
  if (found === null) return null;
  const { count } = await oidcLogin.deleteMany({ where: { state } });
  return count === 1 && found.expiresAt.getTime() > at ? found : null;
}

/** The owner behind a personal number that VNeID vouches for; null where the register has none. */
export async function ownerByNumber({ ownerRegister }: Tx, number: string): Promise<{ readonly id: string; readonly name: string } | null> {
  return ownerRegister.findUnique({ where: { id: number }, select: { id: true, name: true } });
}
