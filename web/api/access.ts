// The signed-in account of a request, and the guards that routes put before themselves.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refused } from '../../domain/errors.ts';
import type { Account, Role } from './contract.ts';
import type { Sessions } from './sessions.ts';

export const SESSION_COOKIE = 'phatnguoi_session';

declare module 'fastify' {
  interface FastifyRequest {
    session: { readonly account: Account; readonly key: string } | null;
  }
}

export function addAccess(app: FastifyInstance, sessions: Sessions<Account>): void {
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    const found = await sessions.find(request.cookies[SESSION_COOKIE]);
    request.session = found === null ? null : { account: found.who, key: found.key };
  });
}

export function accountOf(request: FastifyRequest): Account {
  if (request.session === null) throw new Refused('not_signed_in', 'no session');
  return request.session.account;
}

/** A hook that lets only this role pass. */
export const only =
  (role: Role) =>
  async (request: FastifyRequest): Promise<void> => {
    if (accountOf(request).role !== role) throw new Refused('not_allowed', `needs the role ${role}`);
    await Promise.resolve();
  };
